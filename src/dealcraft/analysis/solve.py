"""The value of a term that meets a target: every one in a bracket, since value does not always rise with a rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dealcraft.analysis.asked import path_of
from dealcraft.analysis.dips import closer
from dealcraft.analysis.levers import Lever, changed, held, lever, read
from dealcraft.analysis.roots import Jump, Root, around, astride, crossings
from dealcraft.analysis.sound import sound, told
from dealcraft.analysis.study import How, Study, Worth
from dealcraft.analysis.targets import Measure, Target, read_target
from dealcraft.errors import UsageError
from dealcraft.findings import Finding
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.array import Array

LOOKS: Final = 41
"""Values of the term at which a bracket is looked at for crossings."""
CLOSE: Final = 1e-13
"""Both sides of a target are equal within this share of the sheet's largest sum."""
CLOSE_RATES: Final = 1e-11
"""The same of rates."""
DIGITS: Final = 12
"""A solution has no more digits than these where the target is then still met to within `ENOUGH`."""
ENOUGH: Final = 1e-10
"""As a share of the larger side."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One value of the term: both sides of the target there, and what everything is worth."""

    value: float
    left: float
    right: float
    npv: Mapping[str, Mapping[str, float]]
    """By structure of the target and party."""

    @property
    def residual(self) -> float:
        """What is left between the two sides."""
        return self.left - self.right


@dataclass(frozen=True, slots=True)
class Unsound:
    """A value of the term that would meet the target in a sheet that has an error."""

    at: float
    wrong: str
    """The error, in words."""


@dataclass(frozen=True, slots=True)
class Look:
    """Both sides at one value of the term; NaN where they have none."""

    at: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Solution:
    """All that can be said of a target."""

    lever: Lever
    target: Target
    bracket: tuple[float, float]
    now: Stand
    """As the sheet stands."""
    solutions: tuple[Stand, ...]
    """In rising order."""
    leaps: tuple[Jump, ...]
    """Where the left side less the right leaps over nothing: the target is not met there, only passed."""
    unsound: tuple[Unsound, ...]
    looks: tuple[Look, ...]
    """The course of both sides over the bracket; where inputs are drawn, at fewer scenarios than the run."""
    between: tuple[float, float] | None
    """Without solution: the least and the most that was seen of the left side, of the left side less the right where both
    are figures; None where it has no value anywhere."""


def solve(
    sheet: Sheet,
    path: Path,
    target: Target,
    *,
    bracket: tuple[float, float] | None = None,
    how: How | None = None,
) -> Solution:
    """Every value of the number at *path*, within *bracket*, at which *target* is met.

    Without a bracket: shares from 0% to 100%, other numbers from 0 to ten times what the sheet has. Raises UnknownPath
    where the sheet states nothing there, UsageError where that is no number or the bracket cannot be held.
    """
    return _Solving(sheet, lever(sheet, path), target, how or How()).answer(bracket)


def solve_for(
    sheet: Sheet,
    path: str | Path,
    target: str,
    *,
    between: tuple[str, str] | None = None,
    how: How | None = None,
) -> Solution:
    """The same asked in words: *path*, *target* and the ends of the bracket *between* are spelled as in a sheet.

    A figure of the target that names no structure is of the structure that *path* lies in.
    """
    place = path_of(path)
    one = lever(sheet, place)
    own = str(place[1]) if place[:1] == ("structures",) else None
    if between is not None and len(between) != 2:
        raise UsageError("between takes two values: where to look from, and up to where")
    bracket = None if between is None else (read(sheet, one, between[0]), read(sheet, one, between[1]))
    return solve(sheet, place, read_target(target, sheet, structure=own), bracket=bracket, how=how)


