"""Short facts about deals that any engine should know: tiers, the order of offsets, ordinal milestones, a licensee that leaves.

The ordinal milestones are a puzzle of Avance (Basel), newsletter of Christmas 2013; the readings of it and the case of
the licensee that leaves were worked out for this project.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest

from tests.engine.worked import LICENCE, Worked, deal, licence, sales


def test_tiers_are_marginal() -> None:
    """10% to 200 and 12% above, on 300: 32, not 36 (Avance, tiered royalties)."""
    found = licence("royalty: {tiers: [{rate: 10%, up_to: 200}, {rate: 12%}]}", markets=sales(300))
    assert found.npv("a") == pytest.approx(32)


def test_tiers_may_decline_to_nothing() -> None:
    """3% to 1.5bn, 2% to 3bn, nothing above, on 4bn: 75m (BioCryst, as quoted by investors)."""
    found = licence(
        "royalty: {tiers: [{rate: 3%, up_to: 1.5bn}, {rate: 2%, up_to: 3bn}]}", markets=sales("4bn")
    )
    assert found.npv("a") == pytest.approx(75e6)


@pytest.mark.parametrize(
    ("adjust", "floor", "paid"),
    [
        ("{stacking: 50%}, {step_down: 50%, when: no_valid_claim}", "", 9),
        ("{step_down: 50%, when: no_valid_claim}, {stacking: 50%}", "", 3),
        ("{stacking: 50%}, {step_down: 50%, when: no_valid_claim}", ", floor: {rate: 3%}", 9),
        ("{step_down: 50%, when: no_valid_claim}, {stacking: 50%}", ", floor: {rate: 3%}", 9),
    ],
)
def test_the_order_of_offsets_is_worth_two_thirds_of_a_royalty(adjust: str, floor: str, paid: float) -> None:
    """10% of 300; 24 owed to others, half of it creditable; halved without a patent; 3% of 300 is 9."""
    found = licence(
        f"royalty: {{rate: 10%, adjust: [{adjust}]{floor}}}",
        assets="{x: {third_party: {t: {rate: 8%}}}}",
        markets=sales(300),
    )
    assert found.npv("a") == pytest.approx(paid)


ORDINAL = "milestones: {first: {pay: 30, when: {cumulative_net_sales: 1}}, second: {pay: 20, when: {cumulative_net_sales: 2}}, third: {pay: 10, when: {cumulative_net_sales: 3}}}"
"""Every approval brings a sale of 1 in the year before the sum is due, so that cumulative sales count approvals."""


def _ordinal(development: dict[str, str]) -> Worked:
    assets = ", ".join(
        f"{name}: {{development: {{trial: {{{trial}}}}}}}" for name, trial in development.items()
    )
    markets = ", ".join(
        f"m_{year}: {{asset: {asset}, territory: {land}, launch: {launch}, sales: {{by_year: [1]}}}}"
        for year, asset, land, launch in _markets(tuple(development))
    )
    return deal(
        f"{LICENCE}, payments: {{{ORDINAL}}}", years=6, assets=f"{{{assets}}}", markets=f"{{{markets}}}",
        parties="{a: {discount_rate: 15%}, b: {discount_rate: 15%}}",
    )  # fmt: skip


def _markets(assets: tuple[str, ...]) -> list[tuple[int, str, str, str]]:
    if len(assets) == 1:
        return [
            (3 + i, assets[0], land, f"approval + {i} years") for i, land in enumerate(("US", "DE", "JP"))
        ]
    return [(3 + i, asset, "US", f"approval of {asset}") for i, asset in enumerate(assets)]


def test_ordinal_milestones_of_independent_compounds() -> None:
    """Three compounds, 30% each, decided after 3, 4 and 5 years; 30, 20 and 10 for the first, second and third approval."""
    found = _ordinal(
        {f"c_{year}": f"duration: {year - 1} years, cost: 0, success: 30%" for year in (3, 4, 5)}
    )
    third, fourth, fifth = (1.15**-year for year in (3, 4, 5))
    by_hand = (
        30 * (0.3 * third + 0.7 * 0.3 * fourth + 0.7 * 0.7 * 0.3 * fifth)
        + 20 * (0.3 * 0.3 * fourth + (0.3 * 0.7 + 0.7 * 0.3) * 0.3 * fifth)
        + 10 * 0.3**3 * fifth
    )
    assert by_hand == pytest.approx(14.13, abs=0.005)
    assert found.npv("a") == pytest.approx(by_hand)


def test_ordinal_milestones_of_compounds_that_stand_or_fall_together() -> None:
    found = _ordinal({"c": "duration: 2 years, cost: 0, success: 30%"})
    by_hand = 0.3 * (30 / 1.15**3 + 20 / 1.15**4 + 10 / 1.15**5)
    assert by_hand == pytest.approx(10.84, abs=0.005)
    assert found.npv("a") == pytest.approx(by_hand)


NODES = 120
MEDIAN, SIGMA, COST, MARGIN = 100.0, 0.6, 60.0, 0.35
PHI = NormalDist().cdf


def _leaving(royalty: float) -> Worked:
    """A licensee that learns what the product is worth, then decides on spending 60."""
    z = [
        NormalDist().inv_cdf(i / NODES) if 0 < i < NODES else (-40.0 if i == 0 else 40.0)
        for i in range(NODES + 1)
    ]
    mean = MEDIAN * np.exp(SIGMA**2 / 2)
    worth = [NODES * mean * (PHI(SIGMA - a) - PHI(SIGMA - b)) for a, b in pairwise(z)]
    values = ", ".join(f"{{value: {v / MARGIN:.12f}, chance: {100 / NODES:.15f}%}}" for v in worth)
    leaf = f"{{discrete: [{values}], known: effective}}"
    return deal(
        f"{LICENCE}, payments: {{royalty: {{rate: {royalty:.6%}}}}}", years=2,
        assets=f"{{x: {{development: {{pivotal: {{duration: 1 years, cost: {COST}, success: 100%, continue: if_worth_more}}}}}}}}",
        markets=sales(leaf, launch="approval", costs="{selling: 65%}"),
    )  # fmt: skip


def _by_hand(royalty: float) -> tuple[float, float, float]:
    """The licensor's value, the joint value, the chance of going on, for a log-normal value."""
    kept = 1 - royalty / MARGIN
    d = np.log(COST / kept / MEDIAN) / SIGMA
    value = MEDIAN * np.exp(SIGMA**2 / 2) * PHI(SIGMA - d)
    return (1 - kept) * value, value - COST * PHI(-d), PHI(-d)


@pytest.mark.parametrize(
    ("royalty", "licensor", "joint", "goes_on"),
    [(0.0, 0.0, 62.8, 0.80), (0.18, 36.9, 50.0, 0.36), (0.24, 26.0, None, None)],
)
def test_beyond_some_royalty_the_licensor_loses_by_asking_more(
    royalty: float, licensor: float, joint: float | None, goes_on: float | None
) -> None:
    """Its value peaks near 18% and falls to 26.0 at 24%, since the licensee goes on ever less often."""
    found, by_hand = _leaving(royalty), _by_hand(royalty)
    assert found.npv("a") == pytest.approx(by_hand[0], abs=0.5), "the log-normal value is cut into 120 pieces"
    assert found.npv("a") == pytest.approx(licensor, abs=0.5)
    if joint is not None and goes_on is not None:
        assert found.npv("a") + found.npv("b") == pytest.approx(joint, abs=0.5)
        assert found.decision.chance == pytest.approx(goes_on, abs=0.01)
