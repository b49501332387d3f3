"""What each currency contributes, worked by hand: terms in one currency on sales in another."""

from __future__ import annotations

from pathlib import Path

import pytest

import dealcraft
from dealcraft.analysis.currencies import Currency, currencies
from dealcraft.engine.value import value
from dealcraft.terms.sheet import Sheet
from tests.engine.worked import LICENCE, sheet

ROOT = Path(__file__).parents[2]
EUROPE = (
    "{{world: {{territory: worldwide, currency: EUR, launch: effective, sales: {{by_year: [{sales}]}}}}}}"
)


def licence(payments: str, *, sales: str = "100, 200, 300", fx: str = "{EUR: 1.25}") -> Sheet:
    """A licence valued in dollars on sales in euros."""
    markets = EUROPE.format(sales=sales)
    return sheet(f"deal: {{{LICENCE}, payments: {{{payments}}}}}", fx=fx, markets=markets)


def by_code(of: Sheet) -> dict[str, Currency]:
    """Each currency by its code."""
    return {one.code: one for one in currencies(of, "deal")}


def test_what_is_stated_in_a_currency_is_what_moves_with_it() -> None:
    found = by_code(licence("upfront: 20, royalty: {rate: 10%}"))
    royalty = 0.10 * 1.25 * 600
    assert found["EUR"].contribution["a"] == pytest.approx(royalty)
    assert found["USD"].contribution["a"] == pytest.approx(20)
    assert found["EUR"].contribution["b"] == pytest.approx(1.25 * 600 - royalty)
    assert found["USD"].contribution["b"] == pytest.approx(-20)
    assert found["EUR"].weaker == pytest.approx({"a": -royalty / 10, "b": -(1.25 * 600 - royalty) / 10})
    assert found["EUR"].stronger == pytest.approx({"a": royalty / 10, "b": (1.25 * 600 - royalty) / 10})
    assert found["USD"].weaker is None


def test_a_tier_in_one_currency_on_sales_in_another_belongs_to_both() -> None:
    """100 euros are 125 dollars, 12 + 1 of royalty: 20% of the next dollar of sales, 10% of the next of the tier's end."""
    found = by_code(licence("royalty: {tiers: [{rate: 10%, up_to: 120}, {rate: 20%}]}", sales="100"))
    assert found["EUR"].contribution["a"] == pytest.approx(0.20 * 125)
    assert found["USD"].contribution["a"] == pytest.approx(-0.10 * 120, abs=1e-6)
    assert found["EUR"].stronger is not None
    assert found["EUR"].weaker is not None
    assert found["EUR"].stronger["a"] == pytest.approx(12 + 0.20 * 17.5 - 13)
    assert found["EUR"].weaker["a"] == pytest.approx(0.10 * 112.5 - 13)


def test_a_milestone_in_dollars_on_sales_in_euros_is_lost_with_a_weaker_euro() -> None:
    """130 is reached by 110 euros at 1.25 and at 1.375, and not at 1.125."""
    found = by_code(licence("milestones: {one: {pay: 40, when: {annual_net_sales: 130}}}", sales="110"))
    assert found["EUR"].contribution["a"] == pytest.approx(0, abs=1e-9)
    assert found["USD"].contribution["a"] == pytest.approx(40)
    assert found["EUR"].weaker is not None
    assert found["EUR"].weaker["a"] == pytest.approx(-40)


@pytest.mark.parametrize(
    "rate",
    [
        "{triangular: [1.0, 1.2, 1.5]}",
        "{pert: [1.0, 1.2, 1.5]}",
        "{uniform: [1.0, 1.5]}",
        "{normal: {mean: 1.25, sd: 0.1}}",
        "{lognormal: {mean: 1.25, sd: 0.1}}",
        "{p10: 1.1, p50: 1.2, p90: 1.4, base: 1.2}",
        "{discrete: [{value: 1.0, chance: 50%}, {value: 1.5, chance: 50%}], known: effective}",
    ],
)
def test_an_uncertain_rate_moves_as_a_whole(rate: str) -> None:
    of = licence("upfront: 20, royalty: {rate: 10%}", fx=f"{{EUR: {rate}}}")
    found, npv = by_code(of), value(of).structures["deal"].parties["a"].npv
    assert found["USD"].contribution["a"] == pytest.approx(20, abs=1e-6)
    assert found["EUR"].contribution["a"] == pytest.approx(npv - 20, abs=1e-6)
    assert found["EUR"].stronger is not None
    assert found["EUR"].stronger["a"] == pytest.approx((npv - 20) / 10)


def test_a_currency_in_which_nothing_is_stated_is_left_out() -> None:
    plain = sheet(f"deal: {{{LICENCE}, payments: {{upfront: 20}}}}")
    unused = sheet(f"deal: {{{LICENCE}, payments: {{upfront: 20}}}}", fx="{JPY: 0.0064}")
    assert currencies(plain, "deal") == ()
    assert currencies(unused, "deal") == ()


@pytest.mark.parametrize(
    ("name", "structure"),
    [
        ("memory_cross_licence", "cross_licence"),
        ("webtoon_copyright", "by_territory"),
        ("in_licensing", "both"),
    ],
)
def test_contributions_sum_to_the_expected_value(name: str, structure: str) -> None:
    of = dealcraft.load(ROOT / "examples" / name / f"{name}.deal.yaml")
    worth = value(of, run="base", structures=[structure]).structures[structure]
    found = currencies(of, structure, run="base")
    for party, expected in worth.parties.items():
        assert sum(one.contribution[party] for one in found) == pytest.approx(expected.npv, rel=1e-7)


def test_what_is_left_to_the_valuation_currency_is_what_its_amounts_move() -> None:
    """A second way to the same figure: every amount in dollars a thousandth higher."""
    terms = "upfront: {}, royalty: {{tiers: [{{rate: 10%, up_to: {}}}, {{rate: 20%}}]}}"
    now, more = (licence(terms.format(20 * k, 150 * k)) for k in (1, 1.001))
    moved = [value(of).structures["deal"].parties for of in (now, more)]
    for party in "ab":
        assert by_code(now)["USD"].contribution[party] == pytest.approx(
            (moved[1][party].npv - moved[0][party].npv) / 0.001, rel=1e-6
        )
