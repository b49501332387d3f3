"""What would change the answer: the numbers of a sheet at which another structure comes first, the nearest first."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np

from dealcraft.analysis.levers import Lever, changed, levers
from dealcraft.analysis.roots import Bracket, Root, narrowed
from dealcraft.analysis.sound import sound
from dealcraft.analysis.study import Study, Worth
from dealcraft.engine.axes import Case
from dealcraft.engine.result import Run
from dealcraft.findings import Finding
from dealcraft.terms.sheet import Sheet
from dealcraft.units.array import Array

FACTORS: Final = (0.4, 0.7, 1.4, 2.5)
"""What numbers are multiplied by in the search."""
MOST: Final = 6
"""Turning points that are told."""
FEW: Final = (0.5, 2.0)
"""The same where there is little room."""
ROOM: Final = 40_000
"""Scenarios that the search may take; where that is too few for all numbers, the first of the sheet are tried."""
DECIDING: Final = 4
"""How many times a structure in which someone decides has to be valued."""
TRIALS: Final = 256
"""About how many scenarios each takes where inputs are drawn."""
ROUNDS: Final = 30
"""Times that a turning point is narrowed down at most."""
CLOSE: Final = 1e-8
"""Near enough, as a share of the largest value."""
ROUNDS_DRAWN: Final = 8
CLOSE_DRAWN: Final = 1e-3
"""The same where inputs are drawn, and sampling error is larger."""
_SPARE: Final = 2


@dataclass(frozen=True, slots=True)
class Turning:
    """One number, and where it would have to be."""

    lever: Lever
    to: float
    makes_first: str
    """The structure that comes first from there on."""

    @property
    def distance(self) -> float:
        """How far away it is, in proportion."""
        return _distance(self.lever, self.to)


def turning_points(
    sheet: Sheet,
    party: str,
    values: Mapping[str, float],
    *,
    run: Run = "expected",
    seed: int = 0,
    trials: int | None = None,
) -> tuple[Turning, ...]:
    """The nearest numbers that would put another structure first for *party*, to whom each is worth its of *values*.

    The search is made with uncertain inputs at base, and what it finds is narrowed down under the draws of the run.
    """
    if len(values) < 2:
        return ()
    return _Search(sheet, party, values).turning(run, seed, trials)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Between two values of a number, one structure overtakes the first."""

    lever: Lever
    rival: str
    low: float
    high: float
    """The ends, in rising order."""


