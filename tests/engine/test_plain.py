"""Runs that draw everything: right against a formula and against counting, the same however they are shared out."""

from __future__ import annotations

import math
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

import dealcraft
from dealcraft.engine import workers
from dealcraft.engine.result import Run
from dealcraft.engine.unvalued import not_valued
from dealcraft.engine.value import value
from tests.engine.worked import LICENCE, sheet

EXAMPLES = Path(__file__).parents[2] / "examples"
SHEETS = [
    path.relative_to(EXAMPLES).as_posix()
    for path in sorted(EXAMPLES.glob("*/*.deal.yaml"))
    if "structures:" in path.read_text(encoding="utf-8")
]


def option_like() -> dealcraft.Sheet:
    """One year of lognormal sales, 10% on what exceeds 120, mean 100 and standard deviation 60, discounted at mid-year."""
    return sheet(
        f"deal: {{{LICENCE}, payments: {{royalty: {{tiers: [{{rate: 0%, up_to: 120}}, {{rate: 10%}}]}}}}}}",
        years=1,
        timing="mid",
        parties="{a: {discount_rate: 10%}, b: {discount_rate: 10%}}",
        markets="{world: {territory: worldwide, launch: effective,"
        " sales: {by_year: [{lognormal: {mean: 100, sd: 60}}]}}}",
    )


def price() -> tuple[float, float]:
    """10% of E[max(S - K, 0)] = m N(d1) - K N(d2), with sigma^2 = ln(1 + (sd / m)^2), and the chance N(d2)."""
    m, sd, k = 100.0, 60.0, 120.0
    sigma = math.sqrt(math.log1p((sd / m) ** 2))
    d1 = (math.log(m / k) + sigma**2 / 2.0) / sigma
    d2 = d1 - sigma
    n = NormalDist().cdf
    return 0.10 * (m * n(d1) - k * n(d2)) * 1.10**-0.5, n(d2)


@pytest.mark.parametrize("run", ["plain", "expected"])
def test_a_royalty_above_a_threshold_is_worth_what_the_formula_of_an_option_says(run: str) -> None:
    worth, chance = price()
    valuation = value(option_like(), run="plain" if run == "plain" else "expected", trials=60_000, seed=3)
    found = valuation.structures["deal"]
    licensor = found.parties["a"].distribution
    assert licensor.se is not None
    assert 0.0 < licensor.se < 0.02 * worth
    assert abs(licensor.mean - worth) < 4.0 * licensor.se
    (royalty,) = (clause for clause in found.clauses if clause.kind == "royalty")
    assert abs(royalty.chance - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / 60_000)


@pytest.mark.parametrize("name", SHEETS)
def test_drawing_agrees_with_counting_on_every_example(name: str) -> None:
    deal = dealcraft.load(EXAMPLES / name)
    assert not any(not_valued(deal))
    trials = 4096
    counted, drawn = value(deal), value(deal, run="plain", trials=trials, seed=7)
    scale = max((abs(c.nominal) for s in counted.structures.values() for c in s.clauses), default=1.0)
    for structure, found in counted.structures.items():
        for party, worth in found.parties.items():
            other = drawn.structures[structure].parties[party].distribution
            error = math.hypot(worth.distribution.sd / math.sqrt(trials), worth.distribution.se or 0.0)
            assert abs(other.mean - worth.npv) <= 4.0 * error + 1e-9 * scale, (structure, party)


@pytest.mark.parametrize("run", ["plain", "expected"])
def test_processes_that_share_a_run_change_no_digit(run: Run) -> None:
    deal, trials = option_like(), 300_000 // 16 * 16
    alone, heard = value(deal, run=run, trials=trials), list[int]()
    shared = value(deal, run=run, trials=trials, jobs=2, told=heard.append)
    assert heard[-1] == trials
    assert len(heard) > 1
    for party, worth in alone.structures["deal"].parties.items():
        other = shared.structures["deal"].parties[party]
        assert np.array_equal(worth.npvs, other.npvs)
        assert worth.distribution == other.distribution
        assert worth.net_by_year == other.net_by_year
    clauses = [(c.path, c.pv, c.chance) for c in alone.structures["deal"].clauses]
    assert clauses == [(c.path, c.pv, c.chance) for c in shared.structures["deal"].clauses]


def test_of_very_many_trials_not_all_values_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    deal, trials = option_like(), 40_000
    whole = value(deal, run="plain", trials=trials)
    monkeypatch.setattr(workers, "KEPT", 10_000)
    part = value(deal, run="plain", trials=trials)
    assert part.settings.scenarios == trials
    assert part.weight.size == 10_000
    assert part.weight.sum() == pytest.approx(1.0, rel=1e-12)
    for party, worth in whole.structures["deal"].parties.items():
        other = part.structures["deal"].parties[party]
        assert other.npvs.size == 10_000
        assert other.npv == worth.npv
        assert (other.distribution.mean, other.distribution.sd, other.distribution.se) == (
            worth.distribution.mean, worth.distribution.sd, worth.distribution.se,
        )  # fmt: skip
        assert other.distribution.chance_of_loss == worth.distribution.chance_of_loss
        assert other.distribution.p95 == pytest.approx(worth.distribution.p95, rel=0.05)


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    deal = option_like()
    one, again, other = (value(deal, run="plain", trials=2000, seed=seed) for seed in (1, 1, 2))
    values = [v.structures["deal"].parties["a"].npvs for v in (one, again, other)]
    assert np.array_equal(values[0], values[1])
    assert not np.array_equal(np.sort(values[0]), np.sort(values[2]))
