"""Scenarios: what is enumerated, with what weight, and what the runs other than `expected` make of it."""

from __future__ import annotations

import math

import pytest

from dealcraft.engine.value import value
from tests.engine.worked import deal, sales, sheet, valued

KEEP = "kind: retain"
HALF = "{discrete: [{value: 100, chance: 50%}, {value: 300, chance: 30%}, {value: 0, chance: 20%}]}"
DRAWN = "{triangular: [100, 200, 600]}"


def peak(leaf: str, more: str = "") -> str:
    """One market at its peak from the first day."""
    return f"{{world: {{territory: worldwide, launch: approval, sales: {{peak: {leaf}, time_to_peak: 0 days}}{more}}}}}"


def test_discrete_values_are_enumerated_exactly() -> None:
    found = deal(KEEP, years=1, markets=peak(HALF))
    settings = found.valuation.settings
    assert (settings.exact, settings.scenarios, settings.seed) == (True, 3, None)
    assert found.npv("a") == pytest.approx(0.5 * 100 + 0.3 * 300)


def test_terms_are_applied_before_the_mean_is_taken() -> None:
    terms = "kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide}"
    royalty = "payments: {royalty: {tiers: [{rate: 8%, up_to: 500}, {rate: 10%}]}}"
    assets = "{x: {development: {trial: {duration: 0 days, success: 30%}}}}"
    found = deal(f"{terms}, {royalty}", years=1, markets=peak("1000"), assets=assets)
    assert found.npv("a") == pytest.approx(0.3 * (0.08 * 500 + 0.10 * 500))


def test_a_chain_of_phases_has_one_more_way_through_than_phases() -> None:
    development = "{one: {duration: 1 years, success: 60%}, two: {duration: 1 years, success: 50%}}"
    found = deal(KEEP, assets=f"{{x: {{development: {development}}}}}", markets=peak("100"))
    assert found.valuation.settings.scenarios == 3
    assert sorted(found.valuation.weight) == pytest.approx([0.3, 0.3, 0.4])


def test_weights_sum_to_one_with_everything_enumerated() -> None:
    development = "{one: {duration: 1 years, success: 60%}, two: {duration: 1 years, success: 100%}}"
    parties = "{a: {discount_rate: 0%, shelving: 10%, capability: {success: 90%}}, b: {discount_rate: 0%, shelving: 20%}}"
    found = deal(KEEP, assets=f"{{x: {{development: {development}}}}}", markets=peak(HALF), parties=parties)
    assert found.valuation.weight.sum() == pytest.approx(1.0)
    assert found.npv("a") == pytest.approx(0.9 * 0.54 * 0.9 * (0.5 * 100 + 0.3 * 300))


def test_a_party_is_shelved_in_every_structure_or_in_none() -> None:
    licence = "kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide}"
    both = sheet(
        f"one: {{{licence}}}, two: {{{licence}}}", markets=peak("100"),
        parties="{a: {discount_rate: 0%}, b: {discount_rate: 0%, shelving: 20%}}",
    )  # fmt: skip
    one, two = (valued(both, name=name).structure.parties["b"].npvs for name in ("one", "two"))
    assert one.tolist() == two.tolist() == [pytest.approx(300), 0.0]


def test_base_takes_the_mean_of_what_is_drawn_and_every_class() -> None:
    assets = "{x: {development: {trial: {duration: 0 days, success: 40%}}}}"
    base = valued(sheet(f"deal: {{{KEEP}}}", years=1, markets=peak(DRAWN), assets=assets), run="base")
    assert base.npv("a") == pytest.approx(0.4 * (100 + 200 + 600) / 3)
    assert base.valuation.settings.exact is False


def test_base_takes_a_stated_base() -> None:
    markets = peak("{triangular: [100, 200, 600], base: 250}")
    assert valued(sheet(f"deal: {{{KEEP}}}", years=1, markets=markets), run="base").npv("a") == pytest.approx(
        250
    )


def test_success_takes_the_likeliest_value_and_fails_nothing() -> None:
    assets = "{x: {development: {trial: {duration: 0 days, success: 40%}}}}"
    found = valued(sheet(f"deal: {{{KEEP}}}", years=1, markets=peak(HALF), assets=assets), run="success")
    assert found.valuation.settings.scenarios == 1
    assert found.npv("a") == pytest.approx(100)
    assert deal(KEEP, years=1, markets=peak(HALF), assets=assets).structure.parties[
        "a"
    ].npv_if_success == pytest.approx(100)


def test_the_mean_of_a_linear_figure_is_that_of_the_triangle_within_its_error() -> None:
    found = deal(KEEP, years=1, markets=peak(DRAWN)).structure.parties["a"]
    assert found.distribution.se is not None
    assert abs(found.npv - (100 + 200 + 600) / 3) <= 3 * found.distribution.se
    assert found.distribution.se < 1.0
    a, b, c = 100, 200, 600
    assert found.distribution.sd == pytest.approx(
        math.sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18), rel=0.01
    )


def test_a_class_that_reaches_a_market_has_more_points_than_one_that_does_not() -> None:
    assets = "{x: {development: {trial: {duration: 1 years, success: 40%}}}}"
    assert deal(KEEP, assets=assets, markets=peak(DRAWN)).valuation.settings.scenarios == 16 * (64 + 4)


def test_an_uncertain_chance_is_taken_at_each_point() -> None:
    assets = "{x: {development: {trial: {duration: 0 days, success: {uniform: [20%, 60%]}}}}}"
    found = deal(KEEP, years=1, markets=peak("100"), assets=assets)
    assert found.npv("a") == pytest.approx(0.4 * 100, rel=1e-3)


def test_an_added_input_disturbs_no_other() -> None:
    alone = deal(KEEP, years=1, markets=peak(DRAWN))
    beside = deal(KEEP, years=1, markets=peak(DRAWN, ", costs: {launch: {uniform: [0, 0]}}"))
    assert beside.structure.parties["a"].npvs == pytest.approx(alone.structure.parties["a"].npvs)


def test_another_seed_draws_other_points() -> None:
    drawn = sheet(f"deal: {{{KEEP}}}", years=1, markets=peak(DRAWN))
    one, two, again = (value(drawn, seed=seed).structures["deal"].parties["a"].npv for seed in (1, 2, 1))
    assert one == again
    assert one != two
    assert one == pytest.approx(two, rel=0.01)


def test_sales_by_year_may_be_uncertain_one_by_one() -> None:
    found = deal(KEEP, years=2, markets=sales(HALF, 10))
    assert found.npv("a") == pytest.approx(0.5 * 100 + 0.3 * 300 + 10)
