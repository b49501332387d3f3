"""Sums read off an agreement, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from dealcraft.rules._contingent import royalties
from dealcraft.rules._figures import headline, least, left_after, royalty_on
from dealcraft.rules._reading import Deal, covered, deals
from dealcraft.rules._stage import stage_of, steps_to
from dealcraft.rules._worth import most_in_a_year, shortened
from dealcraft.terms.events import read_event
from dealcraft.terms.load import validate
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet

SHEET: dict[str, Any] = {
    "dealcraft": "1",
    "valuation": {"date": "2026-01-01", "currency": "USD"},
    "fx": {"EUR": "1.1"},
    "decides": "owner",
    "parties": {"owner": {}, "taker": {}},
    "assets": {
        "drug": {
            "third_party": {"linker": {"rate": "3%"}, "tool": {"rate": "2%"}},
            "development": {"phase_2": {"success": "40%"}, "phase_3": {"success": "60%"}},
        }
    },
    "markets": {
        "us": {"territory": "US", "sales": {"peak": {"triangular": ["100m", "300m", "500m"]}}},
        "eu": {"territory": "EU", "currency": "EUR", "sales": {"by_year": ["10m", "40m"]}},
    },
    "structures": {},
}


def sheet(payments: dict[str, Any]) -> tuple[Sheet, Deal]:
    grant = {"exclusivity": "exclusive", "territory": "worldwide"}
    licence = {"kind": "licence", "licensee": "taker", "grant": grant, "payments": payments}
    found, problems = validate({**SHEET, "structures": {"licence": licence}})
    assert found is not None, problems
    return found, deals(found)[0]


def royalty(terms: dict[str, Any]) -> tuple[Sheet, Deal, Royalty]:
    found, deal = sheet({"royalty": terms})
    return found, deal, next(royalties(deal))[1]


def test_a_tiered_royalty_is_paid_slice_by_slice() -> None:
    # 10% of the first 200m and 12% of the next 100m: 32m, not 36m
    found, _, terms = royalty({"tiers": [{"rate": "10%", "up_to": "200m"}, {"rate": "12%"}]})
    assert royalty_on(found, terms, 300e6) == pytest.approx(32e6)
    assert royalty_on(found, terms, 50e6) == pytest.approx(5e6)


def test_a_declining_royalty_pays_nothing_in_its_last_tier() -> None:
    # 3% to 1.5bn and 2% to 3bn, nothing above: 45m + 30m
    tiers = [{"rate": "3%", "up_to": "1.5bn"}, {"rate": "2%", "up_to": "3bn"}, {"rate": "0%"}]
    found, _, terms = royalty({"tiers": tiers})
    assert royalty_on(found, terms, 4e9) == pytest.approx(75e6)


def test_the_order_of_deductions_decides_what_is_left() -> None:
    step, stack = {"step_down": "50%", "when": "no_valid_claim"}, {"stacking": "100%"}
    found, deal, terms = royalty({"rate": "8%", "adjust": [step, stack]})
    left = left_after(found, deal, terms)
    assert left is not None
    assert left.rate == pytest.approx(0.08 / 2 - 0.05)
    found, deal, terms = royalty({"rate": "8%", "adjust": [stack, step]})
    left = left_after(found, deal, terms)
    assert left is not None
    assert left.rate == pytest.approx((0.08 - 0.05) / 2)


def test_stacking_counts_only_what_it_names() -> None:
    found, deal, terms = royalty({"rate": "4%", "adjust": [{"stacking": "50%", "of": ["linker"]}]})
    left = left_after(found, deal, terms)
    assert left is not None
    assert left.rate == pytest.approx(0.04 - 0.015)


def test_the_highest_step_of_a_ladder_is_its_minimum() -> None:
    found, _, terms = royalty({"rate": "4%", "minimum": {"ladder": ["40k", "320k", "80k"]}})
    assert least(found, terms) == 320_000
    found, _, terms = royalty({"rate": "4%", "minimum": {"amount": "EUR 1m per year"}})
    assert least(found, terms) == pytest.approx(1.1e6)
    found, _, terms = royalty({"rate": "4%"})
    assert least(found, terms) is None


def test_a_headline_is_the_upfront_and_every_milestone_of_the_acquiring_side() -> None:
    found, deal = sheet(
        {
            "upfront": "10m",
            "milestones": {
                "approved": {"pay": "20m", "at": "2030-01-01"},
                "big": {"pay": "70m", "when": {"annual_net_sales": "1bn"}},
                "back": {"pay": "5m", "at": "2031-01-01", "payer": "owner"},
            },
        }
    )
    assert headline(found, deal) == (100e6, 70e6)


def test_the_most_that_markets_sell_takes_the_upper_ends_in_one_currency() -> None:
    found, deal = sheet({"upfront": "1m"})
    assert most_in_a_year(found, covered(found, deal)) == pytest.approx(500e6 + 1.1 * 40e6)
    assert most_in_a_year(found, []) is None


@pytest.mark.parametrize(
    ("money", "text"), [(1_234_000, "1.234m"), (650_000, "650k"), (2e9, "2bn"), (90, "90"), (3e12, "3tn")]
)
def test_sums_are_said_as_sheets_write_them(money: float, text: str) -> None:
    assert shortened(money) == text


def test_a_stage_is_read_off_the_first_phase_that_is_left() -> None:
    found, _ = sheet({"upfront": "1m"})
    assert stage_of(found.assets["drug"]) == "early"


@pytest.mark.parametrize(
    ("event", "step"),
    [
        ("phase_2 start", 0.0),
        ("phase_2 success", 0.9),
        ("phase_3 start", 1.0),
        ("approval", 1.95),
        ("first sale", 2.0),
        ("phase_2 start + 1 years", None),
        ("2031-01-01", None),
    ],
)
def test_events_of_development_have_their_place(event: str, step: float | None) -> None:
    found, _ = sheet({"upfront": "1m"})
    place = steps_to(found, ("drug",), read_event(event))
    assert (None if place is None else place[1]) == (None if step is None else pytest.approx(step))
