"""Where scenarios come from: every class at quasi-random points, at base, drawn at random, or success alone."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from dealcraft.engine.classes import (
    CERTAIN,
    STAYS,
    OutcomeClass,
    Ways,
    classes,
    exit_chances,
    passed,
    scenarios_of,
)
from dealcraft.engine.draws import points
from dealcraft.engine.inputs import Inputs
from dealcraft.engine.plan import Plan
from dealcraft.engine.result import Run
from dealcraft.engine.scenarios import Scenarios, join
from dealcraft.errors import UsageError
from dealcraft.units.array import Array, Index

REPLICATES = 16
POINTS_REACHING = 64
POINTS_ELSE = 4
MOST_CLASSES = 4096
USUAL = 100_000
"""Trials of a plain run unless said."""
DRAWN = 98_304
"""Most scenarios drawn at a time; in a plain run part of what its result is."""
STRATUM = 4096
"""How many scenarios count as similar in sales."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Scenarios, made when they are needed: the same ones each time."""

    size: int
    exact: bool
    """Whether every uncertain input is enumerated."""
    replicated: bool
    """Whether they are independent randomisations, whose means give standard errors."""
    units: tuple[Callable[[], Iterator[Scenarios]], ...]
    """Parts that do not need each other: they may be valued anywhere, and are added up in this order."""

    def parts(self) -> Iterator[Scenarios]:
        """One after another."""
        return itertools.chain.from_iterable(unit() for unit in self.units)

    def whole(self) -> Scenarios:
        """All of them at once."""
        return join(list(self.parts()))


def stream_of(plan: Plan, run: Run, seed: int, trials: int | None = None) -> Stream:
    """The scenarios of a run, shared by every structure."""
    match run:
        case "success":
            return success(plan)
        case "plain":
            return plain(plan, seed=seed, trials=trials or USUAL)
        case _:
            return expected(plan, seed=seed, at_base=run == "base", trials=trials)


def success(plan: Plan) -> Stream:
    """One scenario: every phase passed, nobody shelved, no exit, inputs at base or likeliest."""
    one = np.ones(1)
    thresholds = {(a.id, p.name): one * CERTAIN for a in plan.assets.values() for p in a.phases}
    exits = dict.fromkeys(exit_chances(plan), one * STAYS)
    shelved = {p.id: np.zeros(1, dtype=bool) for p in plan.parties.values() if p.shelving != 0.0}
    only = Scenarios(one, thresholds, shelved, exits, tuple(one * slot.likeliest for slot in plan.slots))
    return Stream(
        1, all(slot.enumerated for slot in plan.slots), replicated=False, units=(lambda: iter((only,)),)
    )


def expected(plan: Plan, *, seed: int, at_base: bool = False, trials: int | None = None) -> Stream:
    """Every outcome class exactly, each crossed with quasi-random points of what else is uncertain.

    *at_base* puts drawn inputs at their base instead; *trials* is about how many scenarios there shall be in all.
    Raises UsageError beyond 4,096 classes.
    """
    drawn = any(not slot.enumerated for slot in plan.slots)
    found = _possible(plan, at_base=at_base)
    if at_base or not drawn:
        made = at_base_of(plan, found)
        likely = made.block(np.flatnonzero(made.weight))
        return Stream(likely.size, not drawn, replicated=False, units=(lambda: iter((likely,)),))

    parts = list(_parts(found, _counts(found, trials)))
    units = tuple(partial(_made, plan, seed, unit) for unit in _together(parts))
    size = sum(part.size for part in parts)
    return Stream(size, exact=False, replicated=True, units=units)


def at_points(
    plan: Plan, *, seed: int, trials: int | None = None
) -> Iterator[tuple[OutcomeClass, Scenarios]]:
    """The classes of an `expected` run, each at its quasi-random points."""
    found = _possible(plan, at_base=False)
    for part in _parts(found, _counts(found, trials)):
        yield part.chosen, part.made(plan, seed)


def _possible(plan: Plan, *, at_base: bool) -> list[OutcomeClass]:
    """The classes; away from base, those that have any chance there."""
    found = list(classes(plan))
    if not at_base:
        found = [found[index] for index in np.flatnonzero(at_base_of(plan, found).weight)]
    if len(found) > MOST_CLASSES:
        raise UsageError(
            f"more than {MOST_CLASSES} outcome classes; fewer discrete leaves or phases are needed"
        )
    return found


