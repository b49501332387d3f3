"""Events: every form of the language, offsets, groups, and what is no event."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.errors import Unreadable
from dealcraft.terms.events import (
    Anchor,
    Approval,
    EarliestOf,
    Effective,
    Exclusivity,
    FirstSale,
    LatestOf,
    Moment,
    OnDate,
    Patents,
    PhaseStart,
    PhaseSuccess,
    moments,
    read_event,
)


@pytest.mark.parametrize(
    ("text", "anchor", "offset"),
    [
        ("effective", Effective(), 0.0),
        ("approval", Approval(), 0.0),
        ("approval of hb12", Approval("hb12"), 0.0),
        ("phase_2 start", PhaseStart("phase_2"), 0.0),
        ("phase_2 success of hb12", PhaseSuccess("phase_2", "hb12"), 0.0),
        ("first sale", FirstSale(), 0.0),
        ("first sale in us", FirstSale("us"), 0.0),
        ("  first   sale  in us  +  18 months ", FirstSale("us"), 1.5),
        ("approval+3 months", Approval(), 0.25),
        ("approval + P1Y", Approval(), 1.0),
        ("2031-06-30", OnDate(dt.date(2031, 6, 30)), 0.0),
        ("2031-06", OnDate(dt.date(2031, 6, 1)), 0.0),
        ("2031-06-30 + 2 years", OnDate(dt.date(2031, 6, 30)), 2.0),
        ("2031-06-30 - 2 years", OnDate(dt.date(2031, 6, 30)), -2.0),
        ("phase_2 success of hb12 + 6 months", PhaseSuccess("phase_2", "hb12"), 0.5),
    ],
)
def test_an_event_is_an_anchor_and_an_offset(text: str, anchor: Anchor, offset: float) -> None:
    event = read_event(text)
    assert isinstance(event, Moment)
    assert event.anchor == anchor
    assert event.offset == offset


@pytest.mark.parametrize(
    ("value", "code", "hint"),
    [
        ("aproval", "unknown-event", "approval"),
        ("first sales", "unknown-event", "first sale"),
        ("first sale in US", "unknown-event", "first sale"),
        ("Phase_2 start", "unknown-event", None),
        ("approval - 2 years", "event-before", None),
        ("approval + 2", "bare-duration", None),
        ("approval + soon", "duration-unreadable", None),
        ("approval + 1 years + 1 years", "unknown-event", None),
        ("patents", "event-only-in-until", None),
        ("06/30/2031", "date-order", None),
        ("2031-02-30", "date-impossible", None),
        ("", "unknown-event", None),
        (None, "not-a-scalar", None),
        (["approval"], "not-a-scalar", None),
        ({}, "event-group", None),
        ({"latest_off": ["approval"]}, "event-group", None),
        ({"latest_of": ["approval"], "earliest_of": ["approval"]}, "event-group", None),
        ({"latest_of": "approval"}, "not-a-list", None),
        ({"latest_of": []}, "not-a-list", None),
        ({"latest_of": ["approval", {"earliest_of": ["aproval"]}]}, "unknown-event", "approval"),
    ],
)
def test_what_is_no_event_is_refused(value: Any, code: str, hint: str | None) -> None:
    with pytest.raises(Unreadable) as problem:
        read_event(value)
    assert problem.value.code == code
    if hint is not None:
        assert problem.value.values["hint"] == hint


def test_a_problem_inside_a_group_is_placed_there() -> None:
    with pytest.raises(Unreadable) as problem:
        read_event({"latest_of": ["approval", {"earliest_of": ["effective", "aproval"]}]})
    assert problem.value.at == ("latest_of", 1, "earliest_of", 1)


def test_patents_and_exclusivity_stand_only_in_the_end_of_a_royalty() -> None:
    event = read_event({"latest_of": ["patents", "exclusivity", "first sale + 10 years"]}, in_until=True)
    assert isinstance(event, LatestOf)
    assert [moment.anchor for _, moment in moments(event)] == [Patents(), Exclusivity(), FirstSale()]


def test_a_bare_month_is_refused_where_the_last_day_may_be_meant() -> None:
    with pytest.raises(Unreadable) as problem:
        read_event({"earliest_of": ["2031-06"]}, to_the_day=True)
    assert problem.value.code == "date-without-day"
    assert problem.value.at == ("earliest_of", 0)


def test_moments_lead_to_every_part() -> None:
    event = read_event({"latest_of": ["approval", {"earliest_of": ["effective", "first sale"]}]})
    assert [steps for steps, _ in moments(event)] == [
        ("latest_of", 0),
        ("latest_of", 1, "earliest_of", 0),
        ("latest_of", 1, "earliest_of", 1),
    ]


def test_an_event_spells_itself_so_that_it_reads_back() -> None:
    for text in ("approval + 18 months", "first sale in us", "2031-06-30 - 2 years"):
        assert read_event(str(read_event(text))) == read_event(text)
    assert str(EarliestOf((read_event("approval"),))) == "{earliest_of: [approval]}"


@given(st.text(alphabet="abcdefilnoprstuvx_ +-0123456789", max_size=40))
def test_any_text_is_an_event_or_unreadable(text: str) -> None:
    with suppress(Unreadable):
        read_event(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("latest of patents", "{latest_of: [patents, …]}"),
        ("later of approval", "{latest_of: [approval, …]}"),
        ("earliest of", "{earliest_of: [first sale, …]}"),
        ("hb12.phase_2 success", "phase_2 success of hb12"),
        ("phase_2 sucess", "phase_2 success"),
        ("approvl", "approval"),
    ],
)
def test_what_was_meant_for_an_event_is_said(text: str, meant: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read_event(text)
    assert problem.value.values["hint"] == meant
