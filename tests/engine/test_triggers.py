"""What ends or narrows a licence: dates with extensions, triggers on sales, spend and shelving, exits, expiry."""

from __future__ import annotations

import pytest

from tests.engine.worked import LICENCE, SALE, deal, licence, sales

TRIAL = "{x: {development: {trial: {duration: 2 years, cost: 40, success: 100%}}}}"
LAUNCH = sales(100, 100, launch="approval")


def _dated(extension: str, cure: str = "0 months") -> str:
    return (
        f"diligence: {{done: {{achieve: trial success, by: 2027-01-01, cure: {cure}, {extension}remedy: revert, "
        "recovery: {develop: false}}}"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("extend", "times", "cure", "fees"),
    [
        ("6 months", 2, "0 months", [0, 3 + 3, 0, 0]),
        ("6 months", 3, "0 months", [0, 3 + 3, 0, 0]),
        ("1 years", 2, "0 months", [0, 3, 0, 0]),
        ("6 months", 2, "6 months", [0, 3, 0, 0]),
        ("6 months", 2, "1 years", [0, 0, 0, 0]),
    ],
)
def test_as_many_extensions_are_paid_as_save_the_licence_each_at_the_old_date(
    extend: str, times: int, cure: str, fees: list[float]
) -> None:
    extension = f"extension: {{fee: 3, extend: {extend}, times: {times}}}, "
    found = licence("royalty: {rate: 10%}", _dated(extension, cure), years=4, assets=TRIAL, markets=LAUNCH)
    assert found.paid("diligence.done.extension") == pytest.approx(fees)
    assert found.states == []
    assert found.npv("a") == pytest.approx(20 + sum(fees))
    assert found.structure.headline == 0, "fees of extensions are not in the headline"


def test_an_extension_that_cannot_save_the_licence_is_not_paid() -> None:
    found = licence(
        "royalty: {rate: 10%}",
        _dated("extension: {fee: 3, extend: 6 months, times: 1}, "),
        years=4,
        assets=TRIAL,
        markets=LAUNCH,
    )
    assert found.paid("diligence.done.extension") == [0, 0, 0, 0]
    assert found.states == [("diligence.done", "reverted", 1, "2027-01-01")]
    assert found.npv("b") == pytest.approx(-20), "the spend of the running phase stops at the transition"


@pytest.mark.parametrize("remedy", ["revert", "step_in", "terminate"])
@pytest.mark.parametrize(("develop", "own"), [("true", -40 + 200), ("false", 0)])
def test_an_extension_stays_paid_and_the_date_kept_where_the_licensor_acts_later(
    remedy: str, develop: str, own: float
) -> None:
    """20 a year is below 30 from the end of 2026 on, half a year later the trial, due by the end of 2027, is taken over."""
    extension = _dated("extension: {fee: 3, extend: 1 years}, ")
    slow = f"when: {{development_spend_below: 30, for: 6 months}}, remedy: {remedy}, recovery: {{develop: {develop}}}"
    found = licence(
        "", f"{extension}, step_in: {{slow: {{{slow}}}}}", years=6, grid="quarter", assets=TRIAL, markets=LAUNCH
    )  # fmt: skip
    assert [(clause, when) for clause, _, _, when in found.states] == [("step_in.slow", "2027-07-01")]
    assert found.paid("diligence.done.extension") == [0, 3, 0, 0, 0, 0]
    assert found.npv("a") == pytest.approx(3 + (0 if remedy == "terminate" else own))


def test_a_step_in_before_the_old_date_leaves_no_extension_to_pay() -> None:
    """The licensor, which steps in in July 2027, runs a new trial until July 2029, within the second extension."""
    date = "diligence: {done: {achieve: trial success, by: 2027-12-01, extension: {fee: 3, extend: 2 years, times: 2}, remedy: revert}}"
    slow = "step_in: {slow: {when: {development_spend_below: 30, for: 6 months}, remedy: step_in, recovery: {develop: true}}}"
    found = licence("", f"{date}, {slow}", years=6, grid="quarter", assets=TRIAL, markets=LAUNCH)
    assert [after for _, after, _, _ in found.states] == ["stepped_in"]
    assert found.paid("diligence.done.extension") == [0, 0, 0, 0, 0, 0]


