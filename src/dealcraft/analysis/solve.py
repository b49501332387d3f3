"""The value of a term that meets a target: every one in a bracket, since value does not always rise with a rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np

from dealcraft.analysis.levers import Lever, lever
from dealcraft.analysis.roots import Jump, Root, crossings
from dealcraft.analysis.sound import sound, told
from dealcraft.analysis.study import Study, Worth
from dealcraft.analysis.targets import Target
from dealcraft.engine.result import Run
from dealcraft.errors import Unreadable, UsageError
from dealcraft.findings import Finding
from dealcraft.terms.paths import get, replace_all, spell
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Duration, Path
from dealcraft.units.array import Array

LOOKS: Final = 41
"""Values of the term at which a bracket is looked at for crossings."""
CLOSE: Final = 1e-13
"""Both sides of a target are equal within this share of the sheet's largest sum, rates within as much of 1."""
_TIMES: Final = 10.0
"""How far above what the sheet has an amount is looked for."""


@dataclass(frozen=True, slots=True)
class Solved:
    """One value of the term at which the target is met."""

    value: float
    residual: float
    """What is left between the two sides."""
    npv: Mapping[str, Mapping[str, float]]
    """By structure and party, there."""


@dataclass(frozen=True, slots=True)
class Solution:
    """All that can be said of a target."""

    lever: Lever
    target: Target
    bracket: tuple[float, float]
    solutions: tuple[Solved, ...]
    now: tuple[float, float]
    """Both sides as the sheet stands."""
    reason: str | None
    """Why there is no solution."""
    between: tuple[float, float] | None
    """Without solution: the least and the most that the left side less the right came to in the bracket."""


@dataclass(frozen=True, slots=True)
class How:
    """The run that a sheet is valued by."""

    run: Run = "expected"
    seed: int = 0
    trials: int | None = None


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


class _Solving:
    """Looks at the bracket at few points of what is drawn, and narrows at all."""

    def __init__(self, sheet: Sheet, term: Lever, target: Target, how: How) -> None:
        self.sheet, self.lever, self.target = sheet, term, target
        self.study = Study(
            sheet, term.case(term.now), structures=target.structures,
            run=how.run, seed=how.seed, trials=how.trials,
        )  # fmt: skip
        plan = self.study.axes.plan
        self.timeline = plan.timeline
        self.close = CLOSE * (plan.largest if target.left.unit == "money" else 1.0)

    def answer(self, bracket: tuple[float, float] | None) -> Solution:
        """The crossings, those that would make a sheet with errors left out."""
        low, high = bracket or self._usual()
        self._hold(low, high)
        looks = np.unique(
            [*np.linspace(low, high, LOOKS), *([self.lever.now] if low < self.lever.now < high else [])]
        )
        sketch = self.study.sketch()
        gaps = self._gaps(sketch, looks)
        if sketch is not self.study:
            looks = _around(looks, gaps)
            gaps = self._gaps(self.study, looks)
        found = crossings(
            lambda xs: self._gaps(self.study, xs), looks.tolist(), gaps.tolist(), close=self.close
        )
        roots = [one for one in found if isinstance(one, Root)]
        sound_, unsound = self._sound(roots)
        reason = None if sound_ else self._reason(low, high, gaps, found, unsound)
        start = self.study.worths([{}], nets=self._nets)[0]
        known = gaps[~np.isnan(gaps)]
        return Solution(
            self.lever, self.target, (low, high), sound_, self.target.sides(start, self.timeline), reason,
            None if sound_ or not known.size else (float(known.min()), float(known.max())),
        )  # fmt: skip

    def _usual(self) -> tuple[float, float]:
        one = self.lever
        top = one.ceiling if isfinite(one.ceiling) else _TIMES * abs(one.now)
        if isinstance(one.leaf, Duration):
            top = min(top, float(self.sheet.valuation.horizon))
        return max(one.floor, 0.0), top or 1.0

    def _hold(self, low: float, high: float) -> None:
        """Refuse a bracket that the place of the number cannot hold."""
        if not low < high:
            raise UsageError(
                f"no number lies between {self.lever.spelled(low)} and {self.lever.spelled(high)}"
            )
        for end in (low, high):
            if self._sheet(end) is None:
                raise UsageError(f"{self.lever.path} cannot be {self.lever.spelled(end)}")

    def _sheet(self, number: float) -> Sheet | None:
        """The sheet with *number*; None where its place cannot hold it."""
        case = self.lever.case(number)
        try:
            return replace_all(
                self.sheet, {path: spell(get(self.sheet, path), x) for path, x in case.items()}
            )
        except Unreadable:
            return None

    @property
    def _nets(self) -> bool:
        return any(measure.name == "irr" for measure in self.target.measures)

    def _gaps(self, study: Study, numbers: Sequence[float] | Array) -> Array:
        """Left less right at each of *numbers*; NaN where one of them has no value."""
        worths = study.worths([self.lever.case(float(x)) for x in numbers], nets=self._nets)
        sides = [self.target.sides(worth, self.timeline) for worth in worths]
        return np.array([left - right for left, right in sides])

    def _sound(self, roots: Sequence[Root]) -> tuple[tuple[Solved, ...], list[tuple[float, str]]]:
        """The roots that make a sheet without errors, and what is wrong with the others."""
        kept, unsound = list[Root](), list[tuple[float, str]]()
        for root in roots:
            changed = self._sheet(root.at)
            found = sound(changed.data) if changed is not None else None
            if isinstance(found, Finding):
                unsound.append((root.at, told(found)))
            elif found is not None:
                kept.append(root)
        worths = self.study.worths([self.lever.case(root.at) for root in kept]) if kept else []
        return tuple(self._solved(root, worth) for root, worth in zip(kept, worths, strict=True)), unsound

    def _solved(self, root: Root, worth: Worth) -> Solved:
        npv = {
            name: {party: worth.npv(party, name) for party in self.sheet.parties}
            for name in self.target.structures
        }
        return Solved(root.at, root.value, npv)

    def _reason(
        self,
        low: float,
        high: float,
        gaps: Array,
        found: Sequence[Root | Jump],
        unsound: Sequence[tuple[float, str]],
    ) -> str:
        spelled, known = self.lever.spelled, gaps[~np.isnan(gaps)]
        if unsound:
            at, wrong = unsound[0]
            return f"at {spelled(at)} the target is met, but the sheet is not sound: {wrong}"
        if not known.size:
            missing = next(str(m) for m in self.target.measures)
            return f"{missing} has no value anywhere between {spelled(low)} and {spelled(high)}"
        if found:
            jump = found[0]
            return f"the target is leapt over at {spelled(jump.at)}, and never met"
        return f"no solution in [{spelled(low)}, {spelled(high)}]"


def _around(looks: Array, gaps: Array) -> Array:
    """The ends of the bracket, and those looks between which the sign may change, one more on either side."""
    wanted = {0, len(looks) - 1}
    signs = np.sign(np.nan_to_num(gaps))
    for index in np.flatnonzero(signs[:-1] != signs[1:]).tolist():
        wanted.update(range(max(0, index - 1), min(len(looks), index + 3)))
    wanted.add(int(np.nanargmin(np.abs(gaps))) if not np.isnan(gaps).all() else 0)
    return looks[sorted(wanted)]
