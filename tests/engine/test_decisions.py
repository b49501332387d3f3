"""Rights to decide on deals worked by hand: two branches that show before the decision, one of which is worth taking."""

from __future__ import annotations

import pytest

from tests.engine.worked import LICENCE, SALE, SHARED, Worked, deal, sales

HIGH, LOW = 0.6, 0.4
"""The chances of the two branches."""


def _level(high: str, low: str, known: str) -> str:
    return f"{{discrete: [{{value: {high}, chance: 60%}}, {{value: {low}, chance: 40%}}], known: {known}}}"


def _parties(b: str, a: str = "") -> str:
    return f"{{a: {{discount_rate: 0%{a}}}, b: {{discount_rate: 0%, capability: {{sales: {b}}}}}}}"


TRIAL = "{x: {development: {trial: {duration: 1 years, cost: 10, success: 50%}}}}"


def _option(take: str, exercise: float = 30) -> Worked:
    """b may take the licence once the owner's trial has succeeded and shown how well b would sell."""
    return deal(
        f"{LICENCE}, developer: a, option: {{holder: b, at: trial success, fee: 2, exercise: {exercise}, take: {take}}}, "
        "payments: {royalty: {rate: 10%}}",
        assets=TRIAL, markets=sales(100, launch="approval"),
        parties=_parties(_level("100%", "20%", "trial success"), ", capability: {sales: 50%}"),
    )  # fmt: skip


def test_an_option_is_taken_where_its_holder_gains() -> None:
    found = _option("if_worth_more")
    if_high, if_low = 90 - 30, 18 - 30
    assert if_high > 0 > if_low
    assert found.npv("b") == pytest.approx(-2 + 0.5 * HIGH * if_high)
    assert found.npv("a") == pytest.approx(2 - 10 + 0.5 * (HIGH * (30 + 10) + LOW * 50)), (
        "where it is not taken, a sells half"
    )
    assert found.paid("option.exercise") == pytest.approx([0, 0.5 * HIGH * 30, 0])


def test_the_result_says_when_a_right_comes_up_how_often_it_is_taken_and_what_it_is_worth() -> None:
    decision = _option("if_worth_more").decision
    assert (str(decision.path), decision.holder) == ("structures.deal.option", "b")
    assert decision.at is not None
    assert decision.at.isoformat() == "2027-01-01"
    assert decision.chance == pytest.approx(0.5 * HIGH)
    assert decision.worth["b"] == pytest.approx(0.5 * HIGH * (90 - 30))
    assert decision.worth["a"] == pytest.approx(0.5 * HIGH * (30 + 10 - 50))


def test_an_option_always_or_never_taken_asks_nobody() -> None:
    always, never = _option("always"), _option("never")
    assert always.npv("b") == pytest.approx(-2 + 0.5 * (HIGH * 60 + LOW * -12))
    assert never.npv("b") == pytest.approx(-2)
    assert always.structure.decisions == never.structure.decisions == ()


def test_a_tie_is_not_taken() -> None:
    found = _option("if_worth_more", exercise=90)
    assert found.decision.chance == 0
    assert found.npv("b") == pytest.approx(-2)


def test_a_royalty_is_bought_out_where_what_is_left_of_it_costs_more() -> None:
    found = deal(
        f"{LICENCE}, payments: {{royalty: {{rate: 10%, buy_out: {{price: 25, at: first sale + 1 years, take: if_worth_more}}}}}}",
        parties=_parties(_level("100%", "20%", "first sale")),
    )
    left_high, left_low = 20 + 30, 4 + 6
    assert left_high > 25 > left_low
    assert found.npv("a") == pytest.approx(HIGH * (10 + 25) + LOW * (2 + left_low))
    assert found.decision.chance == pytest.approx(HIGH)
    assert found.decision.worth["b"] == pytest.approx(HIGH * (left_high - 25))
    assert found.decision.worth["a"] == pytest.approx(-HIGH * (left_high - 25))


PHASES = "{x: {development: {pilot: {duration: 1 years, cost: 10, success: 100%}, trial: {duration: 1 years, cost: 100, success: 100%%s}}}}"
SHOWN = sales(_level("400", "100", "pilot success"), launch="approval")


