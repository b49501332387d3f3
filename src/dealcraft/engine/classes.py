"""Outcome classes: every way that what is enumerated can turn out, and its chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from dealcraft.engine.leaf import Leaf
from dealcraft.engine.plan import Plan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.scenarios import Scenarios, number
from dealcraft.units.array import Array, Index, Mask, Number

K = TypeVar("K")
N = TypeVar("N", np.int64, np.bool_)

CERTAIN = -1.0
"""A threshold below every chance of success."""
OPEN = -1
"""The interval of a threshold that nothing depends on."""
STAYS = 1.0
"""Above every chance of leaving."""


class OutcomeClass(NamedTuple):
    """One way that everything enumerated can turn out."""

    cases: Mapping[int, int]
    """Which case each discrete slot takes."""
    shelved: Mapping[str, bool]
    chains: Mapping[str, tuple[int, ...]]
    """By asset, the interval in which each phase's threshold lies, up to the phase that fails for all."""
    exits: Mapping[str, int]
    """By licensee and part, the interval in which its uniform lies."""
    reaches: bool


class Ways(NamedTuple):
    """How everything enumerated turns out in each of some classes, shape (C,), or in one, shape (1,)."""

    cases: Mapping[int, Index]
    shelved: Mapping[str, Mask]
    intervals: Mapping[tuple[str, str], Index]
    """By asset and phase; -1 for phases after the one that fails for all."""
    exits: Mapping[str, Index]
    reaches: bool
    """Whether any of them may reach a market."""

    @classmethod
    def of(cls, plan: Plan, found: Sequence[OutcomeClass]) -> Ways:
        """Those of the classes *found*, at least one."""
        first, intervals = found[0], dict[tuple[str, str], Index]()
        for asset in first.chains:
            for place, phase in enumerate(plan.assets[asset].phases):
                chains = (one.chains[asset] for one in found)
                own = [chain[place] if place < len(chain) else OPEN for chain in chains]
                intervals[asset, phase.name] = np.array(own)
        return cls(
            {index: np.array([one.cases[index] for one in found]) for index in first.cases},
            {party: np.array([one.shelved[party] for one in found]) for party in first.shelved},
            intervals,
            {key: np.array([one.exits[key] for one in found]) for key in first.exits},
            any(one.reaches for one in found),
        )

    def again(self, times: int) -> Ways:
        """The same classes so many times over."""
        if times == 1:
            return self
        return Ways(
            _again(self.cases, times), _again(self.shelved, times), _again(self.intervals, times),
            _again(self.exits, times), self.reaches,
        )  # fmt: skip


def _again(some: Mapping[K, NDArray[N]], times: int) -> dict[K, NDArray[N]]:
    return {key: np.tile(own, times) if own.size > 1 else own for key, own in some.items()}


def classes(plan: Plan) -> Iterator[OutcomeClass]:
    """Every class, those of one choice of discrete values together."""
    discrete = [slot for slot in plan.slots if slot.enumerated]
    shelving = [p.id for p in plan.parties.values() if p.shelving != 0.0]
    exits = {
        key: range(len(chances) * years_of_exit(plan) + 1) for key, chances in exit_chances(plan).items()
    }
    chains = [
        list(_chains(len(runners(plan, asset)), len(plan.assets[asset].phases))) for asset in plan.assets
    ]
    sold = {cell.asset for cell in plan.cells.values()}
    for cases in product(*(range(len(slot.spread.values)) for slot in discrete)):
        for flags in product((False, True), repeat=len(shelving)):
            for chain in product(*chains):
                ways = dict(zip(plan.assets, chain, strict=True))
                reaches = any(
                    len(way) == len(plan.assets[a].phases) and (not way or way[-1] < len(runners(plan, a)))
                    for a, way in ways.items()
                    if a in sold
                )
                for years in product(*exits.values()):
                    yield OutcomeClass(
                        dict(zip((slot.index for slot in discrete), cases, strict=True)),
                        dict(zip(shelving, flags, strict=True)), ways, dict(zip(exits, years, strict=True)), reaches,
                    )  # fmt: skip


def passed(plan: Plan, s: Scenarios) -> tuple[Index, Mask]:
    """How far each scenario's assets get at best, as a number that is equal where all get equally far; and where some
    asset with markets passes every phase, whoever develops it.
    """
    far, reaches = np.zeros(s.size, dtype=np.int64), np.zeros(s.size, dtype=bool)
    sold = {cell.asset for cell in plan.cells.values()}
    for name, asset in plan.assets.items():
        count = _phases_passed(plan, s, name)
        far = far * (len(asset.phases) + 1) + count
        if name in sold:
            reaches |= count == len(asset.phases)
    return far, reaches