def test_spend_too_low_for_too_long_returns_the_rights() -> None:
    step_in = "step_in: {slow: {when: {development_spend_below: 30, for: 1 years}, remedy: revert, recovery: {develop: true, delay: 6 months}}}"
    asset = "{x: {development: {trial: {duration: 4 years, cost: 80, success: 100%}}}}"
    found = licence("", step_in, years=8, assets=asset, markets=LAUNCH)
    assert found.states == [("step_in.slow", "reverted", 1, "2028-01-01")], (
        "20 a year: low at the ends of 2026 and 2027"
    )
    assert found.paid("assets.x.development.trial.cost") == pytest.approx([20, 20, 0, 0, 0, 0, 0, 0])
    assert found.paid("assets.x.development.trial.cost", payer="a") == pytest.approx(
        [0, 0, 10, 20, 20, 20, 10, 0]
    )


def test_spend_is_not_asked_for_once_there_is_nothing_left_to_spend_on() -> None:
    step_in = "step_in: {slow: {when: {development_spend_below: 30, for: 1 years}, remedy: revert}}"
    found = licence(
        "",
        step_in,
        years=6,
        assets="{x: {development: {trial: {duration: 1 years, cost: 30, success: 100%}}}}",
        markets=LAUNCH,
    )
    assert found.states == []


def test_a_shelved_asset_comes_back_after_its_time_and_cure() -> None:
    step_in = "step_in: {shelf: {when: {shelved: true, for: 6 months}, cure: 6 months, remedy: revert}}"
    parties = "{a: {discount_rate: 0%, capability: {sales: 50%}}, b: {discount_rate: 0%, shelving: 20%}}"
    found = licence(
        "royalty: {rate: 10%}", step_in, years=4, parties=parties, markets=sales(100, 100, 100, 100)
    )
    assert found.states == [("step_in.shelf", "reverted", 0.2, "2028-01-01")], (
        "a year from 2026, then a year more"
    )
    assert found.npv("a") == pytest.approx(0.8 * 40 + 0.2 * 2 * 50)


WEAK = "{a: {discount_rate: 0%, capability: {sales: 50%}}, b: {discount_rate: 0%, capability: {sales: 30%}}}"
SIX = sales(100, 100, 100, 100, 100, 100)


def test_several_triggers_act_one_after_another_each_once() -> None:
    step_in = (
        "step_in: {slow: {when: {annual_net_sales_below: 40, for: 1 years}, remedy: non_exclusive, recovery: {keep: 10%}}, "
        "dead: {when: {annual_net_sales_below: 20, for: 1 years}, remedy: revert}}"
    )
    found = licence("royalty: {rate: 10%}", step_in, years=6, parties=WEAK, markets=SIX)
    assert found.states == [
        ("step_in.slow", "non_exclusive", 1, "2028-01-01"),
        ("step_in.dead", "reverted", 1, "2030-01-01"),
    ]
    kept, rest = 0.10 * 30, (1 - 0.10) * 50
    assert found.paid("payments.royalty") == pytest.approx([3, 3, 0.10 * kept, 0.10 * kept, 0, 0])
    assert found.paid("markets.world.sales", payer="customers", payee="a") == pytest.approx(
        [0, 0, rest, rest, 50, 50]
    )


def test_of_two_triggers_in_one_period_the_first_that_ends_the_agreement_wins() -> None:
    low = "when: {annual_net_sales_below: 40, for: 1 years}"
    step_in = f"step_in: {{ends: {{{low}, remedy: terminate}}, returns: {{{low}, remedy: revert}}}}"
    found = licence("royalty: {rate: 10%}", step_in, years=6, parties=WEAK, markets=SIX)
    assert found.states == [("step_in.ends", "terminated", 1, "2028-01-01")]
    assert found.npv("a") == pytest.approx(6)


def test_a_step_in_suspends_fees_and_minimum_and_leaves_the_agreement_alive() -> None:
    step_in = "step_in: {weak: {when: {annual_net_sales_below: 40, for: 1 years}, remedy: step_in}}"
    found = licence("fees: {upkeep: {pay: 2, every: 1 years}}, instalments: {late: {pay: 9, at: 2029-06-01}}, "
                    "royalty: {rate: 10%, minimum: {amount: 4 per year}}", step_in, years=6, parties=WEAK, markets=SIX)  # fmt: skip
    assert found.states == [("step_in.weak", "stepped_in", 1, "2028-01-01")]
    assert found.paid("payments.fees.upkeep") == pytest.approx([2, 2, 0, 0, 0, 0])
    assert found.paid("payments.royalty") == pytest.approx([3, 3, 0, 0, 0, 0])
    assert found.paid("payments.royalty.minimum") == pytest.approx([1, 1, 0, 0, 0, 0])
    assert found.paid("payments.instalments.late") == pytest.approx([0, 0, 0, 9, 0, 0])


