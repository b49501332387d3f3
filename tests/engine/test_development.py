"""Phases one after another: who runs them, what they cost and when, which ways through there are."""

from __future__ import annotations

import pytest

from tests.engine.worked import LICENCE, SHARED, deal, licence, sales, sheet, valued

KEEP = "kind: retain"
PARTIES = "{a: {discount_rate: 0%}, b: {discount_rate: 0%, capability: {development_time: 2, development_cost: 1.5, success: 50%}}}"


def phase(**keys: object) -> str:
    """An asset with one phase of a year at 60%, or as *keys* have it."""
    terms = {"duration": "1 years", "success": "60%", **keys}
    return f"{{x: {{development: {{trial: {{{', '.join(f'{k}: {v}' for k, v in terms.items())}}}}}}}}}"


def test_a_cost_is_spread_evenly_over_its_phase() -> None:
    found = deal(
        KEEP, grid="quarter", markets=sales(0, launch="approval"), assets=phase(duration="18 months", cost=12)
    )
    assert found.paid("assets.x.development.trial.cost", payer="a") == pytest.approx([12 / 1.5, 12 / 3, 0])


@pytest.mark.parametrize(("spend", "years"), [("start", [12, 0, 0]), ("end", [0, 12, 0])])
def test_a_cost_may_fall_at_the_start_or_the_end(spend: str, years: list[float]) -> None:
    found = deal(
        KEEP, markets=sales(0, launch="approval"), assets=phase(duration="18 months", cost=12, spend=spend)
    )
    assert found.paid("assets.x.development.trial.cost", payer="a") == pytest.approx(years)


def test_a_dated_cost_is_discounted_from_its_date() -> None:
    found = deal(
        KEEP, parties="{a: {discount_rate: 10%}, b: {discount_rate: 0%}}", markets=sales(0, launch="approval"),
        assets=phase(duration="18 months", cost=12, spend="end"),
    )  # fmt: skip
    assert found.npv("a") == pytest.approx(-12 / 1.1**1.5)


def test_costs_by_year_follow_the_years_of_the_phase() -> None:
    assets = phase(duration="30 months", costs_by_year="[4, 6, 5]")
    found = deal(KEEP, grid="quarter", markets=sales(0, launch="approval"), assets=assets)
    assert found.paid("assets.x.development.trial.costs_by_year", payer="a") == pytest.approx([4, 6, 5])


def test_a_phase_that_is_entered_is_paid_in_full_also_by_whoever_is_faster() -> None:
    assets = phase(duration="2 years", costs_by_year="[4, 6]")
    parties = "{a: {discount_rate: 0%, capability: {development_time: 0.5}}, b: {discount_rate: 0%}}"
    found = deal(KEEP, markets=sales(0, launch="approval"), assets=assets, parties=parties)
    assert found.paid("assets.x.development.trial.costs_by_year", payer="a") == pytest.approx([4 + 6, 0, 0])


def test_a_failed_phase_is_paid_for_and_nothing_follows() -> None:
    development = (
        "{one: {duration: 1 years, cost: 10, success: 60%}, two: {duration: 1 years, cost: 20, success: 50%}}"
    )
    found = deal(
        KEEP,
        years=4,
        assets=f"{{x: {{development: {development}}}}}",
        markets=sales(100, 100, launch="approval"),
    )
    assert found.npv("a") == pytest.approx(-10 - 0.6 * 20 + 0.6 * 0.5 * (100 + 100))
    assert found.structure.parties["a"].npv_if_success == pytest.approx(-10 - 20 + 100 + 100)


def test_capability_multiplies_time_cost_and_success_of_whoever_runs_it() -> None:
    found = licence(
        "", years=4, parties=PARTIES, assets=phase(cost=10), markets=sales(100, 100, launch="approval")
    )
    assert found.paid("assets.x.development.trial.cost") == pytest.approx([1.5 * 10 / 2, 1.5 * 10 / 2, 0, 0])
    assert found.paid("markets.world.sales", payer="customers") == pytest.approx(
        [0, 0, 0.5 * 0.6 * 100, 0.5 * 0.6 * 100]
    )


def test_success_is_at_most_certain() -> None:
    parties = "{a: {discount_rate: 0%, capability: {success: 200%}}, b: {discount_rate: 0%}}"
    found = deal(KEEP, parties=parties, assets=phase(), markets=sales(100, launch="approval"))
    assert found.npv("a") == pytest.approx(min(1.0, 2 * 0.6) * 100)