class _Search:
    """Gaps are those of the values at hand, moved by what a case changes."""

    def __init__(self, sheet: Sheet, party: str, values: Mapping[str, float]) -> None:
        self.sheet, self.party, self.values = sheet, party, values
        self.first = max(values, key=values.__getitem__)
        self.rivals = [name for name in values if name != self.first]

    def turning(self, run: Run, seed: int, trials: int | None) -> tuple[Turning, ...]:
        """Candidates at base, the nearest of them narrowed down."""
        near = sorted(self._candidates(seed), key=lambda one: _nearest_end(one))
        chosen = list({one.lever.path: one for one in reversed(near)}.values())
        chosen.sort(key=_nearest_end)
        found = self._narrowed(chosen[: MOST + _SPARE], run, seed, trials)
        return tuple(sorted(self._sound(found), key=lambda one: one.distance))[:MOST]

    def _study(self, tried: Sequence[Lever], run: Run, seed: int, trials: int | None = None) -> Study:
        paths = [path for one in tried for path in one.case(one.now)]
        return Study(self.sheet, paths, structures=list(self.values), run=run, seed=seed, trials=trials)

    def _candidates(self, seed: int) -> Iterator[_Candidate]:
        every = [one for one in levers(self.sheet) if one.now != 0.0]
        study = self._study(every, "base", seed)
        every = [one for one in every if all(path in study.axes.index for path in one.case(one.now))]
        room = ROOM // study.axes.effort(study.structures, deciding=DECIDING)
        factors = FACTORS if room >= len(every) * len(FACTORS) else FEW
        every = every[: max(1, room // len(factors))]
        cases: list[Case] = [{}]
        points = {one.path: _points(one, factors) for one in every}
        for one in every:
            cases += [one.case(x) for x in points[one.path]]
        start, *worths = study.worths(cases)
        at = iter(worths)
        for one in every:
            known = {x: self._gaps(start, next(at)) for x in points[one.path]} | {
                one.now: self._gaps(start, start)
            }
            yield from self._crossed(one, known)

    def _gaps(self, start: Worth, worth: Worth) -> dict[str, float]:
        """By rival, the lead of the first over it."""
        return {
            rival: self._value(start, worth, self.first) - self._value(start, worth, rival)
            for rival in self.rivals
        }

    def _value(self, start: Worth, worth: Worth, name: str) -> float:
        return self.values[name] + worth.own(self.party, name) - start.own(self.party, name)

    def _crossed(self, one: Lever, known: Mapping[float, Mapping[str, float]]) -> Iterator[_Candidate]:
        """Going up and going down from where the number stands, the first pair of values with another first."""
        for values in (
            sorted(x for x in known if x >= one.now),
            sorted((x for x in known if x <= one.now), reverse=True),
        ):
            for near, far in itertools.pairwise(values):
                rival = min(self.rivals, key=lambda name: known[far][name])
                if known[far][rival] < 0.0:
                    yield _Candidate(one, rival, min(near, far), max(near, far))
                    break

    def _narrowed(
        self, chosen: Sequence[_Candidate], run: Run, seed: int, trials: int | None
    ) -> Iterator[Turning]:
        if not chosen:
            return
        whole = self._study([one.lever for one in chosen], run, seed, trials)
        study = whole.sketch()
        start = study.worths([{}])[0]

        def gaps(asked: Sequence[tuple[int, float]]) -> Array:
            worths = study.worths([chosen[index].lever.case(x) for index, x in asked])
            return np.array(
                [
                    self._gaps(start, worth)[chosen[index].rival]
                    for (index, _), worth in zip(asked, worths, strict=True)
                ]
            )

        ends = [(index, x) for index, one in enumerate(chosen) for x in (one.low, one.high)]
        values = gaps(ends).reshape(-1, 2)
        crossed = [index for index, (a, b) in enumerate(values) if (a > 0.0) != (b > 0.0)]
        brackets = [Bracket(chosen[i].low, chosen[i].high, *values[i].tolist()) for i in crossed]
        near, rounds = (CLOSE, ROUNDS) if study is whole else (CLOSE_DRAWN, ROUNDS_DRAWN)
        close = near * max(abs(value) for value in self.values.values())
        found = narrowed(
            brackets, lambda asked: gaps([(crossed[i], x) for i, x in asked]), close=close, rounds=rounds
        )
        for index, one in zip(crossed, found, strict=True):
            overtaken = one.at if isinstance(one, Root) or one.after < 0.0 else one.below
            yield Turning(chosen[index].lever, overtaken, chosen[index].rival)

    def _sound(self, found: Iterator[Turning]) -> Iterator[Turning]:
        """Those whose number makes a sheet without errors."""
        for one in found:
            made = changed(self.sheet, one.lever.case(one.to))
            if made is not None and not isinstance(sound(made.data), Finding):
                yield one


def _points(one: Lever, factors: Sequence[float]) -> list[float]:
    values = {one.held(one.now * factor) for factor in factors} | (
        {one.low, one.high} if one.uncertain else set()
    )
    return sorted(values - {one.now})


def _nearest_end(one: _Candidate) -> float:
    return min(
        _distance(one.lever, one.low) or _distance(one.lever, one.high),
        _distance(one.lever, one.high) or _distance(one.lever, one.low),
    )


def _distance(one: Lever, number: float) -> float:
    """How far *number* is from where it stands, in proportion; all the way where it is nothing."""
    ratio = number / one.now
    return abs(log(ratio)) if ratio > 0.0 else 10.0
