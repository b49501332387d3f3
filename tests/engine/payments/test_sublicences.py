"""Sublicence income by plan: what leaves the ledger, what comes in, and what goes on to the licensor."""

from __future__ import annotations

import pytest

from tests.engine.worked import deal, sales

GRANT = "kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide, sublicensing: {allowed: yes, income_share: 20%%%s}}"
PLAN = GRANT % ", plan: {share_of_sales: 40%, rate: 25%, from: effective + 1 years}"
SUBLICENSING = "grant.sublicensing"


def test_a_sublicensees_sales_bring_income_of_which_the_licensor_has_a_share() -> None:
    found = deal(f"{PLAN}, payments: {{royalty: {{rate: 10%}}}}")
    own = [100, 0.6 * 200, 0.6 * 300]
    income = [0, 0.25 * 0.4 * 200, 0.25 * 0.4 * 300]
    assert found.paid("markets.world.sales", payer="customers", payee="b") == pytest.approx(own)
    assert found.paid("payments.royalty") == pytest.approx([0.10 * x for x in own])
    assert found.paid(SUBLICENSING, payer="third_parties", payee="b") == pytest.approx(income)
    assert found.paid(SUBLICENSING, payee="a") == pytest.approx([0.20 * x for x in income])
    assert found.npv("b") == pytest.approx(0.9 * sum(own) + 0.8 * sum(income))


def test_a_sublicensees_sales_count_for_no_milestone_and_no_minimum() -> None:
    found = deal(f"{PLAN}, payments: {{milestones: {{big: {{pay: 9, when: {{annual_net_sales: 181}}}}}}, "
                 "royalty: {rate: 10%, minimum: {amount: 13 per year}}}")  # fmt: skip
    assert found.paid("payments.milestones.big") == [0, 0, 0], "the licensee itself sells 180 at most"
    assert found.paid("payments.royalty.minimum") == pytest.approx([3, 13 - 12, 0])


def test_its_costs_and_what_others_are_owed_leave_the_ledger_with_its_sales() -> None:
    found = deal(
        f"{PLAN}, payments: {{}}",
        assets="{x: {third_party: {tool: {rate: 5%}}}}",
        markets=sales(100, 200, 300, costs="{goods: 10%}"),
    )
    assert found.paid("markets.world.costs.goods") == pytest.approx([10, 0.1 * 120, 0.1 * 180])
    assert found.paid("assets.x.third_party.tool") == pytest.approx([5, 0.05 * 120, 0.05 * 180])


def test_a_share_of_income_without_a_plan_moves_nothing() -> None:
    found = deal(f"{GRANT % ''}, payments: {{royalty: {{rate: 10%}}}}")
    assert found.npv("a") == pytest.approx(60)
    assert found.lines(SUBLICENSING, "b", "a", None) == []
