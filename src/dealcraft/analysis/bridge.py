"""What each change between two versions of a sheet is worth to each party: steps that sum to the whole difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dealcraft.analysis.attribution import Some, attributed, needed
from dealcraft.analysis.changes import Change
from dealcraft.analysis.study import How
from dealcraft.analysis.versions import Versions
from dealcraft.engine.lower import lower
from dealcraft.engine.plan import Plan
from dealcraft.engine.result import Valuation
from dealcraft.engine.stack import outcomes
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.array import Array

Worth = Mapping[str, Mapping[str, float]]
"""By structure and party."""


@dataclass(frozen=True, slots=True)
class Step:
    """Changes that make sense together only, mostly one, and what they are worth."""

    changes: tuple[int, ...]
    effect: Worth


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the value of one version to that of the other, for the structures that both have."""

    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    before: Worth
    after: Worth


def bridge(old: Sheet, new: Sheet, before: Valuation, after: Valuation, *, how: How) -> Bridge:
    """The bridge from *old*, worth *before*, to *new*, worth *after*; from new to old it is the exact negative."""
    if repr(old.data) > repr(new.data):  # one direction is computed, whichever was asked for
        back = bridge(new, old, after, before, how=how)
        steps = tuple(Step(step.changes, _negative(step.effect)) for step in back.steps)
        return Bridge(tuple(change.undone() for change in back.changes), steps, back.after, back.before)
    return _Bridging(Versions(old, new), before, after, how).bridge()


class _Bridging:
    """Finds the steps, values the sheets in between, and attributes."""

    def __init__(self, versions: Versions, before: Valuation, after: Valuation, how: How) -> None:
        self.versions, self.how = versions, how
        self.ends = before, after
        self.everything = frozenset(range(len(versions.changes)))
        self.names = [name for name in before.structures if name in after.structures]
        self.parties = list(dict.fromkeys([*versions.old.parties, *versions.new.parties]))
        self.plans = dict[Some, Plan]()
        self.groups = [frozenset({index}) for index in sorted(self.everything)]

    def bridge(self) -> Bridge:
        """All of it."""
        moving = self._settled()
        effects = {name: self._effects(name, moving[name]) for name in self.names}
        nothing = dict.fromkeys(self.parties, 0.0)
        steps = tuple(
            Step(tuple(sorted(group)), {name: effects[name].get(index, nothing) for name in self.names})
            for index, group in enumerate(self.groups)
        )
        before, after = (
            {name: {p: v.npv for p, v in found.structures[name].parties.items()} for name in self.names}
            for found in self.ends
        )
        return Bridge(self.versions.changes, steps, before, after)

    def _settled(self) -> dict[str, list[int]]:
        """By structure the steps that move it, once changes that make no sense alone have been put together."""
        while True:
            while len(self.groups) > 1 and (odd := self._odd_one()) is not None:
                self._join(odd, self._partner(odd))
            moving = {
                name: [i for i in range(len(self.groups)) if self._moves(i, name)] for name in self.names
            }
            broken = next(self._broken(moving), None)
            if broken is None:
                return moving
            self._join(*broken)

    def _broken(self, moving: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
        """Two steps to be put together, for each set of them that leaves no sound sheet."""
        for players in moving.values():
            for some in needed(players):
                if not self._is_sound(self._taken(some)):
                    inside = sorted(some)
                    yield (inside[-2], inside[-1]) if players[0] in some else (inside[0], inside[1])

    def _odd_one(self) -> int | None:
        """A step that leaves no sound sheet where it comes first, or last."""
        sound = self._is_sound
        both = (i for i, g in enumerate(self.groups) if not (sound(g) and sound(self.everything - g)))
        return next(both, None)

    def _partner(self, odd: int) -> int:
        """The step, the nearest first, with which another makes sense; else the nearest."""
        group = self.groups[odd]
        near = sorted((i for i in range(len(self.groups)) if i != odd), key=lambda i: -self._nearness(odd, i))
        for index in near:
            both = group | self.groups[index]
            if self._is_sound(both) and self._is_sound(self.everything - both):
                return index
        return near[0]

    def _nearness(self, one: int, other: int) -> int:
        return max(
            _common(self.versions.changes[i].path, self.versions.changes[j].path)
            for i in self.groups[one]
            for j in self.groups[other]
        )

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((one, other))
        self.groups[first] |= self.groups.pop(second)

    def _is_sound(self, taken: Some) -> bool:
        return isinstance(self.versions.sheet(taken), Sheet)

    def _taken(self, steps: Some) -> Some:
        return frozenset[int]().union(*(self.groups[index] for index in steps))

    def _moves(self, index: int, name: str) -> bool:
        """Whether a step can move a structure: not one of another structure, and not mere words."""
        group = self.groups[index]
        if all(self.versions.changes[i].lies_elsewhere(name) for i in group):
            return False
        pairs = ((frozenset[int](), group), (self.everything - group, self.everything))
        return any(self._plan(one, name) != self._plan(other, name) for one, other in pairs)

    def _plan(self, taken: Some, name: str) -> object:
        if taken not in self.plans:
            sheet = self.versions.sheet(taken)
            assert isinstance(sheet, Sheet)
            self.plans[taken] = lower(sheet)
        plan = self.plans[taken]
        everything_else = (
            getattr(plan, field) for field in plan.__slots__ if field not in ("structures", "largest")
        )
        return plan.structures[name], tuple(everything_else)

    def _effects(self, name: str, moving: Sequence[int]) -> dict[int, dict[str, float]]:
        if not moving:
            return {}
        known = dict(self._worths(name, needed(moving)))
        known[frozenset()], known[frozenset(moving)] = (
            np.array([self._end(found, name, party) for party in self.parties]) for found in self.ends
        )
        found = attributed(moving, known.__getitem__)
        return {i: dict(zip(self.parties, map(float, amounts), strict=True)) for i, amounts in found.items()}

    def _worths(self, name: str, sets: Sequence[Some]) -> Iterator[tuple[Some, Array]]:
        """What the structure is worth with some of the steps; sheets that differ in numbers only go together."""
        alike = dict[Some, list[Some]]()
        for some in sets:
            alike.setdefault(self._taken(some) - self.versions.numbers, []).append(some)
        for together in alike.values():
            sheets = [
                sheet
                for some in together
                if isinstance(sheet := self.versions.sheet(self._taken(some)), Sheet)
            ]
            how = self.how
            found = outcomes(sheets, run=how.run, seed=how.seed, trials=how.trials, structures=[name])
            for some, outcome in zip(together, found, strict=True):
                known = outcome[name].npvs
                yield some, np.array([outcome[name].npv(p) if p in known else 0.0 for p in self.parties])

    def _end(self, found: Valuation, name: str, party: str) -> float:
        worth = found.structures[name].parties.get(party)
        return 0.0 if worth is None else worth.npv


def _common(one: Path, other: Path) -> int:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same


def _negative(effect: Worth) -> Worth:
    return {name: {party: 0.0 - amount for party, amount in by.items()} for name, by in effect.items()}
