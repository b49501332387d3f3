"""Sums with a date: fees, milestones by market, instalments, credits, holdback, equity, success fees, buy-outs, lag."""

from __future__ import annotations

import pytest

from tests.engine.worked import SALE, deal, licence, sales

ROYALTY = "payments.royalty"
TWO_CELLS = """{us: {territory: US, launch: effective, sales: {by_year: [100, 200, 300]}},
                eu: {territory: EU, launch: effective + 1 years, sales: {by_year: [100, 160]}}}"""


def test_a_fee_once_and_a_fee_every_year_none_at_or_after_until() -> None:
    found = licence(
        "fees: {entry: {pay: 5, at: effective + 1 years}, "
        "upkeep: {pay: 2, every: 1 years, from: effective + 6 months, until: 2028-07-01}}"
    )
    assert found.paid("payments.fees.entry") == pytest.approx([0, 5, 0])
    assert found.paid("payments.fees.upkeep") == pytest.approx([2, 2, 0]), (
        "the third would fall on the day of until"
    )


def test_a_recurring_fee_starts_when_the_agreement_is_effective() -> None:
    found = licence("fees: {upkeep: {pay: 2, every: 6 months}}", "effective: 2027-01-01")
    assert found.paid("payments.fees.upkeep") == pytest.approx([0, 4, 4])


def test_fees_end_at_the_day_of_failure_and_promised_sums_do_not() -> None:
    found = licence(
        "fees: {upkeep: {pay: 2, every: 6 months}}, instalments: {last: {pay: 9, at: 2028-01-01}}",
        assets="{x: {development: {trial: {duration: 8 months, cost: 0, success: 40%}}}}",
        markets=sales(0, launch="approval"),
    )
    assert found.paid("payments.fees.upkeep") == pytest.approx([4, 0.4 * 4, 0.4 * 4])
    assert found.paid("payments.instalments.last") == pytest.approx([0, 0, 9])


def test_a_milestone_per_market_is_paid_once_for_each_cell() -> None:
    found = licence("milestones: {launch: {pay: 10, at: first sale, per: market}}", markets=TWO_CELLS)
    once = licence("milestones: {launch: {pay: 10, at: first sale}}", markets=TWO_CELLS)
    assert found.paid("payments.milestones.launch") == pytest.approx([10, 10, 0])
    assert once.paid("payments.milestones.launch") == pytest.approx([10, 0, 0])
    assert (found.structure.headline, once.structure.headline) == (20, 10)


def test_a_sales_condition_per_market_looks_at_each_cell() -> None:
    by_cell = licence(
        "milestones: {big: {pay: 10, when: {annual_net_sales: 150}, per: market}}", markets=TWO_CELLS
    )
    all_in_all = licence("milestones: {big: {pay: 10, when: {annual_net_sales: 450}}}", markets=TWO_CELLS)
    assert by_cell.paid("payments.milestones.big") == pytest.approx([0, 10, 10])
    assert all_in_all.paid("payments.milestones.big") == pytest.approx([0, 0, 10]), (
        "300 + 160 in the third year"
    )


def test_instalments_are_credited_before_fees_and_fees_before_milestones() -> None:
    found = licence(
        "milestones: {m: {pay: 8, at: effective, creditable: {per_year: 10%}}}, "
        "fees: {f: {pay: 6, at: effective, creditable: {share: 50%}}}, "
        "instalments: {i: {pay: 12, at: effective, creditable: {per_year: 25%}}}, royalty: {rate: 10%}"
    )
    first = min(12, 0.25 * 10) + min(3, 10 - 2.5) + min(8, 0.10 * 10)
    second = min(12 - 2.5, 0.25 * 20) + 0 + min(8 - 1, 0.10 * 20)
    third = min(12 - 2.5 - 5, 0.25 * 30) + 0 + min(8 - 1 - 2, 0.10 * 30)
    assert found.paid(ROYALTY) == pytest.approx([10 - first, 20 - second, 30 - third])