class _Solving:
    """Looks at the bracket at few points of what is drawn, and narrows at all of them."""

    def __init__(self, sheet: Sheet, term: Lever, target: Target, how: How) -> None:
        self.sheet, self.lever, self.target = sheet, term, target
        self.study = Study.of(sheet, term.case(term.now), structures=target.structures, how=how)
        plan = self.study.axes.plan
        self.timeline = plan.timeline
        self.close = CLOSE * plan.largest if target.left.unit == "money" else CLOSE_RATES

    def answer(self, bracket: tuple[float, float] | None) -> Solution:
        """The crossings, those that would make a sheet with errors apart."""
        low, high = held(self.sheet, self.lever, bracket)
        inside = [self.lever.now] if low < self.lever.now < high else []
        looks = np.unique([*np.linspace(low, high, LOOKS), *inside])
        sketch = self.study.sketch()
        course = sides = self._sides(sketch, looks)
        near, gaps = closer(lambda x: self._gaps(x, sketch), looks, course[0] - course[1], close=self.close)
        if sketch is self.study:
            found = self._crossings(near, gaps)
        else:
            found, sides = self._confirmed(near, gaps)
        kept, unsound = self._sound([one.at for one in found if isinstance(one, Root)])
        now, *stands = self._stands([*(float(f"{root:.{DIGITS}g}") for root in kept), *kept])
        solved = tuple(map(_shorter, stands[: len(kept)], stands[len(kept) :]))
        return Solution(
            self.lever, self.target, (low, high), now, solved,
            tuple(one for one in found if isinstance(one, Jump)), tuple(unsound),
            tuple(Look(*map(float, one)) for one in zip(looks, *course, strict=True)),
            None if solved else self._between(sides),
        )  # fmt: skip

    def _crossings(self, points: Array, gaps: Array) -> list[Root | Jump]:
        return crossings(
            lambda x: self._gaps(x, self.study), points.tolist(), gaps.tolist(), close=self.close
        )

    def _confirmed(self, looks: Array, rough: Array) -> tuple[list[Root | Jump], Array]:
        """The crossings that a sketch of the *rough* gap shows at *looks*, or those near it; both sides where they were asked."""
        pairs = astride(looks, rough)
        if pairs.size:
            sides = self._sides(self.study, pairs)
            found = self._crossings(pairs, sides[0] - sides[1])
            if len(found) >= pairs.size / 2 and any(isinstance(one, Root) for one in found):
                return found, sides
        points = around(looks, rough)
        sides = self._sides(self.study, points)
        return self._crossings(points, sides[0] - sides[1]), sides

    @property
    def _nets(self) -> bool:
        return any(measure.name == "irr" for measure in self.target.measures)

    def _sides(self, study: Study, numbers: Sequence[float] | Array) -> Array:
        """Both sides at each of *numbers*, shape (2, numbers); NaN where one has no value."""
        worths = study.worths([self.lever.case(float(x)) for x in numbers], nets=self._nets)
        return np.array([self.target.sides(worth, self.timeline) for worth in worths]).T

    def _gaps(self, numbers: Array, study: Study) -> Array:
        """Left less right at each of *numbers*."""
        sides = self._sides(study, numbers)
        gaps: Array = sides[0] - sides[1]
        return gaps

    def _between(self, sides: Array) -> tuple[float, float] | None:
        seen = sides[0] - sides[1] if isinstance(self.target.right, Measure) else sides[0]
        known = seen[~np.isnan(seen)]
        return (float(known.min()), float(known.max())) if known.size else None

    def _sound(self, roots: Sequence[float]) -> tuple[list[float], list[Unsound]]:
        """The roots that make a sheet without errors, and what is wrong with the others."""
        kept, unsound = list[float](), list[Unsound]()
        for root in roots:
            made = changed(self.sheet, self.lever.case(root))
            found = None if made is None else sound(made.data)
            if found is None:
                unsound.append(Unsound(root, f"{self.lever.path} cannot be {self.lever.spelled(root)}"))
            elif isinstance(found, Finding):
                unsound.append(Unsound(root, told(found)))
            else:
                kept.append(root)
        return kept, unsound

    def _stands(self, numbers: Sequence[float]) -> list[Stand]:
        """The sheet as it is, then with each of *numbers*."""
        worths = self.study.worths([{}, *map(self.lever.case, numbers)], nets=self._nets)
        return list(map(self._stand, [self.lever.now, *numbers], worths))

    def _stand(self, number: float, worth: Worth) -> Stand:
        npv = {
            name: {party: worth.npv(party, name) for party in self.sheet.parties}
            for name in self.target.structures
        }
        return Stand(number, *self.target.sides(worth, self.timeline), npv)


def _shorter(short: Stand, full: Stand) -> Stand:
    """The *short* spelling of a solution, else the *full* one."""
    return short if abs(short.residual) <= ENOUGH * max(abs(short.left), abs(short.right)) else full