def _shared(more: str) -> Worked:
    return deal(f"{SHARED}, {more}", years=4, assets=PHASES.replace("%s", ""), markets=SHOWN)


def test_a_party_opts_out_where_the_royalty_is_worth_more_than_its_shares() -> None:
    found = _shared("cost_share: {a: 50%, b: 50%}, profit_share: {a: 50%, b: 50%}, "
                    "opt_out: {party: a, at: pilot success, take: if_worth_more, then: {royalty: {rate: 10%}}}")  # fmt: skip
    stays = {400: -50 + 0.5 * 400, 100: -50 + 0.5 * 100}
    leaves = {400: 0.10 * 400, 100: 0.10 * 100}
    assert stays[400] > leaves[400]
    assert leaves[100] > stays[100]
    assert found.npv("a") == pytest.approx(-5 + HIGH * stays[400] + LOW * leaves[100])
    assert found.npv("b") == pytest.approx(-5 + HIGH * (-50 + 200) + LOW * (-100 + 100 - 10))
    assert found.decision.chance == pytest.approx(LOW)
    assert found.decision.worth["a"] == pytest.approx(LOW * (leaves[100] - stays[100]))


def test_a_party_opts_in_where_the_larger_share_is_worth_its_price() -> None:
    found = _shared("cost_share: {a: 0%, b: 100%}, profit_share: {a: 10%, b: 90%}, opt_in: {party: a, at: pilot success, "
                    "take: if_worth_more, pay: 60, profit_share: {a: 50%, b: 50%}}")  # fmt: skip
    gain = {400: (0.5 - 0.1) * 400 - 60, 100: (0.5 - 0.1) * 100 - 60}
    assert gain[400] > 0 > gain[100]
    assert found.npv("a") == pytest.approx(HIGH * (0.5 * 400 - 60) + LOW * 0.1 * 100)
    assert found.decision.chance == pytest.approx(HIGH)
    assert found.decision.worth["a"] == pytest.approx(HIGH * gain[400])


def _continues(more: str = "", take: str = "if_worth_more", royalty: str = "10%") -> Worked:
    """The licensee decides on a trial of 100 once it knows whether 400 or 100 can be sold."""
    return deal(
        f"{LICENCE}, payments: {{royalty: {{rate: {royalty}}}}}{more}", years=4,
        assets=PHASES.replace("%s", f", continue: {take}"), markets=SHOWN,
    )  # fmt: skip


def test_a_licensee_stops_a_phase_that_is_not_worth_its_cost() -> None:
    found = _continues()
    goes_on = {400: 0.9 * 400 - 100, 100: 0.9 * 100 - 100}
    assert goes_on[400] > 0 > goes_on[100]
    assert found.npv("b") == pytest.approx(-10 + HIGH * goes_on[400])
    assert found.npv("a") == pytest.approx(HIGH * 40)
    assert [state[1:] for state in found.states] == [("abandoned", LOW, "2027-01-01")]
    assert str(found.decision.path) == "assets.x.development.trial.continue"
    assert found.decision.worth["b"] == pytest.approx(-LOW * goes_on[100])
    assert found.decision.worth["a"] == pytest.approx(-LOW * 10), "always going on would have paid it royalty"


def test_one_phase_and_two_branches_are_exact() -> None:
    """A trial of 30 that succeeds with 75%, then 200 or 40 to be sold less 25% royalty, known at the start: of 200 the
    licensee expects 112.5 - 30 and goes on, of 40 it expects 22.5 - 30 and stops.
    """
    found = deal(
        f"{LICENCE}, payments: {{royalty: {{rate: 25%}}}}",
        assets="{x: {development: {trial: {duration: 1 years, cost: 30, success: 75%, continue: if_worth_more}}}}",
        markets=sales(_level("200", "40", "effective"), launch="approval"),
    )  # fmt: skip
    assert found.npv("b") == pytest.approx(0.6 * (0.75 * 0.75 * 200 - 30), rel=1e-12)
    assert found.npv("a") == pytest.approx(0.6 * 0.75 * 0.25 * 200, rel=1e-12)
    assert found.decision.chance == pytest.approx(0.6, rel=1e-12)
    assert found.decision.worth == pytest.approx({"b": 0.4 * (30 - 0.75 * 0.75 * 40), "a": -0.4 * 0.75 * 0.25 * 40}, rel=1e-12)  # fmt: skip


