"""What each change between two versions of a sheet is worth to each party: steps that sum to the whole difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from dealcraft.analysis.attribution import MOST, Some, attributed, needed
from dealcraft.analysis.changes import Change
from dealcraft.analysis.sources import takes_part
from dealcraft.analysis.steps import Steps
from dealcraft.analysis.study import How
from dealcraft.analysis.versions import Eye, Versions
from dealcraft.engine.result import PartyValue, Valuation
from dealcraft.engine.stack import outcomes
from dealcraft.terms.sheet import Sheet
from dealcraft.units.array import Array

BETWEEN: Final = 2048
"""About how many scenarios of an `expected` run a version in between takes, where there are so many of them."""
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
    some_orders: tuple[str, ...] = ()
    """The structures that so many steps move that they are credited over four orders in which they may come, not all."""
    between: int | None = None
    """About how many scenarios each version in between was valued at for these; None for as many as the two versions."""
    views: Mapping[str, Bridge] = field(default_factory=dict)
    """By party with a `view` in either version: the same, for it alone, on the sheets as it sees them."""

    def undone(self) -> Bridge:
        """The way back, the exact negative."""
        return Bridge(
            tuple(change.undone() for change in self.changes),
            tuple(Step(step.changes, _negative(step.effect)) for step in self.steps),
            self.after,
            self.before,
            self.some_orders,
            self.between,
            {party: view.undone() for party, view in self.views.items()},
        )


def bridge(old: Sheet, new: Sheet, before: Valuation, after: Valuation, *, how: How) -> Bridge:
    """The bridge from *old*, worth *before*, to *new*, worth *after*; from new to old it is the exact negative."""
    if repr(old.data) > repr(new.data):  # one direction is computed, whichever was asked for
        return bridge(new, old, after, before, how=how).undone()
    return _Bridging(Versions(old, new), before, after, how).bridge()


class _Bridging:
    """Values the sheets in between, and attributes."""

    def __init__(self, versions: Versions, before: Valuation, after: Valuation, how: How) -> None:
        self.versions, self.how = versions, how
        self.ends = before, after
        self.names = [name for name in before.structures if name in after.structures]
        self.steps = Steps(versions, self.names, (None, *versions.viewers))

    def bridge(self) -> Bridge:
        """All of it."""
        parties = dict.fromkeys([*self.versions.old.parties, *self.versions.new.parties])
        views = {party: self._bridge(party, [party], {}) for party in self.versions.viewers}
        return self._bridge(None, list(parties), views)

    def _bridge(self, eye: Eye, parties: Sequence[str], views: Mapping[str, Bridge]) -> Bridge:
        """The bridge for *parties* on the sheets as *eye* sees them."""
        effects = {name: self._effects(name, eye, parties) for name in self.names}
        nothing = dict.fromkeys(parties, 0.0)
        steps = tuple(
            Step(tuple(sorted(group)), {name: effects[name].get(index, nothing) for name in self.names})
            for index, group in enumerate(self.steps.groups)
        )
        before, after = (
            {name: self._end(found, name, eye, parties) for name in self.names} for found in self.ends
        )
        some = tuple(name for name in self.names if len(self.steps.moving[eye, name]) > MOST)
        between = BETWEEN if some and self._many else None
        return Bridge(self.versions.changes, steps, before, after, some, between, views)

    def _effects(self, name: str, eye: Eye, parties: Sequence[str]) -> dict[int, dict[str, float]]:
        moving = self.steps.moving[eye, name]
        if not moving or not self._concerns(name, eye):
            return {}
        known = dict(self._worths(name, eye, parties, needed(moving)))
        known[frozenset()], known[frozenset(moving)] = (
            np.array([self._end(found, name, eye, parties).get(party, 0.0) for party in parties])
            for found in self.ends
        )
        found = attributed(moving, known.__getitem__)
        return {i: dict(zip(parties, map(float, amounts), strict=True)) for i, amounts in found.items()}

    @property
    def _many(self) -> bool:
        """Whether the run has more scenarios than a version in between shall take, and nobody has asked for so many."""
        fewest = min(found.settings.scenarios for found in self.ends)
        return self.how.run == "expected" and self.how.trials is None and fewest > BETWEEN

    def _concerns(self, name: str, eye: Eye) -> bool:
        """Whether who looks has a part in the structure, in either version."""
        return eye is None or any(takes_part(found.structures[name], eye) for found in self.ends)

    def _worths(
        self, name: str, eye: Eye, parties: Sequence[str], sets: Sequence[Some]
    ) -> Iterator[tuple[Some, Array]]:
        """What the structure is worth with some of the steps; sheets that differ in numbers only go together."""
        alike, how = dict[Some, list[Some]](), self.how
        roughly = self._many and len(self.steps.moving[eye, name]) > MOST
        for some in sets:
            alike.setdefault(self.steps.taken(some) - self.versions.numbers, []).append(some)
        for together in alike.values():
            sheets = [self.versions.sheet(self.steps.taken(some), eye) for some in together]
            found = outcomes(
                sheets, run=how.run, seed=how.seed, trials=BETWEEN if roughly else how.trials, structures=[name],
                roughly=roughly,
            )  # fmt: skip
            for some, outcome in zip(together, found, strict=True):
                known = outcome[name].npvs
                yield some, np.array([outcome[name].npv(p) if p in known else 0.0 for p in parties])

    def _end(self, found: Valuation, name: str, eye: Eye, parties: Sequence[str]) -> dict[str, float]:
        """What a version is worth to those of *parties* that it has."""
        known = found.structures[name].parties
        return {party: _worth(known[party], eye) for party in parties if party in known}


def _worth(value: PartyValue, eye: Eye) -> float:
    """On the sheet as it stands, or as the party itself sees it."""
    return value.npv if eye is None or value.view is None else value.view


def _negative(effect: Worth) -> Worth:
    return {name: {party: 0.0 - amount for party, amount in by.items()} for name, by in effect.items()}
