"""Every way in which a sheet's uncertain facts may turn out, with its weight."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dealcraft.terms.sheet import Sheet, agreements
from dealcraft.terms.structures import LicenceFields
from dealcraft.units.uncertain import Discrete
from tests.reference.certain import base_of, certain, likeliest, uncertain_leaves
from tests.reference.clock import Clock
from tests.reference.deal import number
from tests.reference.world import Scenario

Values = dict[str, float]
Choice = tuple[float, Any]
"""A chance and what happens by it."""


def scenarios(sheet: Sheet, run: str = "expected") -> list[Scenario]:
    """The scenarios of *run*: `expected` (all of it discrete), `base` or `success`; weights sum to 1."""
    if run == "success":
        return [Scenario(values=success_values(sheet))]
    found = []
    for weight, values in _values(sheet, run):
        plain = certain(sheet, values)
        for chance, thresholds in _thresholds(plain):
            for unlucky, shelved in _shelved(plain):
                for leaving, exits in _exits(plain):
                    total = weight * chance * unlucky * leaving
                    if total > 0:
                        found.append(Scenario(total, thresholds, shelved, values, exits))
    return found


def success_values(sheet: Sheet) -> Values:
    """Drawn leaves at base or mean, discrete ones at base or their likeliest value."""
    return {
        path: likeliest(leaf) if isinstance(leaf, Discrete) else base_of(leaf, path)
        for path, leaf in uncertain_leaves(sheet).items()
    }


def _values(sheet: Sheet, run: str) -> Iterator[tuple[float, Values]]:
    """Every combination of the discrete leaves that no correlation names; the drawn ones at base."""
    correlated = {
        path
        for pair in (sheet.uncertainty.correlations if sheet.uncertainty else [])
        for path in pair.between
    }
    fixed: Values = {}
    listed: dict[str, Sequence[Choice]] = {}
    for path, leaf in uncertain_leaves(sheet).items():
        if isinstance(leaf, Discrete) and path not in correlated:
            listed[path] = [(case.chance, float(case.value)) for case in leaf.cases]
        elif run == "base":
            fixed[path] = base_of(leaf, path)
        else:
            raise ValueError(f"{path} is drawn: the reference values it only in a `base` or `success` run")
    for cases in _product(listed):
        yield cases[0], {**fixed, **cases[1]}


def _product(listed: Mapping[Any, Sequence[Choice]]) -> Iterator[tuple[float, dict[Any, Any]]]:
    """Independent choices: the chance of each combination and the combination."""
    for combination in itertools.product(*listed.values()):
        chance = 1.0
        for p, _ in combination:
            chance *= p
        yield chance, {key: what for key, (_, what) in zip(listed, combination, strict=True)}


def _shelved(sheet: Sheet) -> Iterator[tuple[float, frozenset[str]]]:
    listed = {
        name: [(1 - number(party.shelving), False), (number(party.shelving), True)]
        for name, party in sheet.parties.items()
        if number(party.shelving) > 0
    }
    for chance, drawn in _product(listed):
        yield chance, frozenset(name for name, shelved in drawn.items() if shelved)


def _thresholds(sheet: Sheet) -> Iterator[tuple[float, dict[tuple[str, str], float]]]:
    """One threshold per phase, cut at every rate that anyone would have; assets are independent."""
    per_asset = {
        asset: list(_chain(sheet, asset, list(sheet.assets[asset].development))) for asset in sheet.assets
    }
    for chance, drawn in _product(per_asset):
        yield chance, {(asset, phase): u for asset, chain in drawn.items() for phase, u in chain.items()}


def _chain(sheet: Sheet, asset: str, phases: list[str]) -> Iterator[tuple[float, dict[str, float]]]:
    """The ways through *phases*: past one that fails for everyone nothing more is told apart."""
    if not phases:
        yield 1.0, {}
        return
    first, rest = phases[0], phases[1:]
    success = number(sheet.assets[asset].development[first].success)
    rates = sorted({min(1.0, success * _multiplier(sheet, party)) for party in sheet.parties})
    cuts = [0.0, *[rate for rate in rates if 0 < rate < 1], 1.0]
    for low, high in itertools.pairwise(cuts):
        u = (low + high) / 2
        if u >= max(rates):
            yield high - low, {first: u}
            continue
        for chance, chain in _chain(sheet, asset, rest):
            yield (high - low) * chance, {first: u, **chain}


def _multiplier(sheet: Sheet, party: str) -> float:
    capability = sheet.parties[party].capability
    return number(capability.success if capability else None, 1.0)


def _exits(sheet: Sheet) -> Iterator[tuple[float, dict[str, int]]]:
    """By agreement with an exit: notice at the j-th yearly date with chance p (1 - p)^j, or never."""
    years = int(Clock.of(sheet).horizon) + 1
    listed: dict[str, list[Choice]] = {}
    for path, agreement in agreements(sheet):
        terms = agreement.exit if isinstance(agreement, LicenceFields) else None
        if terms is not None and number(terms.chance_per_year) > 0:
            p = number(terms.chance_per_year)
            dated: list[Choice] = [(p * (1 - p) ** j, j) for j in range(years)]
            listed[str(path)] = [*dated, ((1 - p) ** years, None)]
    for chance, drawn in _product(listed):
        yield chance, {path: j for path, j in drawn.items() if j is not None}