def test_a_higher_royalty_makes_the_licensee_stop_more_often() -> None:
    worth = {rate: _continues(royalty=rate).npv("a") for rate in ("0%", "70%", "75%", "80%")}
    assert worth["70%"] == pytest.approx(HIGH * 0.70 * 400), "400 x 30% = 120 still covers the trial"
    assert worth["75%"] == worth["80%"] == pytest.approx(0), (
        "400 x 25% = 100 is a tie, and a tie is not taken"
    )


def test_a_buyer_that_stops_a_phase_keeps_what_it_bought_and_owes_what_it_promised() -> None:
    found = deal(
        f"{SALE}, payments: {{instalments: {{later: {{pay: 7, at: 2028-06-01}}}}, royalty: {{rate: 10%}}}}", years=4,
        assets=PHASES.replace("%s", ", continue: if_worth_more"), markets=SHOWN,
    )  # fmt: skip
    assert found.npv("b") == pytest.approx(-10 - 7 + HIGH * (0.9 * 400 - 100))
    assert found.npv("a") == pytest.approx(7 + HIGH * 0.1 * 400)
    assert found.states == []


def test_a_licensee_that_does_not_develop_abandons_nothing_when_another_stops() -> None:
    parts = (
        "one: {kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: US}}, "
        "two: {kind: licence, licensee: c, grant: {exclusivity: exclusive, territory: JP}, payments: {instalments: {later: {pay: 5, at: 2028-06-01}}}}"
    )
    level = _level("400", "100", "pilot success")
    found = deal(
        f"kind: package, developer: b, parts: {{{parts}}}", years=4, assets=PHASES.replace("%s", ", continue: if_worth_more"),
        parties="{a: {discount_rate: 0%}, b: {discount_rate: 0%}, c: {discount_rate: 0%}}",
        markets=f"{{us: {{territory: US, launch: approval, sales: {{by_year: [{level}]}}}}, jp: {{territory: JP, launch: approval, sales: {{by_year: [0]}}}}}}",
    )  # fmt: skip
    assert [found.npv(party) for party in "abc"] == pytest.approx([5, -10 + HIGH * (400 - 100), -5])
    assert [(state[1], state[2]) for state in found.states] == [("abandoned", LOW)]


def test_a_date_that_the_stop_would_miss_governs_what_comes_back() -> None:
    date = ", diligence: {start: {achieve: trial start, by: 2027-06-30, remedy: revert, recovery: {develop: true, sales: 80%}}}"
    found = _continues(date)
    assert found.npv("b") == pytest.approx(-10 + HIGH * (0.9 * 400 - 100))
    assert found.npv("a") == pytest.approx(HIGH * 40 + LOW * (0.8 * 100 - 100)), (
        "a goes on, at a loss, as it is said to"
    )
    assert found.states == [("diligence.start", "abandoned", LOW, "2027-01-01")]


def test_an_extension_is_paid_once_by_a_licensee_that_may_stop() -> None:
    """The trial would be done half a year after its date: one extension where it goes on, none where it stops before."""
    date = ", diligence: {done: {achieve: trial success, by: 2027-06-30, extension: {fee: 3, extend: 1 years}, remedy: terminate}}"
    found = _continues(date)
    assert found.paid("diligence.done.extension") == pytest.approx([0, HIGH * 3, 0, 0])
    assert found.npv("b") == pytest.approx(-10 + HIGH * (0.9 * 400 - 100 - 3))


def test_a_date_that_sales_would_come_too_late_for_governs_what_comes_back_too() -> None:
    """Sales begin in 2028 whatever becomes of the trial, after their date: stopping it now, b is caught by that date."""
    date = ", diligence: {sold: {achieve: first sale, by: 2027-12-01, remedy: revert, recovery: {cost: 4, sales: 50%}}}"
    found = deal(
        f"{LICENCE}, payments: {{}}{date}", years=4,
        assets="{x: {development: {trial: {duration: 1 years, cost: 300, success: 100%, continue: if_worth_more}}}}",
        markets=sales(100, launch="2028-01-01"),
    )  # fmt: skip
    assert found.states == [("diligence.sold", "abandoned", 1, "2026-01-01")]
    assert found.npv("a") == pytest.approx(0.5 * 100 - 4)


