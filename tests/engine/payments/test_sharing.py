"""Collaborations: who pays for development, how much at most, who shares the profit, and who joins or leaves."""

from __future__ import annotations

import pytest

from tests.engine.worked import SHARED, Worked, deal, sales

TWO_PHASES = "{x: {development: {pilot: {duration: 1 years, cost: 10, success: 100%}, trial: {duration: 1 years, cost: 20, success: 100%}}}}"
FACTS = {"assets": TWO_PHASES, "markets": sales(100, 200, launch="approval")}
SHARES = "cost_share: {a: 30%, b: 70%}, profit_share: {a: 40%, b: 60%}"


def test_the_other_side_refunds_its_share_phase_by_phase() -> None:
    found = deal(f"{SHARED}, {SHARES}, phase_cost_share: {{pilot: {{a: 10%, b: 90%}}}}", years=4, **FACTS)
    assert found.paid("phase_cost_share.pilot", payer="a") == pytest.approx([0.10 * 10, 0, 0, 0])
    assert found.paid("cost_share", payer="a") == pytest.approx([0, 0.30 * 20, 0, 0])
    assert found.paid("profit_share") == pytest.approx([0, 0, 0.40 * 100, 0.40 * 200])
    assert found.npv("a") == pytest.approx(-1 - 6 + 120)
    assert found.npv("b") == pytest.approx(-9 - 14 + 180)


def test_above_its_cap_the_lead_bears_a_partys_cost() -> None:
    found = deal(f"{SHARED}, {SHARES}, cost_cap: {{a: {{amount: 5}}}}", years=4, **FACTS)
    assert found.paid("cost_share", payer="a") == pytest.approx([0.30 * 10, 5 - 3, 0, 0])
    assert found.paid("profit_share") == pytest.approx([0, 0, 40, 80])


def test_within_a_period_the_cost_that_comes_first_counts_first_against_a_cap() -> None:
    """In one year a pilot of half of it, then a trial that costs 14 at its end: of the cap of 8 the pilot takes 5."""
    halves = "{x: {development: {pilot: {duration: 6 months, cost: 10, success: 100%}, trial: {duration: 3 months, cost: 14, spend: end, success: 100%}}}}"
    found = deal(
        f"{SHARED}, {SHARES}, phase_cost_share: {{pilot: {{a: 50%, b: 50%}}}}, cost_cap: {{a: {{amount: 8}}}}",
        assets=halves, markets=sales(0, launch="approval"),
    )  # fmt: skip
    assert found.paid("phase_cost_share.pilot", payer="a") == pytest.approx([0.50 * 10, 0, 0])
    assert found.paid("cost_share", payer="a") == pytest.approx([8 - 5, 0, 0])


def test_deferred_cost_is_kept_back_from_that_partys_profit() -> None:
    found = deal(
        "kind: collaboration, partner: b, lead: b, grant: {territory: worldwide}, "
        "cost_share: {a: 100%, b: 0%}, profit_share: {a: 15%, b: 85%}, cost_cap: {a: {amount: 5, excess: defer}}",
        years=4, **FACTS,
    )  # fmt: skip
    deferred = 10 + 20 - 5
    assert found.paid("cost_share", payer="a") == pytest.approx([5, 0, 0, 0])
    assert found.paid("profit_share") == pytest.approx([0, 0, 15 - 15, 30 - (deferred - 15)])


def _opt_in(at: str, take: str) -> Worked:
    return deal(
        f"{SHARED}, cost_share: {{a: 0%, b: 100%}}, profit_share: {{a: 20%, b: 80%}}, "
        f"opt_in: {{party: a, at: {at}, take: {take}, pay: 7, cost_share: {{a: 50%, b: 50%}}, profit_share: {{a: 45%, b: 55%}}}}",
        years=4, **FACTS,
    )  # fmt: skip


def test_whoever_opts_in_pays_the_price_and_shares_more_from_then_on() -> None:
    found = _opt_in("pilot success", "always")
    assert found.paid("opt_in.pay", payer="a") == pytest.approx([0, 7, 0, 0])
    assert found.paid("cost_share", payer="a") == pytest.approx([0, 0.50 * 20, 0, 0])
    assert found.paid("profit_share") == pytest.approx([0, 0, 45, 90])
    assert found.structure.headline == 0, "the price of an opt-in is not in the headline"


def test_an_opt_in_inside_a_period_raises_the_shares_of_its_second_part() -> None:
    found = _opt_in("approval + 6 months", "always")
    assert found.paid("profit_share") == pytest.approx([0, 0, (0.20 + 0.45) / 2 * 100, 0.45 * 200])


def test_an_opt_in_that_is_not_taken_changes_nothing() -> None:
    found = _opt_in("pilot success", "never")
    assert found.paid("opt_in.pay", payer="a") == [0, 0, 0, 0]
    assert found.paid("profit_share") == pytest.approx([0, 0, 20, 40])


