"""Rights as states: exclusivity, diligence met, missed and cured, each remedy and what the licensor makes of it."""

from __future__ import annotations

import pytest

from tests.engine.worked import SHARED, Worked, deal, licence, sales

FOUR = sales(100, 100, 100, 100)
SALES, ROYALTY = "markets.world.sales", "payments.royalty"


def granted(kind: str, more: str = "", **top: str) -> Worked:
    """A licence of some exclusivity at a royalty of 10%, sales of 100 in each of four years."""
    grant = f"{{exclusivity: {kind}, territory: worldwide{more and ', ' + more}}}"
    terms = f"kind: licence, licensee: b, grant: {grant}, payments: {{royalty: {{rate: 10%}}}}"
    return deal(terms, years=4, **{"markets": FOUR, **top})


def poor(remedy: str, recovery: str = "", **top: str) -> Worked:
    """A licensee that sells 100 a year where 150 are asked for: the remedy comes with the second year."""
    trigger = f"{{when: {{annual_net_sales_below: 150}}, remedy: {remedy}, recovery: {{{recovery}}}}}"
    terms = "royalty: {rate: 10%}, milestones: {late: {pay: 9, at: 2028-06-01}}"
    return licence(terms, f"step_in: {{poor: {trigger}}}", years=4, **{"markets": FOUR, **top})


def late(
    remedy: str, recovery: str = "", *, by: str = "2026-12-31", cure: str = "0 days", **top: str
) -> Worked:
    """A trial of two years at 20 that is to be over by a date, then sales of 100 a year."""
    clause = f"{{achieve: trial success, by: {by}, cure: {cure}, remedy: {remedy}, recovery: {{{recovery}}}}}"
    assets = "{x: {development: {trial: {duration: 2 years, cost: 20, success: 100%}}}}"
    usual = {"assets": assets, "markets": sales(100, 100, launch="approval")}
    return licence("upfront: 5", f"diligence: {{trial_done: {clause}}}", years=5, **{**usual, **top})


# exclusivity


def test_an_exclusive_licensee_sells_alone() -> None:
    found = granted("exclusive")
    assert found.paid(SALES, payer="customers", payee="b") == [100] * 4
    assert found.paid(SALES, payer="customers", payee="a") == [0] * 4


@pytest.mark.parametrize("kind", ["sole", "co_exclusive", "non_exclusive"])
def test_beside_others_the_licensor_sells_the_rest(kind: str) -> None:
    found = granted(kind, "share: 70%")
    assert found.paid(SALES, payer="customers", payee="b") == pytest.approx([70] * 4)
    assert found.paid(SALES, payer="customers", payee="a") == pytest.approx([30] * 4)
    assert found.paid(ROYALTY) == pytest.approx([0.10 * 70] * 4)


def test_a_sole_licensee_makes_all_sales_unless_it_says_otherwise() -> None:
    assert granted("sole").paid(SALES, payer="customers", payee="b") == [100] * 4


def test_each_seller_of_a_shared_cell_pays_its_share_of_fixed_costs_and_launch() -> None:
    found = granted(
        "co_exclusive", "share: 70%", markets=sales(100, 100, costs="{fixed: 10 per year, launch: 20}")
    )
    assert found.paid("markets.world.costs.fixed", payer="b") == pytest.approx([7] * 4)
    assert found.paid("markets.world.costs.launch", payer="a") == pytest.approx([0.3 * 20, 0, 0, 0])


def test_after_the_grant_the_rights_are_back_and_the_royalty_has_ended() -> None:
    found = granted("exclusive", "until: 2028-01-01")
    assert found.paid(SALES, payer="customers", payee="a") == [0, 0, 100, 100]
    assert found.paid(ROYALTY) == [10, 10, 0, 0]
    assert found.states == [("grant.until", "expired", 1.0, "2028-01-01")]


def test_what_nobody_licenses_any_more_idles_where_the_owner_idles() -> None:
    terms = "kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide, until: 2028-01-01}, retained: idle"
    assert deal(terms, years=4, markets=FOUR).npv("a") == 0


# later effective


def test_a_licence_from_a_later_date_leaves_the_first_years_to_the_owner() -> None:
    found = licence("upfront: 8, royalty: {rate: 10%}", "effective: 2027-01-01", years=4, markets=FOUR)
    assert found.paid(SALES, payer="customers", payee="a") == [100, 0, 0, 0]
    assert found.paid("payments.upfront") == [0, 8, 0, 0]
    assert found.paid(ROYALTY) == [0, 10, 10, 10]
    assert found.states == [("effective", "active", 1.0, "2027-01-01")]


def test_a_licence_from_an_event_pays_only_where_it_comes() -> None:
    assets = "{x: {development: {trial: {duration: 1 years, cost: 10, success: 60%}}}}"
    found = licence(
        "upfront: 8", "effective: trial success", assets=assets, markets=sales(100, launch="approval")
    )
    assert found.npv("a") == pytest.approx(-10 + 0.6 * 8)
    assert found.npv("b") == pytest.approx(0.6 * (100 - 8))
    assert ("effective", "active", 0.6, "2027-01-01") in found.states