def test_whoever_has_left_is_not_asked_to_go_on() -> None:
    """Notice on the first day: the licensor steps in, so that a trial not worth its cost is not the licensee's to stop."""
    found = deal(
        f"{LICENCE}, payments: {{upfront: 11}}, exit: {{chance_per_year: 100%, remedy: step_in}}",
        assets="{x: {development: {trial: {duration: 1 years, cost: 30, success: 100%, continue: if_worth_more}}}}",
        markets=sales(0, launch="approval"),
    )
    assert found.states == [("exit", "stepped_in", 1, "2026-01-01")]
    assert (found.npv("a"), found.npv("b")) == pytest.approx((11, -11))


def test_a_licensor_develops_what_came_back_only_where_that_is_worth_it() -> None:
    date = ", diligence: {start: {achieve: trial start, by: 2026-06-30, remedy: revert, recovery: {develop: if_worth_more, sales: 50%}}}"
    found = deal(
        f"{LICENCE}, payments: {{}}{date}", years=5,
        assets="{x: {development: {pilot: {duration: 1 years, cost: 10, success: 100%}, trial: {duration: 1 years, cost: 100, success: 100%}}}}",
        markets=sales(_level("400", "100", "effective"), launch="approval"),
    )  # fmt: skip
    goes_on = {400: 0.5 * 400 - 100, 100: 0.5 * 100 - 100}
    assert goes_on[400] > 0 > goes_on[100]
    assert found.npv("b") == pytest.approx(-10), "by the time rights come back, with 2027, the pilot is done"
    assert found.npv("a") == pytest.approx(HIGH * goes_on[400])
    assert found.decision.holder == "a"
    assert found.decision.chance == pytest.approx(HIGH)


def test_a_decision_knows_nothing_that_shows_later() -> None:
    found = deal(
        f"{LICENCE}, developer: a, option: {{holder: b, at: trial success, exercise: 30, take: if_worth_more}}, payments: {{royalty: {{rate: 10%}}}}",
        assets=TRIAL, markets=sales(100, launch="approval + 1 months"),
        parties=_parties(_level("100%", "20%", "first sale")),
    )  # fmt: skip
    expected = HIGH * 90 + LOW * 18 - 30
    assert expected > 0
    assert found.decision.chance == pytest.approx(0.5), "taken whatever will show, since on average it pays"


def test_each_holder_counts_at_its_own_rate() -> None:
    def taken(rate: str) -> float:
        return deal(
            f"{LICENCE}, option: {{holder: b, at: effective, exercise: 450, take: if_worth_more}}, payments: {{}}",
            parties=f"{{a: {{discount_rate: 0%}}, b: {{discount_rate: {rate}}}}}",
        ).decision.chance

    assert 100 + 200 / 1.1 + 300 / 1.21 > 450 > 100 + 200 / 1.3 + 300 / 1.3**2
    assert (taken("10%"), taken("30%")) == (1, 0)


def test_decisions_are_solved_backwards() -> None:
    """At the option b counts on stopping the trial where it will not pay: 60% x (400 - 100) covers 150, while going
    on in either case would not: 60% x 400 + 40% x 10 - 100 = 144.
    """
    found = deal(
        f"{LICENCE}, option: {{holder: b, at: pilot start, exercise: 150, take: if_worth_more}}, payments: {{}}", years=4,
        assets="{x: {development: {pilot: {duration: 1 years, cost: 0, success: 100%}, "
        "trial: {duration: 1 years, cost: 100, success: 100%, continue: if_worth_more}}}}",
        markets=sales(_level("400", "10", "pilot success"), launch="approval"),
    )  # fmt: skip
    assert found.npv("b") == pytest.approx(HIGH * (400 - 100) - 150)
    assert len(found.structure.decisions) >= 2