def test_phases_that_start_before_the_agreement_are_the_owners() -> None:
    development = "{one: {duration: 1 years, cost: 10, success: 100%}, two: {duration: 1 years, cost: 20, success: 100%}}"
    found = licence(
        "",
        "effective: 2026-07-01",
        assets=f"{{x: {{development: {development}}}}}",
        markets=sales(50, launch="approval"),
    )
    assert found.paid("assets.x.development.one.cost", payer="a") == pytest.approx([10, 0, 0])
    assert found.paid("assets.x.development.two.cost", payer="b") == pytest.approx([0, 20, 0])


def test_a_shelved_developer_never_starts() -> None:
    parties = "{a: {discount_rate: 0%}, b: {discount_rate: 0%, shelving: 25%}}"
    found = licence(
        "upfront: 7", parties=parties, assets=phase(cost=10), markets=sales(100, launch="approval")
    )
    assert found.npv("b") == pytest.approx(-7 + 0.75 * (-10 + 0.6 * 100))
    assert found.npv("a") == pytest.approx(7)


def test_a_shelved_party_that_only_sells_does_not_sell() -> None:
    parties = "{a: {discount_rate: 0%}, b: {discount_rate: 0%, shelving: 25%}}"
    found = licence(
        "", "developer: a", parties=parties, assets=phase(cost=10), markets=sales(100, launch="approval")
    )
    assert found.npv("a") == pytest.approx(-10)
    assert found.npv("b") == pytest.approx(0.75 * 0.6 * 100)


def test_work_that_began_before_the_valuation_date_costs_what_is_left_of_it() -> None:
    assets = (
        "{x: {available: 2025-07-01, development: {trial: {duration: 1 years, cost: 12, success: 100%}}}}"
    )
    found = deal(KEEP, grid="quarter", assets=assets, markets=sales(0, launch="approval"))
    assert found.paid("assets.x.development.trial.cost", payer="a") == pytest.approx([12 / 2, 0, 0])


def test_structures_share_their_luck_where_developers_differ_in_skill() -> None:
    parties = "{a: {discount_rate: 0%, capability: {success: 50%}}, b: {discount_rate: 0%}}"
    both = sheet(
        f"keep: {{{KEEP}}}, give: {{{LICENCE}}}",
        parties=parties,
        assets=phase(),
        markets=sales(100, launch="approval"),
    )
    keep, give = valued(both, name="keep"), valued(both, name="give")
    assert keep.npv("a") == pytest.approx(0.5 * 0.6 * 100)
    assert give.npv("b") == pytest.approx(0.6 * 100)
    mine, theirs = keep.structure.parties["a"].npvs, give.structure.parties["b"].npvs
    assert ((mine > 0) <= (theirs > 0)).all()


def test_two_assets_succeed_or_fail_independently() -> None:
    trial = "{development: {trial: {duration: 1 years, success: 50%}}}"
    markets = (
        "{us: {asset: x, territory: US, launch: approval, sales: {by_year: [100]}},"
        " jp: {asset: y, territory: JP, launch: approval, sales: {by_year: [60]}}}"
    )
    found = deal(KEEP, assets=f"{{x: {trial}, y: {trial}}}", markets=markets)
    worth = found.structure.parties["a"]
    assert sorted(worth.npvs) == pytest.approx([0, 60, 100, 160])
    assert worth.npv == pytest.approx((100 + 60) / 2)


def test_cost_shares_of_a_phase_may_differ_from_the_others() -> None:
    terms = f"{SHARED}, cost_share: {{a: 25%, b: 75%}}, profit_share: {{a: 0%, b: 100%}}, phase_cost_share: {{two: {{a: 50%, b: 50%}}}}"
    development = "{one: {duration: 1 years, cost: 10, success: 100%}, two: {duration: 1 years, cost: 20, success: 100%}}"
    found = deal(terms, assets=f"{{x: {{development: {development}}}}}", markets=sales(0, launch="approval"))
    assert found.npv("a") == pytest.approx(-0.25 * 10 - 0.50 * 20)
    assert found.npv("b") == pytest.approx(-0.75 * 10 - 0.50 * 20)
