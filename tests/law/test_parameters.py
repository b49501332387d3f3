"""A fact of law has a value of its unit, a source, a date and a confidence, or it is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dealcraft.law.parameters import citation, in_force, parameter, read_table, share, table_names

TABLE: dict[str, Any] = {
    "sources": {
        "act": {"address": "Tax Act art. 1", "as_of": "2026-01-15"},
        "undated": {"address": "Tax Act art. 2"},
        "nowhere": {"as_of": "2026-01-15"},
        "someday": {"address": "Tax Act art. 3", "as_of": "January"},
    },
    "notes": {"shared": "Only for small firms."},
}
GOOD = {"value": "10", "source": "act", "confidence": "high"}


def test_a_dated_value_keeps_its_unit_source_date_and_confidence() -> None:
    found = parameter({**GOOD, "from": "2021-01-01", "note": "shared"}, "years", TABLE, "KR")
    assert found.years == 10
    assert found.citation.source == "Tax Act art. 1"
    assert found.citation.as_of == date(2026, 1, 15)
    assert found.citation.confidence == "high"
    assert found.citation.note == "Only for small firms."
    assert not found.citation.holds_on(date(2020, 12, 31))
    assert found.citation.holds_on(date(2021, 1, 1))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": None}, "needs a source"),
        ({"source": "hearsay"}, "needs a source"),
        ({"source": "undated"}, "the date as_of"),
        ({"source": "nowhere"}, "an address"),
        ({"source": "someday"}, "January is no date"),
        ({"confidence": None}, "write high, medium or low"),
        ({"confidence": "sure"}, "confidence is sure"),
        ({"from": "1/1/2021"}, "is no date"),
        ({"value": None}, "value is missing"),
        ({"value": "ten"}, "a number of years"),
    ],
)
def test_a_value_without_source_or_date_is_refused(change: dict[str, Any], said: str) -> None:
    entry = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    with pytest.raises(ValueError, match=said):
        parameter(entry, "years", TABLE, "KR")


def test_an_entry_without_a_source_is_refused_whatever_it_states() -> None:
    with pytest.raises(ValueError, match="KR-US: a fact of law needs a source"):
        citation({"confidence": "high"}, TABLE, "KR-US")


def test_a_share_carries_a_percent_sign() -> None:
    assert str(share("16.5%")) == "0.165"
    with pytest.raises(ValueError, match="percent sign"):
        share("0.165")


def test_of_several_values_the_one_of_the_day_is_in_force() -> None:
    old = parameter({**GOOD, "value": "5", "until": "2020-12-31"}, "years", TABLE, "KR")
    new = parameter({**GOOD, "from": "2021-01-01"}, "years", TABLE, "KR")
    assert in_force([new, old], date(2020, 6, 1)) is old
    assert in_force([new, old], date(2021, 6, 1)) is new
    assert in_force([new], date(2020, 6, 1)) is None


def test_unlimited_years_have_no_end() -> None:
    assert parameter({**GOOD, "value": "unlimited"}, "years", TABLE, "ES").years == float("inf")


@pytest.mark.parametrize("name", ["zz", "../kr", "kr.yaml", "", "ㅋㄹ"])
def test_there_is_no_table_of_another_name(name: str) -> None:
    assert read_table("withholding", name) is None


def test_every_scalar_of_a_table_is_text() -> None:
    norway = read_table("income_tax", "NO")
    assert norway is not None
    assert norway["country"] == "NO"
    assert "no" in table_names("income_tax")
