"""What a clause is worth, against arithmetic by hand: no discounting, no tax, sales of 100, 200 and 300."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dealcraft.analysis.clauses import Prices, clauses, optional
from dealcraft.engine.value import value
from dealcraft.terms.sheet import Sheet
from tests.engine.worked import LICENCE, SHARED, sheet


def priced(deal: str, **top: str) -> Prices:
    """The prices of the clauses of *deal*."""
    one = sheet(f"deal: {{{deal}}}", **top)

    def valued(of: Sheet, names: tuple[str, ...]) -> object:
        return value(of, structures=names)

    return clauses(one, value(one), structure="deal", value=valued)  # type: ignore[arg-type]


def by_clause(found: Prices, party: str = "a") -> Mapping[str, float]:
    return {str(row.path).removeprefix("structures.deal."): row.price[party] for row in found.rows}


def test_a_sum_is_worth_itself_and_a_cap_what_it_cuts_off() -> None:
    found = priced(f"{LICENCE}, payments: {{upfront: 7, royalty: {{rate: 10%, cap: {{lifetime: 45}}}}}}")
    prices = {"payments.royalty": 45.0, "payments.royalty.cap": -15.0, "payments.upfront": 7.0}
    assert by_clause(found) == pytest.approx(prices)
    assert by_clause(found, "b") == pytest.approx({path: -price for path, price in prices.items()})
    assert [str(row.path) for row in found.rows] == [f"structures.deal.{path}" for path in prices], "ranked"


def test_a_minimum_is_worth_its_top_ups() -> None:
    royalty = "royalty: {rate: 10%, minimum: {amount: 15 per year}}"
    assert by_clause(priced(f"{LICENCE}, payments: {{{royalty}}}"))[
        "payments.royalty.minimum"
    ] == pytest.approx(
        15 - 10  # in the first year only
    )


def test_an_adjustment_is_taken_out_of_its_place_in_the_order() -> None:
    lab = "{x: {third_party: {lab: {rate: 8%}}}}"
    royalty = "royalty: {rate: 10%, adjust: [{step_down: 50%, when: no_valid_claim}, {stacking: 50%}], floor: {rate: 2%}}"
    prices = by_clause(priced(f"{LICENCE}, payments: {{{royalty}}}", assets=lab))
    # 60 as tiered; both steps leave 30 - 24 = 6, the floor 12; the step-down alone 30, the stacking alone 36
    assert prices["payments.royalty.adjust[0]"] == pytest.approx(12 - 36)
    assert prices["payments.royalty.adjust[1]"] == pytest.approx(12 - 30)
    assert prices["payments.royalty.floor"] == pytest.approx(12 - 6)


def test_what_bears_on_each_other_is_worth_something_else_at_once() -> None:
    found = priced(
        f"{LICENCE}, payments: {{royalty: {{rate: 10%}}, fees: {{f: {{pay: 20, at: effective, creditable: true}}}}}}"
    )
    # the fee of 20 is set against the royalty of 60: 60 in all; without the fee 60, without the royalty 20
    assert by_clause(found) == pytest.approx(
        {"payments.royalty": 40.0, "payments.fees.f": 0.0, "payments.fees.f.creditable": -20.0}
    )
    assert found.one_by_one["a"] == pytest.approx(40.0)
    assert found.together is not None
    assert found.together["a"] == pytest.approx(60.0)


def test_a_clause_that_another_rests_on_is_left_out_with_the_reason() -> None:
    found = priced(
        f"{SHARED}, cost_share: {{a: 50%, b: 50%}}, profit_share: {{a: 50%, b: 50%}}, "
        "opt_in: {party: a, at: effective, take: always, profit_share: {a: 60%, b: 40%}}"
    )
    assert by_clause(found)["opt_in"] == pytest.approx(0.10 * 600)
    assert found.left_out == ()
    only = priced(
        "kind: package, parts: {"
        "one: {kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide, until: 2027-01-01}, "
        "payments: {royalty: {rate: 10%}}}, "
        "two: {kind: licence, licensee: b, effective: 2027-01-01, "
        "grant: {exclusivity: exclusive, territory: worldwide}}}"
    )
    (one,) = only.left_out
    assert str(one.path) == "structures.deal.parts.one.grant.until"
    assert one.reason


def test_facts_and_words_are_no_clauses() -> None:
    one = sheet(
        f"deal: {{{LICENCE}, description: a deal, governance: {{reporting: quarterly, audit: {{every: 1 years}}}}, "
        "covenants: {}, tax: {amortise_over: 5 years}, payments: {withholding: {rate: 5%, gross_up: true}}}"
    )
    assert {str(path) for path in optional(one, "deal")} == {
        "structures.deal.payments.withholding.gross_up",
        "structures.deal.governance.audit",
    }