def test_an_agreement_whose_asset_failed_before_it_never_becomes_effective() -> None:
    assets = "{x: {development: {trial: {duration: 1 years, success: 60%}}}}"
    found = licence(
        "upfront: 8", "effective: 2028-01-01", assets=assets, markets=sales(100, launch="2028-01-01")
    )
    assert found.npv("a") == pytest.approx(0.6 * 8)
    assert ("", "failed", 0.4, "2027-01-01") in [
        (p.removeprefix("structures.deal"), *rest) for p, *rest in found.states
    ]


# diligence


def test_a_date_that_is_met_changes_nothing() -> None:
    found = late("revert", by="2028-01-01")
    assert found.states == []
    assert found.npv("b") == pytest.approx(-5 - 20 + 200)


def test_a_date_missed_by_less_than_its_cure_is_met() -> None:
    assert late("revert", by="2027-06-30", cure="7 months").states == []


def test_a_missed_date_takes_the_rights_with_the_next_period() -> None:
    found = late("revert", by="2026-06-30", cure="3 months")
    assert found.states == [("diligence.trial_done", "reverted", 1.0, "2027-01-01")]
    assert found.npv("b") == pytest.approx(-5 - 20 / 2)
    assert found.npv("a") == pytest.approx(5)


def test_a_licensor_that_develops_starts_the_phase_again_after_its_delay() -> None:
    found = late("revert", "develop: true, delay: 12 months, sales: 50%, cost: 7")
    assert found.paid("assets.x.development.trial.cost", payer="a") == pytest.approx([0, 0, 10, 10, 0])
    assert found.paid(SALES, payer="customers", payee="a") == pytest.approx([0, 0, 0, 0, 0.5 * 100])
    assert found.paid("diligence.trial_done.recovery.cost", payer="a") == [0, 0, 0, 0, 7]


def test_a_date_is_not_missed_by_failure() -> None:
    assets = "{x: {development: {trial: {duration: 1 years, cost: 20, success: 0%}}}}"
    found = late("revert", "develop: true", by="2027-06-30", assets=assets)
    assert [(after, when) for _, after, _, when in found.states] == [("failed", "2027-01-01")]


def test_termination_leaves_nobody() -> None:
    found = late("terminate", "develop: true")
    assert found.npv("a") == pytest.approx(5)
    assert found.paid(SALES, payer="customers") == [0] * 5


# remedies


def test_reversion_ends_what_is_not_yet_due_and_hands_sales_over() -> None:
    found = poor("revert", "sales: 80%, delay: 12 months, cost: 6")
    assert found.paid(SALES, payer="customers", payee="b") == [100, 0, 0, 0]
    assert found.paid(SALES, payer="customers", payee="a") == pytest.approx([0, 0, 80, 80])
    assert found.paid("payments.milestones.late") == [0, 0, 0, 0]
    assert found.paid("step_in.poor.recovery.cost", payer="a") == [0, 6, 0, 0]
    assert found.npv("a") == pytest.approx(10 - 6 + 80 + 80)


def test_a_reverse_royalty_runs_to_its_cap() -> None:
    found = poor("revert", "reverse_royalty: 10%, reverse_cap: 15")
    assert found.paid("step_in.poor.recovery.reverse_royalty", payer="a") == pytest.approx([0, 10, 5, 0])


def test_a_licensee_made_non_exclusive_keeps_part_and_pays_on_it() -> None:
    found = poor("non_exclusive", "keep: 40%, sales: 90%")
    assert found.paid(SALES, payer="customers", payee="b") == pytest.approx([100, 40, 40, 40])
    assert found.paid(SALES, payer="customers", payee="a") == pytest.approx([0, 0.6 * 90, 0.6 * 90, 0.6 * 90])
    assert found.paid(ROYALTY) == pytest.approx([10, 4, 4, 4])
    assert found.paid("payments.milestones.late") == [0, 0, 9, 0]


def test_a_licensee_keeps_half_unless_it_says_otherwise_and_never_more_than_it_had() -> None:
    assert poor("non_exclusive").paid(SALES, payer="customers", payee="b") == pytest.approx([100, 50, 50, 50])
    trigger = (
        "step_in: {poor: {when: {annual_net_sales_below: 150}, remedy: non_exclusive, recovery: {keep: 60%}}}"
    )
    terms = f"kind: licence, licensee: b, grant: {{exclusivity: sole, territory: worldwide, share: 30%}}, {trigger}"
    found = deal(terms, years=4, markets=FOUR)
    assert found.paid(SALES, payer="customers", payee="b") == pytest.approx([30] * 4)
    assert found.paid(SALES, payer="customers", payee="a") == pytest.approx([70] * 4)


