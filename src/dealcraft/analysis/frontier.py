"""Two terms against each other: the pairs of values that leave whoever decides as well off as now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dealcraft.analysis.levers import Lever, held, lever
from dealcraft.analysis.roots import Bracket, narrowed, polished
from dealcraft.analysis.study import How, Study, Worth
from dealcraft.analysis.zone import sides
from dealcraft.engine.sample import quantile
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.array import Array

POINTS: Final = 25
"""Pairs that are looked for unless said."""
LOOKS: Final = 9
"""Values of the second term between which each of its own is looked for."""
TIMES: Final = 2.0
"""How far above what it is now the first term is tried."""
ROUNDS: Final = 6
ROUGH: Final = 1e6
"""Times what counts as indifferent in the end, for a start."""
CLOSE: Final = 1e-12
"""As well off as now, within this share of the sheet's largest sum."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One point of the frontier."""

    values: tuple[float, float]
    npv: Mapping[str, float]
    """By party what the structure is worth to it there, as it sees it."""
    chance_of_loss: float
    """Of whoever decides."""
    p5: float
    """The 5% point of what it is worth to whoever decides."""


@dataclass(frozen=True, slots=True)
class Frontier:
    """All pairs found, in the order of the first term."""

    levers: tuple[Lever, Lever]
    structure: str
    party: str
    """Who is indifferent."""
    parties: tuple[str, ...]
    worth: float
    """What the structure is worth to that party at each of them."""
    pairs: tuple[Pair, ...]
    missing: int
    """Values of the first term for which no value of the second does."""


def frontier(
    sheet: Sheet,
    paths: tuple[Path, Path],
    *,
    structure: str,
    brackets: Sequence[tuple[float, float] | None] = (None, None),
    points: int = POINTS,
    how: How | None = None,
) -> Frontier:
    """The frontier of the numbers at *paths* under *structure*, for whoever decides.

    Raises as `negotiate` does.
    """
    pair = (lever(sheet, paths[0]), lever(sheet, paths[1]))
    return _Search(sheet, pair, structure, how or How()).frontier(brackets, points)


class _Search:
    """For each value of the first term, the nearest bracket of the second; all narrowed together."""

    def __init__(self, sheet: Sheet, pair: tuple[Lever, Lever], structure: str, how: How) -> None:
        self.sheet, self.pair, self.structure = sheet, pair, structure
        opened = [path for one in pair for path in one.case(one.now)]
        self.study = Study.of(sheet, opened, structures=[structure], how=how)
        self.party = sheet.decides
        self.start = self.study.worths([{}])[0]
        self.worth = self.start.own(self.party, structure)
        self.close = CLOSE * self.study.axes.plan.largest

    def frontier(self, brackets: Sequence[tuple[float, float] | None], points: int) -> Frontier:
        """Every pair of one value of the first, and the value of the second nearest to what it is now."""
        one = self.pair[0]
        usual = (max(one.floor, 0.0), one.held(TIMES * one.now))
        first = np.linspace(*held(self.sheet, one, brackets[0] or usual), points)
        second = self._looks(*held(self.sheet, self.pair[1], brackets[1]))
        own, starts = self._roughly(first, second)
        found = polished(
            lambda asked: self._gaps(self.study, [(own[i], x) for i, x in asked]), starts, close=self.close
        )
        low, high = float(second[0]), float(second[-1])
        met = [(a, x.at) for a, x in zip(own, found, strict=True) if x is not None and low <= x.at <= high]
        pairs = [
            self._pair(pair, worth) for pair, worth in zip(met, self._worths(self.study, met), strict=True)
        ]
        return Frontier(
            self.pair, self.structure, self.party, sides(self.start, self.sheet, self.structure), self.worth,
            tuple(pairs), points - len(pairs),
        )  # fmt: skip

    def _roughly(self, first: Array, second: Array) -> tuple[list[float], list[float]]:
        """Values of the first term, and about where the second has to be for each."""
        sketch = self.study.sketch()
        worth = self.worth if sketch is self.study else sketch.worths([{}])[0].own(self.party, self.structure)

        def gaps(pairs: Sequence[tuple[float, float]]) -> Array:
            return self._gaps(sketch, pairs) + (self.worth - worth)

        grid = gaps([(float(a), float(b)) for a in first for b in second]).reshape(len(first), -1)
        brackets, own = list[Bracket](), list[float]()
        for a, row in zip(first.tolist(), grid, strict=True):
            j = _crossing(row, second, self.pair[1].now)
            if j is not None:
                brackets.append(Bracket(*second[j : j + 2].tolist(), *row[j : j + 2].tolist()))
                own.append(a)
        found = narrowed(
            brackets,
            lambda asked: gaps([(own[i], x) for i, x in asked]),
            close=ROUGH * self.close,
            rounds=ROUNDS,
        )
        return own, [root.at for root in found]

    def _looks(self, low: float, high: float) -> Array:
        """Values of the second term, with what it is now among them."""
        now = [self.pair[1].now] if low < self.pair[1].now < high else []
        return np.unique([*np.linspace(low, high, LOOKS), *now])

    def _worths(self, study: Study, pairs: Sequence[tuple[float, float]]) -> list[Worth]:
        return study.worths([{**self.pair[0].case(a), **self.pair[1].case(b)} for a, b in pairs])

    def _gaps(self, study: Study, pairs: Sequence[tuple[float, float]]) -> Array:
        """What the structure is worth to the party there, over what it is worth now."""
        return np.array(
            [worth.own(self.party, self.structure) - self.worth for worth in self._worths(study, pairs)]
        )

    def _pair(self, values: tuple[float, float], worth: Worth) -> Pair:
        outcome = worth.seen.get(self.party, worth.found)[self.structure]
        npvs = outcome.npvs[self.party]
        order = np.argsort(npvs, kind="stable")
        return Pair(
            values,
            {
                party: worth.own(party, self.structure)
                for party in sides(self.start, self.sheet, self.structure)
            },
            outcome.chance_of_loss(self.party, worth.nothing),
            quantile(npvs[order], np.cumsum(outcome.weight[order]), 0.05),
        )


def _crossing(gaps: Array, second: Array, now: float) -> int | None:
    """The interval in which the gap changes its sign, the nearest to *now*."""
    signs = np.sign(gaps)
    places = np.flatnonzero(signs[:-1] * signs[1:] <= 0.0).tolist()
    return min(places, key=lambda j: abs((second[j] + second[j + 1]) / 2.0 - now), default=None)