def test_after_revert_only_what_was_due_before_is_paid() -> None:
    step_in = "step_in: {weak: {when: {annual_net_sales_below: 40, for: 1 years}, remedy: revert}}"
    found = licence(
        "instalments: {early: {pay: 5, at: 2027-12-31}, late: {pay: 9, at: 2028-01-01}}",
        step_in,
        years=6,
        parties=WEAK,
        markets=SIX,
    )
    assert found.paid("payments.instalments.early") == pytest.approx([0, 5, 0, 0, 0, 0])
    assert found.paid("payments.instalments.late") == [0, 0, 0, 0, 0, 0]


EXIT = "exit: {chance_per_year: 50%, from: effective + 1 years, notice: 6 months}"


def test_a_licensee_that_may_walk_away_leaves_after_its_notice() -> None:
    found = licence("royalty: {rate: 10%}", EXIT, years=4, parties="{a: {discount_rate: 0%, capability: {sales: 50%}}, b: {discount_rate: 0%}}",
                    markets=sales(100, 100, 100, 100))  # fmt: skip
    gone_by_2028, gone_by_2029 = 0.5, 0.5 + 0.5 * 0.5
    third = (1 - gone_by_2028) * 10 + gone_by_2028 * 50
    fourth = (1 - gone_by_2029) * 10 + gone_by_2029 * 50
    assert found.npv("a") == pytest.approx(10 + 10 + third + fourth)
    ((path, after, chance, _),) = found.states
    assert (path, after, chance) == ("exit", "reverted", 0.75), (
        "a notice of 2029 would take effect past the horizon"
    )


def test_nobody_gives_notice_of_what_has_failed() -> None:
    found = licence(
        "",
        EXIT,
        years=4,
        assets="{x: {development: {trial: {duration: 6 months, cost: 0, success: 0%}}}}",
        markets=LAUNCH,
    )
    assert [state[1:] for state in found.states] == [("failed", 1, "2027-01-01")]


def test_until_an_agreement_is_effective_the_owner_sells() -> None:
    found = licence("upfront: 5, royalty: {rate: 10%}", "effective: 2027-07-01")
    assert found.paid("markets.world.sales", payer="customers", payee="a") == pytest.approx([100, 200, 0])
    assert found.paid("payments.upfront") == pytest.approx([0, 5, 0])
    assert found.paid("payments.royalty") == pytest.approx([0, 0, 30])
    assert found.states == [("effective", "active", 1, "2028-01-01")]


def test_an_agreement_that_waits_for_an_event_that_never_comes_pays_nothing() -> None:
    asset = "{x: {development: {trial: {duration: 1 years, cost: 8, success: 25%}}}}"
    found = licence(
        "upfront: 20, royalty: {rate: 10%}", "effective: trial success", years=4, assets=asset, markets=LAUNCH
    )
    assert found.npv("a") == pytest.approx(-8 + 0.25 * (20 + 20)), "the owner runs the trial"
    assert found.states[0][1:] == ("active", 0.25, "2027-01-01")


def test_after_the_grants_own_end_the_licensor_sells() -> None:
    found = deal("kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide, until: 2027-01-01}, "
                 "payments: {royalty: {rate: 10%}}")  # fmt: skip
    assert found.npv("a") == pytest.approx(10 + 200 + 300)
    assert found.states == [("grant.until", "expired", 1, "2027-01-01")]


def test_a_sole_licensor_sells_beside_its_licensee() -> None:
    found = deal(
        "kind: licence, licensee: b, grant: {exclusivity: sole, share: 70%, territory: worldwide}, payments: {royalty: {rate: 10%}}"
    )
    assert found.npv("a") == pytest.approx(0.3 * 600 + 0.1 * 0.7 * 600)


# a sale of the rights


def test_a_price_in_parts_with_an_earn_out_on_events_and_sales() -> None:
    found = deal(
        f"{SALE}, payments: {{upfront: 40, instalments: {{second: {{pay: 10, at: 2027-06-30}}}}, "
        "milestones: {proof: {pay: 5, at: first sale + 1 years}, big: {pay: 8, when: {cumulative_net_sales: 300}}}, "
        "royalty: {rate: 4%, until: first sale + 2 years}}"
    )
    assert found.paid("payments.upfront") == pytest.approx([40, 0, 0])
    assert found.paid("payments.instalments.second") == pytest.approx([0, 10, 0])
    assert found.paid("payments.milestones.proof") == pytest.approx([0, 5, 0])
    assert found.paid("payments.milestones.big") == pytest.approx([0, 8, 0])
    assert found.paid("payments.royalty") == pytest.approx([4, 8, 0])
    assert found.structure.headline == 40 + 10 + 5 + 8


