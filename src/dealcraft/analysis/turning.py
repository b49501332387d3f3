"""What would change the answer: the numbers of a sheet at which another structure comes first, the nearest first."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final

import numpy as np

from dealcraft.analysis.levers import Lever, changed, levers
from dealcraft.analysis.roots import Bracket, Jump, Root, narrowed_wide, polished
from dealcraft.analysis.sound import sound
from dealcraft.analysis.study import Study, Worth
from dealcraft.engine.axes import Case
from dealcraft.engine.result import Run
from dealcraft.findings import Finding
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.array import Array

FACTORS: Final = (0.4, 2.5)
"""What numbers are multiplied by in the search."""
MOST: Final = 6
"""Turning points that are told."""
ROOM: Final = 25_000
"""Scenarios that the search may take; where that is too few for all numbers, the first of the sheet are tried."""
DECIDING: Final = 4
"""How many times a structure in which someone decides has to be valued."""
TRIALS: Final = 256
"""About how many scenarios each takes where inputs are drawn."""
ROUNDS: Final = 3
"""Times that a turning point is narrowed down by secants."""
CUTS: Final = 1
"""Times that a leap is narrowed down sixteenfold."""
CLOSE: Final = 1e-8
"""Near enough, as a share of the largest value."""
ROUNDS_DRAWN: Final = 6
CLOSE_DRAWN: Final = 1e-3
"""The same where inputs are drawn, and sampling error is larger."""
_SPARE: Final = 1
_DIGITS: Final = 9


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
    """Between two values of a number another structure takes the first place; how far ahead the first is at them."""

    lever: Lever
    near: float
    far: float
    lead_near: float
    lead_far: float
    rival: str
    """The one that is first at the far value."""

    @property
    def distance(self) -> float:
        """How far away the change is about, as if the lead fell in a straight line; no finer than rounding leaves it."""
        share = self.lead_near / (self.lead_near - self.lead_far)
        return round(_distance(self.lever, self.near + share * (self.far - self.near)), _DIGITS)

    def bracket(self) -> Bracket:
        """The same for a search."""
        if self.near < self.far:
            return Bracket(self.near, self.far, self.lead_near, self.lead_far)
        return Bracket(self.far, self.near, self.lead_far, self.lead_near)


class _Leads:
    """How far ahead the first structure is at values of some numbers, and which is nearest to it there."""

    def __init__(self, search: _Search, study: Study, tried: Sequence[Lever]) -> None:
        self.search, self.study, self.tried = search, study, tried
        self.rival = dict[tuple[int, float], str]()

    @cached_property
    def _start(self) -> Worth:
        return self.study.worths([{}])[0]

    def __call__(self, asked: Sequence[tuple[int, float]]) -> Array:
        worths = self.study.worths([self.tried[index].case(x) for index, x in asked])
        found = [self.search.lead(self._start, worth) for worth in worths]
        self.rival.update(zip(asked, (name for _, name in found), strict=True))
        return np.array([lead for lead, _ in found])


class _Search:
    """Gaps are those of the values at hand, moved by what a case changes."""

    def __init__(self, sheet: Sheet, party: str, values: Mapping[str, float]) -> None:
        self.sheet, self.party, self.values = sheet, party, values
        self.first = max(values, key=values.__getitem__)
        self.rivals = [name for name in values if name != self.first]

    def turning(self, run: Run, seed: int, trials: int | None) -> tuple[Turning, ...]:
        """Candidates at base, the nearest of them narrowed down."""
        nearest = dict[Path, _Candidate]()
        for one in sorted(self._candidates(seed), key=lambda one: one.distance):
            nearest.setdefault(one.lever.path, one)
        found = self._narrowed(list(nearest.values())[: MOST + _SPARE], run, seed, trials)
        sound_ = (one for one in sorted(found, key=lambda one: one.distance) if self._is_sound(one))
        return tuple(itertools.islice(sound_, MOST))

    def _study(self, tried: Sequence[Lever], run: Run, seed: int, trials: int | None = None) -> Study:
        paths = [path for one in tried for path in one.case(one.now)]
        return Study(self.sheet, paths, structures=list(self.values), run=run, seed=seed, trials=trials)

    def _candidates(self, seed: int) -> Iterator[_Candidate]:
        every = [one for one in levers(self.sheet) if one.now != 0.0]
        study = self._study(every, "base", seed)
        every = [one for one in every if all(path in study.axes.index for path in one.case(one.now))]
        room = ROOM // study.axes.effort(study.structures, deciding=DECIDING)
        every = every[: max(1, room // len(FACTORS))]
        cases: list[Case] = [{}]
        points = {one.path: _points(one) for one in every}
        for one in every:
            cases += [one.case(x) for x in points[one.path]]
        start, *worths = study.worths(cases)
        at = iter(worths)
        for one in every:
            leads = {x: self.lead(start, next(at)) for x in points[one.path]}
            yield from _crossed(one, leads | {one.now: self.lead(start, start)})

    def lead(self, start: Worth, worth: Worth) -> tuple[float, str]:
        """How far ahead of all others the first is, and which is nearest."""
        nearest = max(self.rivals, key=lambda name: self._value(start, worth, name))
        return self._value(start, worth, self.first) - self._value(start, worth, nearest), nearest

    def _value(self, start: Worth, worth: Worth, name: str) -> float:
        return self.values[name] + worth.own(self.party, name) - start.own(self.party, name)

    def _narrowed(
        self, chosen: Sequence[_Candidate], run: Run, seed: int, trials: int | None
    ) -> Iterator[Turning]:
        """Each narrowed down at base; where inputs are drawn, followed from there under the draws of the run."""
        if not chosen:
            return
        tried, largest = [one.lever for one in chosen], max(abs(value) for value in self.values.values())
        study = self._study(tried, "base" if run == "plain" else run, seed, trials)
        drawn = study.sketch(TRIALS)
        at_base = _Leads(self, study if drawn is study else self._study(tried, "base", seed), tried)
        found = narrowed_wide(
            [one.bracket() for one in chosen], at_base, close=CLOSE * largest, rounds=ROUNDS, cuts=CUTS
        )
        ends = [one.at if isinstance(one, Root) or one.after < 0.0 else one.below for one in found]
        if drawn is not study:
            under = _Leads(self, drawn, tried)
            roots = polished(under, ends, close=CLOSE_DRAWN * largest, rounds=ROUNDS_DRAWN)
            ends = [
                root.at if root is not None else end if isinstance(one, Jump) else lever.now
                for end, root, one, lever in zip(ends, roots, found, tried, strict=True)
            ]
        for index, (one, end) in enumerate(zip(chosen, ends, strict=True)):
            if one.lever.held(end) == end != one.lever.now:
                yield Turning(one.lever, end, at_base.rival.get((index, end), one.rival))

    def _is_sound(self, one: Turning) -> bool:
        """Whether the number makes a sheet without errors."""
        made = changed(self.sheet, one.lever.case(one.to))
        return made is not None and not isinstance(sound(made.data), Finding)


def _crossed(one: Lever, leads: Mapping[float, tuple[float, str]]) -> Iterator[_Candidate]:
    """Going up and going down from where the number stands, the first pair of values with another first."""
    up = sorted(x for x in leads if x >= one.now)
    down = sorted((x for x in leads if x <= one.now), reverse=True)
    for values in (up, down):
        for near, far in itertools.pairwise(values):
            if leads[far][0] < 0.0:
                yield _Candidate(one, near, far, leads[near][0], *leads[far])
                break


def _points(one: Lever) -> list[float]:
    values = {one.held(one.now * factor) for factor in FACTORS} | (
        {one.low, one.high} if one.uncertain else set()
    )
    return sorted(values - {one.now})


def _distance(one: Lever, number: float) -> float:
    """How far *number* is from where it stands, in proportion; all the way where it is nothing."""
    ratio = number / one.now
    return abs(log(ratio)) if ratio > 0.0 else 10.0