def test_a_sum_is_credited_from_its_own_date_on() -> None:
    found = licence("milestones: {late: {pay: 8, at: 2027-01-01, creditable: true}}, royalty: {rate: 10%}")
    assert found.paid(ROYALTY) == pytest.approx([10, 20 - 8, 30])


def test_one_pool_is_set_against_the_lines_in_their_written_order() -> None:
    found = licence(
        "instalments: {i: {pay: 12, at: effective, creditable: true}}, royalty: {rate: 10%}, royalties: {more: {rate: 5%}}"
    )
    assert found.paid(ROYALTY) == pytest.approx([10 - 10, 20, 30])
    assert found.paid("payments.royalties.more") == pytest.approx([5 - 2, 10, 15])


HELD = "upfront: 100, instalments: {early: {pay: 50, at: 2027-01-01}, late: {pay: 40, at: 2027-07-02}}, holdback: {share: 10%, until: effective + 18 months, claims: 20%}"


@pytest.mark.parametrize(
    "kind", ["kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide}", SALE]
)
def test_part_of_the_price_due_before_a_moment_is_held_back_until_then_less_claims(kind: str) -> None:
    found = deal(f"{kind}, payments: {{{HELD}}}")
    assert found.paid("payments.upfront") == pytest.approx([0.9 * 100, 0, 0])
    assert found.paid("payments.instalments.early") == pytest.approx([0, 0.9 * 50, 0])
    assert found.paid("payments.instalments.late") == pytest.approx([0, 40, 0])
    assert found.paid("payments.holdback") == pytest.approx([0, 0.8 * 0.1 * 150, 0])


def test_shares_bought_above_their_value_move_only_the_difference() -> None:
    dear, cheap = (licence(f"equity: {{pay: {pay}, fair_value: 8, at: 2027-01-01}}") for pay in (10, 6))
    assert dear.paid("payments.equity") == pytest.approx([0, 2, 0])
    assert cheap.paid("payments.equity", payer="a") == pytest.approx([0, 2, 0])
    assert cheap.paid("payments.equity") == pytest.approx([0, 0, 0])


def test_a_success_fee_is_a_share_of_what_a_later_sale_brings() -> None:
    found = licence("success_fee: {share: 2%, of: 1000, at: 2027-06-01}")
    assert found.paid("payments.success_fee") == pytest.approx([0, 20, 0])
    assert found.structure.headline == 0, "it is neither upfront, instalment, fee nor milestone"


def test_research_funding_by_head_is_spread_over_its_term() -> None:
    found = licence(
        "funding: {team: {fte: 2, rate: 30 per year, until: 2027-07-01}, lab: {pay: 1 per quarter, from: 2028-01-01}}"
    )
    assert found.paid("payments.funding.team") == pytest.approx([60, 30, 0])
    assert found.paid("payments.funding.lab") == pytest.approx([0, 0, 4])


def test_research_funding_ends_at_the_day_of_failure() -> None:
    found = licence(
        "funding: {team: {fte: 2, rate: 30 per year}}",
        assets="{x: {development: {trial: {duration: 6 months, cost: 0, success: 25%}}}}",
        markets=sales(0, launch="approval"),
    )
    assert found.paid("payments.funding.team") == pytest.approx([30 + 0.25 * 30, 0.25 * 60, 0.25 * 60])


def test_goods_supplied_at_a_margin_are_a_hidden_royalty() -> None:
    found = licence("supply: {margin: 15%}", markets=sales(100, 200, 300, costs="{goods: 20%}"))
    assert found.paid("payments.supply") == pytest.approx([0.15 * 20, 0.15 * 40, 0.15 * 60])
    assert found.npv("b") == pytest.approx(600 - 120 - 0.15 * 120)


def test_handing_over_the_technology_costs_whoever_bears_it() -> None:
    for bears, other in (("a", "b"), ("b", "a")):
        found = licence(
            "", f"governance: {{technology_transfer: {{cost: 7, at: 2027-01-01, borne_by: {bears}}}}}"
        )
        assert found.paid("governance.technology_transfer", payer=bears, payee="suppliers") == pytest.approx(
            [0, 7, 0]
        )
        assert found.paid("governance.technology_transfer", payer=other) == [0, 0, 0]