def _phases_passed(plan: Plan, s: Scenarios, asset: str) -> Index:
    """How many phases whoever is best at it passes before the first that fails."""
    alive, count = np.ones(s.size, dtype=bool), np.zeros(s.size, dtype=np.int64)
    multipliers = [s.num(leaf) for leaf in runners(plan, asset)]
    for phase in plan.assets[asset].phases:
        chance = np.max([np.minimum(s.num(phase.success) * m, 1.0) for m in multipliers], axis=0)
        alive &= s.thresholds[asset, phase.name] < chance
        count += alive
    return count


def exit_key(agreement: AgreementPlan) -> str:
    """Agreements of one licensee in different structures share one draw; those of one package do not."""
    part = str(agreement.path[-1]) if "parts" in agreement.path else ""
    return f"{agreement.acquirer}/{part}"


def exit_chances(plan: Plan) -> dict[str, list[Leaf]]:
    """The yearly chances of leaving that each draw has to tell apart."""
    found = dict[str, list[Leaf]]()
    for structure in plan.structures.values():
        for agreement in structure.agreements:
            for clause in agreement.clauses:
                if clause.chance is not None and clause.chance not in found.setdefault(
                    exit_key(agreement), []
                ):
                    found[exit_key(agreement)].append(clause.chance)
    return found


def years_of_exit(plan: Plan) -> int:
    """How many anniversaries of a right to leave the horizon can hold."""
    return int(np.ceil(plan.timeline.horizon)) + 1


def _chains(rates: int, phases: int) -> Iterator[tuple[int, ...]]:
    """The intervals in which the thresholds of a chain can lie; the last one of a phase fails for everyone."""
    if not phases:
        yield ()
        return
    for interval in range(rates):
        for rest in _chains(rates, phases - 1):
            yield (interval, *rest)
    yield (rates,)


def runners(plan: Plan, asset: str) -> list[Leaf]:
    """The distinct multipliers of success among those who may run the development of *asset*."""
    names = [plan.assets[asset].owner]
    names += [s.developers[asset] for s in plan.structures.values() if asset in s.assets]
    names += [a.grantor for s in plan.structures.values() for a in s.agreements if asset in a.assets]
    return list(dict.fromkeys(plan.parties[name].success for name in names))


def scenarios_of(plan: Plan, ways: Ways, weight: Array, values: Sequence[Array]) -> Scenarios:
    """The scenarios of classes at points where the slots have these *values* and, the classes apart, this *weight*."""
    count = weight.size
    for slot in plan.slots:
        if slot.index in ways.cases:
            weight = weight * np.asarray(slot.spread.chances)[ways.cases[slot.index]]

    def num(leaf: Leaf) -> Number:
        return number(leaf, values)

    for party, is_shelved in ways.shelved.items():
        chance = num(plan.parties[party].shelving)
        weight = weight * np.where(is_shelved, chance, 1.0 - chance)
    thresholds = dict[tuple[str, str], Array]()
    for asset in plan.assets:
        multipliers = [num(leaf) for leaf in runners(plan, asset)]
        for phase in plan.assets[asset].phases:
            chances = [np.minimum(num(phase.success) * m, 1.0) for m in multipliers]
            u, width = _between(chances, ways.intervals[asset, phase.name], count)
            thresholds[asset, phase.name] = u
            weight = weight * width
    exits = dict[str, Array]()
    for key, leaves in exit_chances(plan).items():
        gone = [
            1.0 - (1.0 - num(leaf)) ** (year + 1.0) for leaf in leaves for year in range(years_of_exit(plan))
        ]
        exits[key], width = _between(gone, ways.exits[key], count)
        weight = weight * width
    shelved = {party: np.array(np.broadcast_to(flag, (count,))) for party, flag in ways.shelved.items()}
    return Scenarios(weight, thresholds, shelved, exits, values, reaches=ways.reaches)


def _between(chances: Sequence[Number], interval: Index, count: int) -> tuple[Array, Array]:
    """The middle and the width of the *interval*, of those into which *chances* cut [0, 1]; all of it where there is none."""
    if interval.size > 1:
        ends = [np.zeros(count), *chances, np.ones(count)]
        cuts = np.sort([np.broadcast_to(end, (count,)) for end in ends], axis=0)
        open_ = interval == OPEN
        low, high = (
            np.take_along_axis(cuts, np.where(open_, end, interval + step)[None], axis=0)[0]
            for step, end in ((0, 0), (1, len(cuts) - 1))
        )
        return (low + high) / 2.0, high - low
    (place,) = interval.tolist()
    if place == OPEN:
        return np.full(count, 0.5), np.ones(count)
    cuts = np.sort([np.broadcast_to(chance, (count,)) for chance in chances], axis=0)
    low = cuts[place - 1] if place else np.zeros(count)
    high = cuts[place] if place < len(cuts) else np.ones(count)
    return (low + high) / 2.0, high - low
