"""The value of a term that meets a target: every one in a bracket, since value does not always rise with a rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dealcraft.analysis.levers import Lever, changed, held, lever
from dealcraft.analysis.roots import Jump, Root, around, crossings
from dealcraft.analysis.sound import sound, told
from dealcraft.analysis.study import How, Study, Worth
from dealcraft.analysis.targets import Target
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
        self.close = CLOSE * plan.largest if target.left.unit == "money" else CLOSE_RATES

    def answer(self, bracket: tuple[float, float] | None) -> Solution:
        """The crossings, those that would make a sheet with errors left out."""
        low, high = held(self.sheet, self.lever, bracket)
        looks = np.unique(
            [*np.linspace(low, high, LOOKS), *([self.lever.now] if low < self.lever.now < high else [])]
        )
        sketch = self.study.sketch()
        gaps = self._gaps(sketch, looks)
        if sketch is not self.study:
            looks = around(looks, gaps)
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
            made = changed(self.sheet, self.lever.case(root.at))
            found = None if made is None else sound(made.data)
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