def test_a_step_in_shares_the_profit_once_the_cost_is_recovered() -> None:
    found = poor("step_in", "cost: 130, licensee_share: 25%")
    assert found.paid(SALES, payer="customers", payee="a") == [0, 100, 100, 100]
    assert found.paid("step_in.poor.recovery.licensee_share", payer="a") == pytest.approx(
        [0, 0, 0.25 * (200 - 130), 25]
    )
    assert found.paid(ROYALTY) == [10, 0, 0, 0]
    assert found.paid("payments.milestones.late") == [0, 0, 9, 0]


def test_a_licensor_beside_its_licensee_goes_on_while_the_rest_comes_back() -> None:
    trigger = (
        "{when: {annual_net_sales_below: 150}, remedy: revert, recovery: {delay: 12 months, sales: 50%}}"
    )
    terms = f"kind: licence, licensee: b, grant: {{exclusivity: sole, territory: worldwide, share: 60%}}, step_in: {{poor: {trigger}}}"
    found = deal(terms, years=4, markets=FOUR)
    assert found.paid(SALES, payer="customers", payee="a") == pytest.approx(
        [40, 40, 40 + 0.5 * 60, 40 + 0.5 * 60]
    )


def test_a_lead_whose_partners_rights_end_goes_on_selling() -> None:
    trigger = (
        "step_in: {poor: {when: {annual_net_sales_below: 150}, remedy: revert, recovery: {delay: 12 months}}}"
    )
    terms = f"{SHARED.replace('lead: b', 'lead: a')}, cost_share: {{a: 50%, b: 50%}}, profit_share: {{a: 50%, b: 50%}}, {trigger}"
    found = deal(terms, years=3, markets=FOUR)
    assert found.paid(SALES, payer="customers", payee="a") == [100, 100, 100]
    assert found.paid("profit_share", payer="a") == [50, 0, 0]


def test_a_trigger_acts_only_after_a_year_and_without_a_break() -> None:
    trigger = "step_in: {poor: {when: {annual_net_sales_below: 80, for: 1 years}, remedy: terminate}}"
    assert licence("", trigger, years=4, markets=sales(60, 100, 60, 100)).states == []
    found = licence("", trigger, years=5, markets=sales(100, 60, 60, 60, 60))
    assert found.states == [("step_in.poor", "terminated", 1.0, "2029-01-01")]


def test_within_its_cure_a_licensee_may_recover() -> None:
    trigger = "step_in: {poor: {when: {annual_net_sales_below: 80}, cure: 12 months, remedy: terminate}}"
    assert licence("", trigger, years=4, markets=sales(60, 100, 100, 100)).states == []
    found = licence("", trigger, years=4, markets=sales(60, 60, 100, 100))
    assert found.states == [("step_in.poor", "terminated", 1.0, "2028-01-01")]


def test_at_quarters_two_years_are_nine_ends() -> None:
    trigger = "step_in: {poor: {when: {annual_net_sales_below: 80, for: 2 years}, remedy: terminate}}"
    found = licence("", trigger, years=5, grid="quarter", markets=sales(60, 60, 60, 60, 60))
    assert found.states == [("step_in.poor", "terminated", 1.0, "2029-01-01")]


def test_one_agreement_of_a_package_may_bring_about_what_another_waits_for() -> None:
    parts = (
        "one: {kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: US}},"
        " two: {kind: licence, licensee: c, grant: {exclusivity: exclusive, territory: JP}, effective: trial success, payments: {upfront: 9}}"
    )
    markets = (
        "{us: {territory: US, launch: approval, sales: {by_year: [100]}},"
        " jp: {territory: JP, launch: approval, sales: {by_year: [40]}}}"
    )
    found = deal(
        f"kind: package, parts: {{{parts}}}, developer: b", markets=markets,
        parties="{a: {discount_rate: 0%, capability: {success: 0%}}, b: {discount_rate: 0%}, c: {discount_rate: 0%}}",
        assets="{x: {development: {trial: {duration: 1 years, success: 100%}}}}",
    )  # fmt: skip
    assert found.npv("c") == pytest.approx(40 - 9)


def test_a_licensor_that_launched_its_half_does_not_launch_the_other_half_again() -> None:
    """b never sells: half comes back in 2027, the rest in 2028; the half pays its half of the launch, the rest none."""
    clauses = (
        "diligence: {sold: {achieve: first sale, by: 2026-12-31, remedy: non_exclusive}}, "
        "step_in: {shelf: {when: {shelved: true, for: 1 years}, remedy: revert}}"
    )
    found = licence(
        "royalty: {rate: 10%}", clauses, years=4, parties="{a: {discount_rate: 0%}, b: {discount_rate: 0%, shelving: 100%}}",
        markets=sales(100, 100, 100, costs="{launch: 8}"),
    )  # fmt: skip
    assert [(after, when) for _, after, _, when in found.states] == [
        ("non_exclusive", "2027-01-01"),
        ("reverted", "2028-01-01"),
    ]
    assert found.paid(SALES, payer="customers", payee="a") == pytest.approx([0, 50, 100, 100])
    assert found.paid("markets.world.costs.launch", payer="a") == pytest.approx([0, 4, 0, 0])