def test_a_seller_keeps_selling_its_share_of_what_is_licensed_back() -> None:
    markets = """{us: {territory: US, launch: effective, sales: {by_year: [100, 100, 100]}},
                  kr: {territory: KR, launch: effective, sales: {by_year: [50, 50, 50]}}}"""
    found = deal(
        f"{SALE}, licence_back: {{territory: KR, share: 60%}}, payments: {{royalty: {{rate: 10%}}}}",
        markets=markets,
    )
    assert found.paid("markets.kr.sales", payer="customers", payee="a") == pytest.approx([30, 30, 30])
    assert found.paid("markets.kr.sales", payer="customers", payee="b") == pytest.approx([20, 20, 20])
    assert found.paid("payments.royalty") == pytest.approx([10 + 2] * 3), (
        "none on what the seller sells itself"
    )


def test_rights_that_the_buyer_does_not_use_return() -> None:
    reversion = "reversion: {unused: {when: {annual_net_sales_below: 20, for: 1 years, from: effective}, remedy: revert, recovery: {cost: 6, sales: 80%}}}"
    parties = "{a: {discount_rate: 0%}, b: {discount_rate: 0%, capability: {sales: 10%}}}"
    found = deal(
        f"{SALE}, {reversion}, payments: {{upfront: 30}}",
        years=4,
        parties=parties,
        markets=sales(100, 100, 100, 100),
    )
    assert found.states == [("reversion.unused", "reverted", 1, "2028-01-01")]
    assert found.npv("a") == pytest.approx(30 - 6 + 2 * 80)
    assert found.npv("b") == pytest.approx(-30 + 2 * 10)


def test_overheads_end_where_every_cell_is_sold_and_resume_when_rights_return() -> None:
    reversion = "reversion: {unused: {when: {annual_net_sales_below: 20, for: 1 years, from: effective}, remedy: revert}}"
    parties = "{a: {discount_rate: 0%}, b: {discount_rate: 0%, capability: {sales: 10%}}}"
    found = deal(
        f"{SALE}, {reversion}, overheads: 2 per year, payments: {{}}",
        years=4,
        parties=parties,
        markets=sales(100, 100, 100, 100),
    )
    assert found.paid("overheads", payer="a") == pytest.approx([0, 0, 2, 2])
    kept = deal(f"{LICENCE}, overheads: 2 per year, payments: {{}}")
    assert kept.paid("overheads", payer="a") == pytest.approx([2, 2, 2])


def test_whoever_has_stepped_in_has_it_all_and_shares_no_more_for_a_later_trigger() -> None:
    low = "when: {annual_net_sales_below: 40, for: %s}"
    step_in = (
        f"step_in: {{first: {{{low % '1 years'}, remedy: step_in, recovery: {{licensee_share: 20%}}}}, "
        f"second: {{{low % '2 years'}, remedy: non_exclusive, recovery: {{keep: 10%}}}}}}"
    )
    found = licence("royalty: {rate: 10%}", step_in, years=6, parties=WEAK, markets=SIX)
    assert found.states == [("step_in.first", "stepped_in", 1, "2028-01-01")]
    assert found.paid("markets.world.sales", payer="customers", payee="a") == pytest.approx(
        [0, 0, 50, 50, 50, 50]
    )
    assert found.npv("b") == pytest.approx(2 * 0.90 * 30 + 4 * 0.20 * 50)


def test_after_a_step_in_the_licensee_misses_no_date() -> None:
    """Nothing is spent on a trial of two years: the licensor steps in after one, and starts it again."""
    clauses = (
        "diligence: {done: {achieve: trial success, by: 2027-06-30, remedy: terminate}}, "
        "step_in: {idle: {when: {development_spend_below: 5, for: 0 years}, remedy: step_in, recovery: {develop: true, licensee_share: 10%}}}"
    )
    found = licence(
        "", clauses, years=4, assets="{x: {development: {trial: {duration: 2 years, cost: 0, success: 100%}}}}",
        markets=sales(100, launch="approval"),
    )  # fmt: skip
    assert found.states == [("step_in.idle", "stepped_in", 1, "2027-01-01")]
    assert found.npv("b") == pytest.approx(0.10 * 100)
