"""Figures of a sample, and their standard errors, against what repetition shows."""

from __future__ import annotations

import numpy as np
import pytest

import dealcraft
from dealcraft.engine.sample import LARGE, Sample, quantile, select
from dealcraft.units.array import Array
from tests.engine.worked import read


def equally(values: Array) -> Sample:
    """Values drawn one by one."""
    return Sample(values, np.broadcast_to(1.0 / values.size, values.shape), drawn=True)


def test_a_quantile_is_the_smallest_value_with_enough_weight_at_or_below() -> None:
    values, cumulative = np.array([1.0, 2.0, 3.0]), np.cumsum([0.05, 0.45, 0.5])
    assert [quantile(values, cumulative, p) for p in (0.04, 0.05, 0.06, 0.5, 0.51, 1.0)] == [1, 1, 2, 2, 3, 3]


def test_a_shortfall_splits_the_atom_at_the_edge() -> None:
    sample = Sample(np.array([50.0, -100.0, -10.0]), np.array([0.5, 0.02, 0.48]))
    (edge,) = sample.quantiles(0.05)
    assert edge == -10.0
    assert sample.shortfall(edge, 0.05) == (pytest.approx((0.02 * -100 + 0.03 * -10) / 0.05), None)


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(1).normal(size=LARGE + 1),
        np.round(np.random.default_rng(2).normal(size=3 * LARGE), 1),
        np.sort(np.random.default_rng(3).random(2 * LARGE)),
        np.zeros(LARGE),
        np.concatenate([np.zeros(LARGE), np.random.default_rng(4).random(LARGE)]),
        np.tile(np.append(np.arange(63.0), 1e6), 2 * LARGE // 64),
        np.random.default_rng(5).random(1000),
    ],
    ids=["normal", "with ties", "in order", "all equal", "half equal", "every 64th far off", "few"],
)
def test_what_is_selected_stands_where_it_would_if_all_were_sorted(values: Array) -> None:
    count, ordered = values.size, np.sort(values)
    places = [count // 20, 3, 0, count // 20 + 40, count // 2, count - 1, count // 20]
    assert select(values, places) == [ordered[place] for place in places]


def test_errors_of_draws_are_what_repetition_shows() -> None:
    """500 samples of 4,000 lognormals: what the figures vary by, within an eighth (their own error: 3%, of tails more)."""
    rng, found, errors = np.random.default_rng(7), [], []
    for _ in range(500):
        sample = equally(rng.lognormal(size=4000))
        points = sample.quantiles(0.05, 0.5, 0.95)
        shortfall, error = sample.shortfall(points[0], 0.05)
        small = sample.values < 0.5
        found.append([*points, shortfall, small.mean(), sample.mean])
        errors.append(
            [
                *(sample.error_of_quantile(q, p) for q, p in zip(points, (0.05, 0.5, 0.95), strict=True)),
                error,
                sample.error_of_chance(small),
                sample.error(sample.values),
            ]
        )
    seen = np.std(found, axis=0)
    assert np.mean(errors, axis=0) == pytest.approx(seen, rel=0.125)
    chance = 0.2441  # of a lognormal below 0.5: N(ln 0.5)
    assert seen[4] == pytest.approx((chance * (1 - chance) / 4000) ** 0.5, rel=0.125)


def test_errors_given_something_are_those_of_the_draws_that_have_it() -> None:
    sample = equally(np.random.default_rng(8).normal(size=5000))
    above = sample.values > 0.0
    count = int(np.count_nonzero(above))
    inside = sample.given(above)
    assert inside.error(inside.values) == pytest.approx(float(sample.values[above].std()) / count**0.5)


def test_where_nothing_was_drawn_nothing_has_an_error() -> None:
    sample = Sample(np.array([1.0, 2.0]), np.array([0.4, 0.6]))
    assert sample.error_of_quantile(2.0, 0.5) is None
    assert sample.error_of_chance(sample.values > 1.0) is None


SHEET = """\
dealcraft: 1
title: T
valuation: {date: 2026-01-01, currency: USD, grid: year, horizon: 12 years}
decides: a
parties: {a: {discount_rate: 10%}, b: {discount_rate: 10%}}
assets: {x: {development: {trial: {duration: {triangular: [1 years, 2 years, 4 years]}, cost: 40, success: 70%}}}}
markets: {m: {territory: US, launch: approval, sales: {peak: {lognormal: {mean: 100, sd: 60}}, time_to_peak: 2 years}}}
structures:
  licence:
    kind: licence
    licensee: b
    grant: {exclusivity: exclusive, territory: worldwide}
    payments: {royalty: {tiers: [{rate: 5%, up_to: 80}, {rate: 20%}]}}
"""
FIGURES = ("p50", "p95", "chance_of_loss", "shortfall_5")


@pytest.mark.parametrize("run", ["expected", "plain"])
def test_errors_of_a_valuation_are_what_other_seeds_show(run: str) -> None:
    """80 seeds; of an `expected` run the error is known from 16 groups only, so that one alone is good to a fifth."""
    sheet = read(SHEET)
    licences = [
        dealcraft.value(sheet, run=run, seed=seed, trials=2000).structures["licence"] for seed in range(80)
    ]
    found = [licence.parties["b"] for licence in licences]
    for figure in FIGURES:
        seen = np.std([getattr(party.distribution, figure) for party in found])
        told = np.mean([party.distribution.errors[figure] for party in found])
        assert told == pytest.approx(seen, rel=0.3, abs=1e-4), figure
    for figure in ("chance", "mean", "p50"):
        seen = np.std([getattr(party.if_launched, figure) for party in found])
        told = np.mean([party.if_launched.errors[figure] for party in found if party.if_launched])
        assert told == pytest.approx(seen, rel=0.3, abs=1e-4), figure
    royalties = [clause for licence in licences for clause in licence.clauses if clause.kind == "royalty"]
    seen = np.std([royalty.pv["a"] for royalty in royalties])
    assert np.mean([royalty.errors["a"] for royalty in royalties]) == pytest.approx(seen, rel=0.3)


@pytest.mark.parametrize("run", ["expected", "plain"])
def test_what_a_party_sees_is_as_far_off_as_what_is_there(run: str) -> None:
    """A party that believes what the sheet says: its view is the value, to the error."""
    believes = "b: {discount_rate: 10%, view: {markets.m.sales.time_to_peak: 2 years}}"
    sheet = read(SHEET.replace("b: {discount_rate: 10%}", believes))
    party = dealcraft.value(sheet, run=run, trials=500).structures["licence"].parties["b"]
    assert party.view == pytest.approx(party.npv, rel=1e-12)
    assert party.view_error == pytest.approx(party.distribution.se, rel=1e-9)
    assert party.distribution.se
