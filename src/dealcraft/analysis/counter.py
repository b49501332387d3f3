"""A counter-offer: the smallest change to some terms that gives back what was conceded on others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dealcraft.analysis.levers import Lever, changed, lever
from dealcraft.analysis.roots import Root, searched
from dealcraft.analysis.sound import sound, told
from dealcraft.analysis.study import How, Study, Worth
from dealcraft.analysis.zone import sides
from dealcraft.engine.axes import Case
from dealcraft.findings import Finding
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.array import Array

BUMP: Final = 0.01
"""By what share each term is moved to see which way it goes."""
STEPS: Final = 8
"""Times that the direction of the smallest change is taken anew."""
ROUGH: Final = 1e-4
"""Near enough to the target for a direction."""
REACHES: Final = ((0.0, 0.5, 0.9, 1.0, 1.1, 1.5, 2.0), (-4.0, -2.0, -1.0, 0.0, 2.0, 3.0, 4.0, 8.0))
"""Multiples of the first estimate at which a change is looked for."""
CLOSE: Final = 1e-13
"""Restored within this share of the sheet's largest sum."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Terms that restore what was conceded."""

    terms: Mapping[Path, float]
    npv: Mapping[str, float]
    """By party what the structure is then worth to it, as it sees it."""
    problem: str | None
    """What is wrong with the sheet then; None where nothing is."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What was conceded, and what would make up for it."""

    structure: str
    party: str
    """Whose value is restored."""
    parties: tuple[str, ...]
    conceded: Mapping[Path, object]
    unlocked: tuple[Lever, ...]
    before: Mapping[str, float]
    """By party what the structure is worth to it in the sheet as it was."""
    after: Mapping[str, float]
    """The same with the concessions alone."""
    together: Offer | None
    """All unlocked terms moved, each in proportion to what it does, as little as will do; None where nothing will."""
    alone: Mapping[Path, Offer | None]
    """Each of them moved by itself, where there are several."""


def counter(
    sheet: Sheet,
    conceded: Sheet,
    concessions: Mapping[Path, object],
    unlock: Sequence[Path],
    *,
    structure: str,
    how: How | None = None,
) -> Counter:
    """What makes up, on the terms at the paths *unlock*, for the *concessions* that turned *sheet* into *conceded*.

    Raises UnknownPath where the sheet states nothing at such a path, UsageError where that is no number.
    """
    return _Countering(
        sheet, conceded, [lever(conceded, path) for path in unlock], structure, how or How()
    ).counter(concessions)


class _Countering:
    """The changes are in proportion to each term: x (1 + d), the smallest sum of d squared."""

    def __init__(
        self, sheet: Sheet, conceded: Sheet, unlocked: Sequence[Lever], structure: str, how: How
    ) -> None:
        self.sheet, self.conceded, self.unlocked, self.structure = sheet, conceded, unlocked, structure
        self.party = sheet.decides
        self.before = Study.of(sheet, (), structures=[structure], how=how).worths([{}])[0]
        opened = [path for one in unlocked for path in one.case(one.now)]
        self.study = Study.of(conceded, opened, structures=[structure], how=how)
        self.after = self.study.worths([{}])[0]
        self.target = self.before.own(self.party, structure)
        self.close = CLOSE * self.study.axes.plan.largest
        self.sketch = self.study.sketch()
        rough = self.after if self.sketch is self.study else self.sketch.worths([{}])[0]
        self._off = self.after.own(self.party, structure) - rough.own(self.party, structure)

    def counter(self, concessions: Mapping[Path, object]) -> Counter:
        """All together, and each alone."""
        parties = sides(self.before, self.sheet, self.structure)
        several = len(self.unlocked) > 1
        return Counter(
            self.structure, self.party, parties, concessions, tuple(self.unlocked), self._npv(self.before),
            self._npv(self.after), self._together(),
            {one.path: self._alone(index) for index, one in enumerate(self.unlocked)} if several else {},
        )  # fmt: skip

    def _npv(self, worth: Worth) -> dict[str, float]:
        return {party: worth.own(party, self.structure) for party in self.sheet.parties}

    def _only(self, index: int) -> Array:
        return np.array([1.0 if other == index else 0.0 for other in range(len(self.unlocked))])

    def _case(self, change: Array) -> Case:
        """The terms, each changed by its share, as far as its place can hold it."""
        case = dict[Path, float]()
        for one, d in zip(self.unlocked, change.tolist(), strict=True):
            case |= one.case(one.held(one.now * (1.0 + d)))
        return case

    def _gaps(self, study: Study, changes: Sequence[Array]) -> Array:
        """What is still missing, or too much, under each of *changes*."""
        worths = study.worths([self._case(change) for change in changes])
        off = self._off if study is self.sketch else 0.0
        return np.array([worth.own(self.party, self.structure) + off - self.target for worth in worths])

    def _together(self) -> Offer | None:
        """Along the gradient: d = g (g d + missing) / (g g), which keeps to the smallest change, then exactly."""
        change = np.zeros(len(self.unlocked))
        for _ in range(STEPS):
            here, slope = self._slope(change)
            if not slope.any() or abs(here) <= ROUGH * abs(self.target):
                break
            change = slope * (slope @ change - here) / (slope @ slope)
        return self._along(change)

    def _alone(self, index: int) -> Offer | None:
        """One term by itself."""
        here, slope = self._slope(np.zeros(len(self.unlocked)))
        return self._along(self._only(index) * -here / slope[index]) if slope[index] else None

    def _slope(self, change: Array) -> tuple[float, Array]:
        """The gap under *change*, and what it loses for each term that is moved by so much of itself."""
        bumps = [change + BUMP * self._only(index) for index in range(len(self.unlocked))]
        here, *there = self._gaps(self.sketch, [change, *bumps]).tolist()
        return here, (np.array(there) - here) / BUMP

    def _along(self, direction: Array) -> Offer | None:
        """The smallest multiple of *direction*, forward or back, that restores the value."""
        if not direction.any():
            return None

        def of(study: Study) -> Callable[[Array], Array]:
            return lambda steps: self._gaps(study, [step * direction for step in steps])

        rough = None if self.sketch is self.study else of(self.sketch)
        for looks in REACHES:
            found = searched(of(self.study), np.array(looks), rough=rough, close=self.close)
            roots = [one.at for one in found if isinstance(one, Root)]
            if roots:
                return self._offer(self._case(min(roots, key=abs) * direction))
        return None

    def _offer(self, case: Case) -> Offer:
        (worth,) = self.study.worths([case])
        made = changed(self.conceded, case)
        problem = None if made is None else sound(made.data)
        return Offer(case, self._npv(worth), told(problem) if isinstance(problem, Finding) else None)