AUDITED = "governance: {audit: {every: 1 years, lookback: 3 years, cost: 1, cost_shift_above: %s, under_reporting: 10%%, recovered: 80%%}}"


def test_an_audit_recovers_part_of_what_was_not_reported() -> None:
    found = licence("royalty: {rate: 10%}", AUDITED % "15%")
    assert found.paid(ROYALTY) == pytest.approx([9, 18, 27])
    audits = found.paid("governance.audit", payee="a")
    assert audits[:2] == pytest.approx([0.8 * 1, 0.8 * 2])
    assert found.paid("governance.audit", payer="a", payee="suppliers")[:2] == pytest.approx([1, 1])


def test_a_shortfall_above_the_line_shifts_the_cost_of_the_audit() -> None:
    found = licence("royalty: {rate: 10%}", AUDITED % "5%")
    assert found.paid("governance.audit", payee="suppliers")[:2] == pytest.approx([1, 1])
    assert found.paid("governance.audit", payer="a") == [0, 0, 0]


def test_an_audit_looks_back_no_further_than_agreed() -> None:
    audit = "governance: {audit: {every: 2 years, lookback: 1 years, under_reporting: 10%, recovered: 100%}}"
    found = licence("royalty: {rate: 10%}", audit)
    assert found.paid("governance.audit", payee="a") == pytest.approx([0, 0.10 * 20, 0]), (
        "the first year is never found"
    )


def test_cash_follows_the_end_of_the_period_by_the_lag() -> None:
    found = licence(
        "lag: 6 months, royalty: {rate: 10%}", parties="{a: {discount_rate: 21%}, b: {discount_rate: 0%}}"
    )
    assert found.paid(ROYALTY) == pytest.approx([0, 10, 20]), (
        "what is due for 2028 is paid in 2029, past the horizon"
    )
    assert found.npv("a") == pytest.approx(10 / 1.21**1.5 + 20 / 1.21**2.5)


def test_minimums_and_milestones_on_sales_follow_by_the_lag_and_other_sums_do_not() -> None:
    found = licence(
        "lag: 6 months, milestones: {big: {pay: 7, when: {annual_net_sales: 200}}, start: {pay: 3, at: first sale}}, "
        "royalty: {rate: 10%, minimum: {amount: 15 per year}}"
    )
    assert found.paid("payments.milestones.big") == pytest.approx([0, 0, 7])
    assert found.paid("payments.milestones.start") == pytest.approx([3, 0, 0])
    assert found.paid("payments.royalty.minimum") == pytest.approx([0, 5, 0])


def test_a_buy_out_ends_royalty_and_minimum_of_its_line_for_a_price() -> None:
    found = licence(
        "royalty: {rate: 10%, minimum: {amount: 15 per year}, buy_out: {price: 30, at: effective + 1 years, take: always}}, "
        "royalties: {marks: {rate: 1%}}"
    )
    assert found.paid(ROYALTY) == pytest.approx([10, 0, 0])
    assert found.paid("payments.royalty.minimum") == pytest.approx([5, 0, 0])
    assert found.paid("payments.royalty.buy_out") == pytest.approx([0, 30, 0])
    assert found.paid("payments.royalties.marks") == pytest.approx([1, 2, 3])


def test_a_buy_out_inside_a_period_leaves_the_royalty_of_its_first_part() -> None:
    found = licence("royalty: {rate: 10%, buy_out: {price: 30, at: first sale + 18 months, take: always}}")
    assert found.paid(ROYALTY) == pytest.approx([10, 0.5 * 20, 0])


def test_a_sum_due_before_the_valuation_date_is_left_out_and_said() -> None:
    found = licence("instalments: {past: {pay: 9, at: 2025-06-01}, coming: {pay: 4, at: 2026-06-01}}")
    assert found.npv("a") == pytest.approx(4)
    assert found.structure.headline == 13
    assert [str(path) for path in found.structure.sunk] == ["structures.deal.payments.instalments.past"]