def test_whoever_opts_out_trades_its_shares_for_payments_of_the_lead() -> None:
    then = "then: {upfront: 3, milestones: {launch: {pay: 4, at: first sale}, late: {pay: 5, when: {annual_net_sales: 200}}}, royalty: {rate: 10%}}"
    found = deal(f"{SHARED}, {SHARES}, payments: {{milestones: {{done: {{pay: 6, at: approval}}}}}}, "
                 f"opt_out: {{party: a, at: pilot success, take: always, {then}}}", years=4, **FACTS)  # fmt: skip
    assert found.paid("cost_share", payer="a") == pytest.approx([3, 0, 0, 0])
    assert found.paid("profit_share") == [0, 0, 0, 0]
    assert found.paid("opt_out.then.upfront") == pytest.approx([0, 3, 0, 0])
    assert found.paid("opt_out.then.milestones.launch") == pytest.approx([0, 0, 4, 0])
    assert found.paid("opt_out.then.milestones.late") == pytest.approx([0, 0, 0, 5])
    assert found.paid("opt_out.then.royalty") == pytest.approx([0, 0, 10, 20])
    assert found.paid("payments.milestones.done") == pytest.approx([0, 0, 6, 0]), "the other payments go on"
    assert found.structure.headline == 6


def test_an_opt_out_inside_a_period_leaves_the_shares_of_its_first_part() -> None:
    found = deal(f"{SHARED}, {SHARES}, opt_out: {{party: a, at: approval + 3 months, take: always, "
                 "then: {royalty: {rate: 10%}}}", years=4, **FACTS)  # fmt: skip
    assert found.paid("profit_share") == pytest.approx([0, 0, 0.40 * 100 * 3 / 12, 0])
    assert found.paid("opt_out.then.royalty") == pytest.approx([0, 0, 0.10 * 100 * 9 / 12, 20])


def test_development_costs_name_who_pays_suppliers_under_a_licence() -> None:
    licence = "kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide}"
    found = deal(f"{licence}, development_costs: {{a: 25%, b: 75%}}", years=4, **FACTS)
    assert found.npv("a") == pytest.approx(-0.25 * 30)
    assert found.npv("b") == pytest.approx(-0.75 * 30 + 300)


LEAVING = "{royalty: {rate: 10%, minimum: {amount: 12 per year, from: effective}, buy_out: {price: 7, at: 2029-01-01, take: always}}}"
"""What the lead owes a party that leaves: a royalty with a minimum from a date, bought out in the fourth year."""


def _leaves(take: str) -> Worked:
    return deal(f"{SHARED}, {SHARES}, opt_out: {{party: a, at: 2028-07-01, take: {take}, then: {LEAVING}}}", years=4, **FACTS)  # fmt: skip


def test_whoever_never_leaves_is_owed_no_minimum_and_bought_out_of_nothing() -> None:
    found = _leaves("never")
    for path in ("royalty", "royalty.minimum", "royalty.buy_out"):
        assert found.paid(f"opt_out.then.{path}") == [0, 0, 0, 0]
    assert found.npv("a") == pytest.approx(-9 + 0.40 * 300)


def test_whoever_leaves_is_owed_a_minimum_from_then_on_until_the_lead_buys_it_out() -> None:
    found = _leaves("always")
    royalty = 0.10 * 100 / 2
    assert found.paid("opt_out.then.royalty") == pytest.approx([0, 0, royalty, 0])
    assert found.paid("opt_out.then.royalty.minimum") == pytest.approx([0, 0, 12 / 2 - royalty, 0])
    assert found.paid("opt_out.then.royalty.buy_out") == pytest.approx([0, 0, 0, 7])


LATE = "late: {kind: licence, licensee: b, effective: pilot success, grant: {exclusivity: exclusive, territory: US}}"
EARLY = "early: {kind: licence, licensee: c, grant: {exclusivity: exclusive, territory: JP}}"


@pytest.mark.parametrize("parts", [f"{LATE}, {EARLY}", f"{EARLY}, {LATE}"])
def test_in_a_package_each_bears_development_from_its_own_agreement_on_whichever_is_written_first(
    parts: str,
) -> None:
    """The pilot of 10 runs while b's licence is pending: its half is a's, who runs it; of the trial of 20 b bears its own."""
    found = deal(
        f"kind: package, developer: a, parts: {{{parts}}}, development_costs: {{b: 50%, c: 50%}}", years=4, assets=TWO_PHASES,
        parties="{a: {discount_rate: 0%}, b: {discount_rate: 0%}, c: {discount_rate: 0%}}",
        markets="{us: {territory: US, sales: {by_year: [0]}}, jp: {territory: JP, sales: {by_year: [0]}}}",
    )  # fmt: skip
    assert [found.npv(party) for party in "abc"] == pytest.approx([-5, -10, -5 - 10])


def test_profit_is_shared_in_one_territory_and_a_royalty_paid_in_another() -> None:
    parts = (
        f"home: {{kind: collaboration, partner: b, lead: b, grant: {{territory: US}}, {SHARES}}}, "
        "away: {kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: JP}, payments: {royalty: {rate: 15%}}}"
    )
    found = deal(
        f"kind: package, developer: b, parts: {{{parts}}}",
        assets="{x: {development: {trial: {duration: 1 years, cost: 20, success: 100%}}}}",
        markets="{us: {territory: US, launch: approval, sales: {by_year: [100, 200]}, costs: {goods: 25%}},"
        " jp: {territory: JP, launch: approval, sales: {by_year: [50, 60]}}}",
    )  # fmt: skip
    assert found.paid("parts.home.cost_share", payer="a") == pytest.approx([0.30 * 20, 0, 0])
    assert found.paid("parts.home.profit_share") == pytest.approx([0, 0.40 * 75, 0.40 * 150])
    assert found.paid("parts.away.payments.royalty") == pytest.approx([0, 0.15 * 50, 0.15 * 60])
    assert found.npv("a") == pytest.approx(-6 + 90 + 16.5)
    assert found.npv("b") == pytest.approx(-14 + 0.60 * 225 + 0.85 * 110)