def _counts(found: list[OutcomeClass], trials: int | None) -> list[int]:
    """Points of each replicate by class: many where a market is reached, few elsewhere."""
    scale = 1.0
    if trials is not None:
        usual = REPLICATES * sum(POINTS_REACHING if c.reaches else POINTS_ELSE for c in found)
        scale = trials / usual
    return [max(1, round((POINTS_REACHING if c.reaches else POINTS_ELSE) * scale)) for c in found]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the points of one class: of these randomisations those at these places."""

    chosen: OutcomeClass
    count: int
    """Points of the class in each randomisation."""
    replicates: range
    own: range

    @property
    def size(self) -> int:
        """Scenarios."""
        return len(self.replicates) * len(self.own)

    def made(self, plan: Plan, seed: int) -> Scenarios:
        """The scenarios at these points."""
        uniforms = {
            slot.index: points(seed, slot.path, replicates=self.replicates, own=self.own).reshape(-1)
            for slot in plan.slots
            if not slot.enumerated
        }
        fixed = {index: plan.slots[index].spread.values[case] for index, case in self.chosen.cases.items()}
        weight = np.full(self.size, 1.0 / (REPLICATES * self.count))
        made = scenarios_of(plan, Ways.of(plan, [self.chosen]), weight, Inputs(plan, uniforms, fixed))
        replicate = np.repeat(np.array(self.replicates, dtype=np.float64), len(self.own))
        made = replace(made, replicate=replicate)
        return made.block(_alike(plan, made)) if made.reaches and self.size > STRATUM else made


def _parts(found: Sequence[OutcomeClass], counts: Sequence[int]) -> Iterator[_Part]:
    """The points of all classes, so many at a time that they need little room."""
    for chosen, count in zip(found, counts, strict=True):
        step = max(1, min(REPLICATES, DRAWN // count))
        for first in range(0, REPLICATES, step):
            for start in range(0, count, DRAWN):
                replicates = range(first, min(first + step, REPLICATES))
                yield _Part(chosen, count, replicates, range(start, min(start + DRAWN, count)))


def _together(parts: Iterable[_Part]) -> Iterator[tuple[_Part, ...]]:
    """Parts in units that are worth a process of their own."""
    unit, size = list[_Part](), 0
    for part in parts:
        unit.append(part)
        size += part.size
        if size >= DRAWN:
            yield tuple(unit)
            unit, size = [], 0
    if unit:
        yield tuple(unit)


def _made(plan: Plan, seed: int, unit: tuple[_Part, ...]) -> Iterator[Scenarios]:
    return (part.made(plan, seed) for part in unit)


def at_base_of(plan: Plan, found: Sequence[OutcomeClass]) -> Scenarios:
    """One scenario for each class: every slot at its base, or at the value that the class gives it."""
    ways = Ways.of(plan, found)
    values = [
        np.asarray(slot.spread.values)[ways.cases[slot.index]]
        if slot.index in ways.cases
        else np.full(len(found), slot.base)
        for slot in plan.slots
    ]
    return scenarios_of(plan, ways, np.ones(len(found)), values)


def plain(plan: Plan, *, seed: int, trials: int) -> Stream:
    """Crude Monte Carlo: every outcome and every input drawn, each from a stream of its own name and block."""

    def make(block: int) -> Iterator[Scenarios]:
        return _sorted(plan, _drawn(plan, seed, block, min(DRAWN, trials - block * DRAWN), trials))

    units = tuple(partial(make, block) for block in range(-(-trials // DRAWN)))
    return Stream(trials, exact=False, replicated=False, units=units)


def _sorted(plan: Plan, drawn: Scenarios) -> Iterator[Scenarios]:
    """Scenarios that get equally far together; those that reach a market, alike in sales and in time, side by side.

    What all of a block have in common is computed once, and what happens in none of them not at all.
    """
    far, reaches = passed(plan, drawn)
    order = np.argsort(far.astype(np.int16) if far.max(initial=0) < 2**15 else far, kind="stable")
    bounds = np.flatnonzero(np.diff(far[order], prepend=-1, append=-1))
    for own in (order[a:b] for a, b in itertools.pairwise(bounds)):
        part = replace(drawn.block(own), reaches=bool(reaches[own].any()))
        yield part.block(_alike(plan, part)) if part.reaches else part


def _alike(plan: Plan, s: Scenarios) -> Index:
    """An order in which scenarios of similar peak sales stand together, and of these those of similar development."""
    sales, length = np.zeros(s.size), np.zeros(s.size)
    for cell in plan.cells.values():
        sales += s.num(cell.sales.peak)
    for phase in (phase for asset in plan.assets.values() for phase in asset.phases):
        length += s.num(phase.duration)
    rank = np.empty(s.size)
    rank[np.argsort(sales, kind="stable")] = np.arange(s.size)
    return np.lexsort((length, rank // STRATUM))


def _drawn(plan: Plan, seed: int, block: int, size: int, trials: int) -> Scenarios:
    def uniform(name: str) -> Array:
        words = hashlib.shake_128(name.encode()).digest(16)
        entropy = [seed, block, int.from_bytes(words, "little")]
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy))).random(size)

    values = Inputs(plan, {slot.index: uniform(str(slot.path)) for slot in plan.slots})
    thresholds = {
        (asset.id, phase.name): uniform(f"assets.{asset.id}.development.{phase.name}.success#")
        for asset in plan.assets.values()
        for phase in asset.phases
    }
    exits = {key: uniform(f"{key}#exit") for key in exit_chances(plan)}
    made = Scenarios(np.full(size, 1.0 / trials), thresholds, {}, exits, values)
    shelved = {
        party.id: uniform(f"parties.{party.id}.shelving#") < made.num(party.shelving)
        for party in plan.parties.values()
        if party.shelving != 0.0
    }
    group = np.arange(block * DRAWN, block * DRAWN + size) % REPLICATES
    return Scenarios(made.weight, thresholds, shelved, exits, values, group.astype(np.float64))
