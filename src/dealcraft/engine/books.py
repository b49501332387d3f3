"""Adds up the projections of a structure block by block, in a fixed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.project import Projection, project
from dealcraft.engine.sample import by_group
from dealcraft.engine.scenarios import Scenarios, join
from dealcraft.engine.sinks import Key
from dealcraft.engine.tally import NOTHING, Tally, held, thinned
from dealcraft.engine.world import World
from dealcraft.units import Path
from dealcraft.units.array import Array, Index, Mask, Number

SMALL = 512
"""Classes of fewer scenarios share a block."""
BLOCK = 4096
"""Most scenarios of a block: its arrays stay in cache."""
EASY = 16 * BLOCK
"""The same where no market is reached."""
AFTER = {
    "abandon": "abandoned",
    "revert": "reverted",
    "terminate": "terminated",
    "step_in": "stepped_in",
    "non_exclusive": "non_exclusive",
}


@dataclass
class Entry:
    """What one key of the ledger adds up to over all scenarios."""

    pv: dict[str, float]
    by_period: Array
    nominal: float = 0.0
    chance: float = 0.0
    first: float = np.inf
    last: float = -np.inf
    replicated: dict[str, Array] = field(default_factory=dict)
    """By party, present value of each independent randomisation."""
    certain: tuple[tuple[float, float], ...] | None = None
    """Dated sums equal in every scenario; empty where there are others too."""


@dataclass
class Changed:
    """A transition: its chance, and its chance times its time."""

    chance: float = 0.0
    time: float = 0.0


@dataclass
class Traced:
    """A step of a royalty's trace: its expected amount, and in how many periods it changed anything."""

    amount: float = 0.0
    binds: float = 0.0
    runs: float = 0.0


@dataclass
class Books:
    """One structure over all scenarios."""

    plan: Plan
    structure: StructurePlan
    entries: dict[Key, Entry] = field(default_factory=dict)
    npvs: dict[str, list[Array]] = field(default_factory=dict)
    peak: dict[str, float] = field(default_factory=dict)
    leakage: dict[str, float] = field(default_factory=dict)
    launched: list[Mask] = field(default_factory=list)
    weights: list[Array] = field(default_factory=list)
    groups: list[Index] = field(default_factory=list)
    """Which independent randomisation each scenario belongs to, where they are *grouped*."""
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    grouped: bool = False
    every: int = 1
    """Of how many scenarios one keeps its values: of all, unless they are very many."""
    states: dict[tuple[Path, Path, str, str], Changed] = field(default_factory=dict)
    trace: dict[tuple[Path, str], Traced] = field(default_factory=dict)
    sunk: dict[Path, float] = field(default_factory=dict)
    """Terms of which something fell due before the valuation date, and what."""
    conservation: float = 0.0
    largest: float = 0.0

    room: int = 0
    """How many values will be kept in all, where that is known; else room is made as they come."""
    _kept: dict[str, Array] = field(default_factory=dict)

    def npv(self, party: str) -> Array:
        """The present values to *party* that are kept, in the order of the scenarios."""
        if self.room:
            return self._kept[party][: sum(w.size for w in self.weights)]
        if len(self.npvs[party]) > 1:
            self.npvs[party] = [np.concatenate(self.npvs[party])]
        return self.npvs[party][0]

    def keep(self, party: str, values: list[Array]) -> None:
        """Keep more *values*: in one array made once where there is room, since many small ones leave gaps in memory."""
        if not self.room:
            self.npvs.setdefault(party, []).extend(values)
            return
        if party not in self._kept:
            self._kept[party] = np.empty(self.room)
        at = sum(w.size for w in self.weights)
        for part in values:
            self._kept[party][at : at + part.size] = part
            at += part.size

    def net(self, party: str) -> Array:
        """Expected receipts less payments of *party*, shape (T,)."""
        net = np.zeros(self.plan.timeline.T)
        for (_, _, payer, payee), entry in self.entries.items():
            if party in (payer, payee):
                net += entry.by_period if party == payee else -entry.by_period
        return net


def keep_books(plan: Plan, structure: StructurePlan, scenarios: Iterable[Scenarios]) -> Books:
    """Project *structure* block by block and add everything up."""
    books = Books(plan, structure)
    for block in blocks(scenarios):
        enter(books, block)
    return books


def keep_memory() -> None:
    """Have the C library keep memory that is freed: blocks free and take the same amounts again and again.

    An allocator that adapts, as that of Linux does, gives large amounts back at once until one as large was freed.
    """
    np.empty(31 << 20, dtype=np.uint8)


def blocks(parts: Iterable[Scenarios]) -> Iterator[Scenarios]:
    """Parts of a size that stays in cache: small ones together, large ones cut."""
    small, waiting = list[Scenarios](), 0
    for part in parts:
        if part.size < SMALL:
            small.append(part)
            waiting += part.size
        if small and (waiting >= BLOCK or part.size >= SMALL):
            yield join(small)
            small, waiting = [], 0
        if part.size >= SMALL:
            step = BLOCK if part.reaches else EASY
            for start in range(0, part.size, step):
                yield part.block(slice(start, start + step))
    if small:
        yield join(small)


