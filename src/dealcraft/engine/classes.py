"""Outcome classes: every way that what is enumerated can turn out, and its chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from dealcraft.engine.leaf import Leaf
from dealcraft.engine.plan import Plan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.scenarios import Scenarios, number
from dealcraft.units.array import Array, Index, Mask, Number

CERTAIN = -1.0
"""A threshold below every chance of success."""
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


def scenarios_of(plan: Plan, chosen: OutcomeClass, weight: Array, values: Sequence[Array]) -> Scenarios:
    """The scenarios of one class at points where the slots have these *values* and, the class apart, this *weight*."""
    count = weight.size
    for slot in plan.slots:
        if slot.index in chosen.cases:
            weight = weight * slot.spread.chances[chosen.cases[slot.index]]

    def num(leaf: Leaf) -> Number:
        return number(leaf, values)

    for party, is_shelved in chosen.shelved.items():
        chance = num(plan.parties[party].shelving)
        weight = weight * (chance if is_shelved else 1.0 - chance)
    thresholds = dict[tuple[str, str], Array]()
    for asset, chain in chosen.chains.items():
        multipliers = [num(leaf) for leaf in runners(plan, asset)]
        for phase, interval in zip(
            plan.assets[asset].phases, (*chain, *[None] * len(plan.assets[asset].phases)), strict=False
        ):
            u, width = _interval(num(phase.success), multipliers, interval, count)
            thresholds[asset, phase.name] = u
            weight = weight * width
    exits = dict[str, Array]()
    for key, leaves in exit_chances(plan).items():
        gone = [
            1.0 - (1.0 - num(leaf)) ** (year + 1.0) for leaf in leaves for year in range(years_of_exit(plan))
        ]
        exits[key], width = _between(gone, chosen.exits[key], count)
        weight = weight * width
    shelved = {party: np.full(count, flag) for party, flag in chosen.shelved.items()}
    return Scenarios(weight, thresholds, shelved, exits, values)


def _interval(
    success_rate: Number, multipliers: Sequence[Number], interval: int | None, count: int
) -> tuple[Array, Number]:
    """The middle and the width of one interval between the chances of success that structures use."""
    if interval is None:
        return np.full(count, 0.5), 1.0
    return _between([np.minimum(success_rate * m, 1.0) for m in multipliers], interval, count)


def _between(chances: Sequence[Number], interval: int, count: int) -> tuple[Array, Array]:
    """The middle and the width of one of the intervals into which *chances* cut [0, 1]."""
    cuts = np.sort([np.broadcast_to(chance, (count,)) for chance in chances], axis=0)
    low = cuts[interval - 1] if interval else np.zeros(count)
    high = cuts[interval] if interval < len(cuts) else np.ones(count)
    return (low + high) / 2.0, high - low
