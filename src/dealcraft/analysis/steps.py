"""Changes between two versions gathered into steps: one change each, but for those that make no sound sheet alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dealcraft.analysis.attribution import Some, needed
from dealcraft.analysis.versions import Eye, Versions
from dealcraft.engine.lower import lower
from dealcraft.engine.plan import Plan
from dealcraft.units import Path

Seen = tuple[Eye, str]
"""A structure, and on whose sheet it is valued."""


class Steps:
    """The steps of *versions*, and which of them move each structure as each *eye* sees it."""

    def __init__(self, versions: Versions, structures: Sequence[str], eyes: Sequence[Eye]) -> None:
        self.versions = versions
        self._everything = frozenset(range(len(versions.changes)))
        self._plans = dict[tuple[Some, Eye], Plan]()
        self.groups = [frozenset({index}) for index in sorted(self._everything)]
        """By step its changes."""
        self.moving: Mapping[Seen, Sequence[int]] = {}
        """By structure and eye the steps that move it."""
        self._settle([(eye, name) for name in structures for eye in eyes])

    def taken(self, steps: Some) -> Some:
        """The changes of *steps*."""
        return frozenset[int]().union(*(self.groups[index] for index in steps))

    def _settle(self, seen: Sequence[Seen]) -> None:
        """Put together what makes no sense alone, until no set of steps that is needed leaves an unsound sheet."""
        while True:
            while len(self.groups) > 1 and (odd := self._odd_one()) is not None:
                self._join(odd, self._partner(odd))
            self.moving = {one: [i for i in range(len(self.groups)) if self._moves(i, *one)] for one in seen}
            broken = next(self._broken(), None)
            if broken is None:
                return
            self._join(*broken)

    def _broken(self) -> Iterator[tuple[int, int]]:
        """Two steps to be put together, for each set of them that leaves no sound sheet."""
        for players in self.moving.values():
            for some in needed(players):
                if not self.versions.are_sound(self.taken(some)):
                    inside = sorted(some)
                    yield (inside[-2], inside[-1]) if players[0] in some else (inside[0], inside[1])

    def _odd_one(self) -> int | None:
        """A step that leaves no sound sheet where it comes first, or last."""
        odd = (index for index, group in enumerate(self.groups) if not self._fits(group))
        return next(odd, None)

    def _fits(self, group: Some) -> bool:
        sound = self.versions.are_sound
        return sound(group) and sound(self._everything - group)

    def _partner(self, odd: int) -> int:
        """The step, the nearest first, with which another makes sense; else the nearest."""
        near = sorted((i for i in range(len(self.groups)) if i != odd), key=lambda i: -self._nearness(odd, i))
        fitting = (index for index in near if self._fits(self.groups[odd] | self.groups[index]))
        return next(fitting, near[0])

    def _nearness(self, one: int, other: int) -> int:
        return max(
            _common(self.versions.changes[i].path, self.versions.changes[j].path)
            for i in self.groups[one]
            for j in self.groups[other]
        )

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((one, other))
        self.groups[first] |= self.groups.pop(second)

    def _moves(self, index: int, eye: Eye, name: str) -> bool:
        """Whether a step can move a structure: not one of another structure, and not mere words."""
        group = self.groups[index]
        if all(self.versions.changes[i].lies_elsewhere(name) for i in group):
            return False
        pairs = ((frozenset[int](), group), (self._everything - group, self._everything))
        return any(self._plan(one, eye, name) != self._plan(other, eye, name) for one, other in pairs)

    def _plan(self, taken: Some, eye: Eye, name: str) -> object:
        if (taken, eye) not in self._plans:
            self._plans[taken, eye] = lower(self.versions.sheet(taken, eye))
        plan = self._plans[taken, eye]
        everything_else = (
            getattr(plan, field) for field in plan.__slots__ if field not in ("structures", "largest")
        )
        return plan.structures[name], tuple(everything_else)


def _common(one: Path, other: Path) -> int:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same