def enter(books: Books, s: Scenarios) -> None:
    """Project one block and add it to *books*."""
    found, w = project(books.plan, books.structure, s), s.weight
    first = not books.weights
    kept = thinned(w, books.every)
    books.weights.append(held(kept if kept is w else kept * (w.sum() / kept.sum())))
    group = None if s.replicate is None else s.replicate.astype(np.int64)
    if books.grouped and s.replicate is not None:
        books.groups.append(thinned(s.replicate, books.every).astype(np.uint8))
    for key, line in found.values.lines.items():
        entry = books.entries.get(key)
        if entry is None:
            entry = books.entries[key] = Entry(dict.fromkeys(line.pv, 0.0), np.zeros(books.plan.timeline.T))
            entry.certain = tuple(line.certain) if first and line.constant else ()
        elif not line.constant or tuple(line.certain) != entry.certain:
            entry.certain = ()
        for party, pv in line.pv.items():
            entry.pv[party] += float(pv @ w)
            if group is not None:
                entry.replicated[party] = by_group(group, pv * w) + entry.replicated.get(party, 0.0)
        entry.by_period += line.by_period
        entry.nominal += float(line.by_period.sum())
        entry.chance += float(w[next(iter(line.pv.values())) != 0.0].sum())
        entry.first, entry.last = min(entry.first, line.first), max(entry.last, line.last)
    for key, entry in books.entries.items():
        if key not in found.values.lines:
            entry.certain = ()
    for party in books.plan.parties:
        npv = found.values.npv[party]
        books.npvs.setdefault(party, []).append(thinned(npv, books.every))
        books.tallies[party].add(npv, w, s.replicate, NOTHING * books.plan.largest)
        books.peak[party] = max(books.peak.get(party, 0.0), found.nets.funding(party))
        books.leakage[party] = books.leakage.get(party, 0.0) + float(found.assessed[party].leakage @ w)
    books.conservation = max(books.conservation, found.nets.conservation())
    books.largest = max(books.largest, found.largest)
    books.sunk |= found.sunk
    sold = found.world.first_sale(books.structure.cells) if books.structure.cells else np.inf
    launched = np.broadcast_to(np.asarray(sold) < books.plan.timeline.horizon, w.shape)
    books.launched.append(launched[:: books.every])
    for agreement in books.structure.agreements:
        _states(books, found.world, agreement, w)
    _traces(books, found, w)


def _states(books: Books, world: World, agreement: AgreementPlan, w: Array) -> None:
    """Record every transition of *agreement*, in each scenario in order of time."""

    def enter(path: Path, before: str, after: str, at: Number, where: Mask) -> None:
        time = np.broadcast_to(at, w.shape)
        happens = where & np.isfinite(time)
        if (w[happens] > 0.0).any():
            changed = books.states.setdefault((agreement.path, path, before, after), Changed())
            changed.chance += float(w[happens].sum())
            changed.time += float(w[happens] @ time[happens])

    everywhere = np.ones(w.shape, dtype=bool)
    rights, start = world.rights_of(agreement), world.effective_edge(agreement)
    enter(agreement.path.child("effective"), "pending", "active", start, everywhere & np.asarray(start > 0.0))
    changes = [(clause.path, AFTER[clause.remedy], time) for clause, time in rights.acted]
    changes.append((agreement.path.child("grant", "until"), "expired", rights.expires))
    fails = world.fails(agreement)
    enter(agreement.path, "pending", "failed", fails, ~np.isfinite(np.broadcast_to(start, w.shape)))
    changes.append(
        (
            agreement.path,
            "failed",
            np.where((fails < world.ended(agreement)) & (fails >= start), fails, np.inf),
        )
    )
    for index, (path, after, time) in enumerate(changes):
        if not np.isfinite(time).any():
            continue
        if not any(name in ("stepped_in", "non_exclusive") for _, name, _ in changes):
            enter(path, "active", after, time, everywhere)
            continue
        before = np.full(w.shape, "active", dtype=object)
        latest = np.full(w.shape, -np.inf)
        for place, (_, name, other) in enumerate(changes):
            if name in ("stepped_in", "non_exclusive") and place != index:
                sooner = other <= time if place < index else other < time
                earlier = np.asarray(sooner) & np.asarray(other >= latest)
                before, latest = np.where(earlier, name, before), np.where(earlier, other, latest)
        for name in ("active", "non_exclusive", "stepped_in"):
            enter(path, name, after, time, before == name)


def _traces(books: Books, found: Projection, w: Array) -> None:
    runs = 0.0
    for step in found.traces:
        rows = step.change
        if step.label == "as tiered":
            runs = _weight(rows.amounts > 0.0, w)
        line = books.trace.setdefault((step.path, step.label), Traced())
        line.runs += runs
        if rows.factor != 0.0:
            expected = rows.base @ w if rows.width > 1 else rows.base[:, 0] * w.sum()
            line.amount += float(expected.sum()) * rows.factor
            line.binds += _weight(np.abs(rows.amounts) > 1e-9 * books.largest, w)


def _weight(mask: Mask, w: Array) -> float:
    """The weight of the scenarios in which *mask* holds, added up over its rows."""
    if mask.shape[1] == 1:
        return float(mask.sum() * w.sum())
    if (w == w[0]).all():
        return float(np.count_nonzero(mask) * w[0])
    return float((mask @ w).sum())
