"""The minimum of a royalty line: what each year owes, what of the year's royalty counts, what is topped up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.moments import NEVER
from dealcraft.engine.payments.royalties import Earned
from dealcraft.engine.plan_payments import MinimumPlan
from dealcraft.engine.rows import Rows, increments, running
from dealcraft.engine.scenarios import flat
from dealcraft.units.array import Array, Index, Mask, Number

Years = Sequence[tuple[int, int]]
"""The first period of each royalty year and the one after its last."""


@dataclass(frozen=True, slots=True)
class TopUp:
    """What a minimum adds at the end of a year: times of settlement and amounts, shape (S,), or (Y, S) of many years."""

    time: Number
    amount: Number


@dataclass(frozen=True, slots=True)
class Term:
    """When a minimum is in force; *stated* may lie before the valuation date."""

    stated: Number
    begin: Number
    end: Number

    def first(self, under: InForce) -> int:
        """The first period of any scenario in which it is."""
        return int(np.min(under.timeline.period(self.begin)))


@dataclass(frozen=True, slots=True)
class Counted:
    """Which share of each period's royalty is earned while a minimum is in force: none before *first*, all after."""

    first: int
    share: Array
    """Of the periods from *first* on, shape (K, S)."""

    def of(self, rows: Array, a: int) -> Array:
        """What counts of *rows*, which begin in period *a*."""
        low, high = self.first - a, self.first + len(self.share) - a
        if high <= 0:
            return rows
        counts = np.array(np.broadcast_to(rows, (len(rows), max(rows.shape[1], self.share.shape[1]))))
        counts[: max(low, 0)] = 0.0
        own = slice(max(low, 0), max(high, 0))
        counts[own] *= self.share[max(-low, 0) :][: len(counts[own])]
        return counts


@dataclass
class YearEnd:
    """The minimum of a line, settled year by year: what is topped up, and paid back where it carries forward."""

    under: InForce
    minimum: MinimumPlan
    counted: Counted | None
    years: Years
    owed: Array
    """By year, shape (Y, S)."""
    settles: Index
    """The period at whose end each year is settled, shape (Y, S) or (Y, 1)."""
    hidden: dict[int, Number]
    """By period, which part of its royalty goes unreported; what a top-up makes good of it does not stay hidden."""
    outstanding: Number = 0.0
    top_ups: list[TopUp] = field(default_factory=list)
    returns: list[TopUp] = field(default_factory=list)

    @classmethod
    def of(cls, under: InForce, line: Earned, term: Term, years: Years) -> YearEnd | None:
        """The minimum of *line*; None without one."""
        minimum = line.plan.minimum
        if minimum is None:
            return None
        owed, settles = _owed(under, minimum, term, years)
        return cls(under, minimum, _counted(under, line, term), years, owed, settles, {})

    def unreported(self, royalty: Rows) -> Rows:
        """What stays hidden of *royalty*."""
        usual, size = self.under.unreported, self.under.world.s.size
        shares = [
            np.broadcast_to(self.hidden.get(k, usual), (size,)) for k in range(royalty.first, royalty.stop)
        ]
        return Rows(royalty.first, royalty.amounts * np.stack(shares))

    @property
    def outcome(self) -> tuple[tuple[TopUp, ...], tuple[TopUp, ...]]:
        """Top-ups, and what was paid back of them."""
        return tuple(self.top_ups), tuple(self.returns)

    def unbound(self, royalty: Rows) -> tuple[TopUp, ...]:
        """The top-ups of all years where no cap binds."""
        added = np.maximum(self.owed, 0.0)
        for index, (a, b) in enumerate(self.years):
            if a < royalty.stop and b > royalty.first:
                rows = royalty.window(a, b)
                earned = self._counts(rows, a).sum(axis=0)
                added[index] = self._top_up(index, earned, rows, NEVER)[1]
        if not added.any():
            return ()
        return (TopUp(np.where(added > 0.0, (self.settles + 1.0) / self.under.timeline.n, NEVER), added),)

    def _counts(self, rows: Array, a: int) -> Array:
        return rows if self.counted is None else self.counted.of(rows, a)

    def settle(self, index: int, due: Array, room: Array, kept: Array) -> tuple[Array, Number]:
        """The royalty kept under the cap and the top-up of the year at *index*."""
        size, n, (a, b) = self.under.world.s.size, self.under.timeline.n, self.years[index]
        owed, settles = self.owed[index], self.settles[index]
        until_settled = self._until_settled(index)
        so_far = (self._counts(increments(kept), a) * until_settled).sum(axis=0)
        at_last = np.broadcast_to(until_settled.sum(axis=0) - 1, (1, size))
        left = np.take_along_axis(np.broadcast_to(room - kept, (b - a, size)), at_last, axis=0)[0]
        owing, added = self._top_up(index, so_far, increments(kept), left)
        kept = within_cap(due, np.where(until_settled, room, room - owing))
        self.top_ups.append(TopUp(np.where(added > 0.0, (settles + 1.0) / n, NEVER), added))
        if self.minimum.carry_forward:
            over = np.maximum(so_far * (1.0 - self.under.unreported) - owed, 0.0)
            back = np.where(owed > 0.0, np.minimum(self.outstanding, over), 0.0)
            self.outstanding = self.outstanding + added - back
            self.returns.append(TopUp(np.where(back > 0.0, (settles + 1.0) / n, NEVER), back))
        return kept, owing

    def _until_settled(self, index: int) -> Mask:
        """The periods of the year at *index* up to the one in which it is settled, shape (K, S) or (K, 1)."""
        a, b = self.years[index]
        return np.asarray(np.arange(b - a)[:, None] <= np.clip(self.settles[index] - a, 0, b - a - 1))

    def _top_up(self, index: int, earned: Array, rows: Array, left: Number) -> tuple[Array, Array]:
        """The top-up of a year on the royalty *earned* in its term, and on what is reported of it; of *rows*, the year's
        royalty, hides what the second does not make good. A cap leaves *left* beside all that is due.
        """
        owed, missing = self.owed[index], self.under.unreported
        owing = np.maximum(np.minimum(owed - earned, left), 0.0) * (owed > 0.0)
        if not np.any(missing):
            return owing, owing
        own = self._until_settled(index)
        due = (rows * own).sum(axis=0)
        added = np.maximum(np.minimum(owed - earned * (1.0 - missing), left + due * missing), 0.0) * (
            owed > 0.0
        )
        good = np.divide(added - owing, due, out=np.zeros(np.shape(added)), where=due > 0.0)
        a, b = self.years[index]
        self.hidden |= {k: missing - good * own[k - a] for k in range(a, b)}
        return owing, added


def within_cap(due: Array, room: Array) -> Array:
    """What is paid of *due* by the end of each period of a year under a cap that leaves *room* for the year to date: what
    it cuts is not paid later, though there be room again.
    """
    room = np.maximum(room, 0.0)
    if len(room) == 1 or (room == room[:1]).all():
        return np.asarray(np.minimum(running(due), room))
    kept, before = np.zeros(np.broadcast_shapes(due.shape, room.shape)), np.zeros(due.shape[1])
    for k in range(len(kept)):
        before = kept[k] = np.maximum(before, np.minimum(before + due[k], room[min(k, len(room) - 1)]))
    return kept


def term_of(under: InForce, line: Earned, minimum: MinimumPlan) -> Term:
    """Within the royalty's term, the agreement and the life of its assets."""
    stated = np.maximum(under.place.time(minimum.from_, line.begin), under.effective)
    if line.plan.after_opt_out:
        stated = np.maximum(stated, under.left)
    end = np.minimum(under.place.time(minimum.until, line.end), line.bought_out)
    stop = np.minimum(under.suspended, under.dead)
    return Term(flat(stated), flat(np.maximum(stated, 0.0)), flat(np.minimum(end, stop)))


def _counted(under: InForce, line: Earned, term: Term) -> Counted | None:
    """Of each period's royalty the part earned while the minimum is in force; None where that is all of it."""
    ends_first = any(np.any(np.asarray(term.end) < one.last) for one in line.charged)
    if not ends_first and all(np.all(np.asarray(term.begin) <= one.since) for one in line.charged):
        return None
    timeline = under.timeline
    begin = np.asarray(term.begin)
    latest = np.max(begin, where=np.isfinite(begin), initial=0.0)
    first, stop = term.first(under), int(timeline.period(float(latest))) + 1
    stop = timeline.T if ends_first else min(stop, timeline.T)
    shape = (max(stop - first, 0), under.world.s.size)
    top, bottom = np.zeros(shape), np.zeros(shape)
    for one, rows in zip(line.charged, line.parts, strict=True):
        a, b = max(first, rows.first), min(stop, rows.stop)
        if a < b:
            amounts = rows.window(a, b)
            bottom[a - first : b - first] += amounts
            top[a - first : b - first] += amounts * one.rows(a, b).part(term.begin, term.end)
    return Counted(first, np.divide(top, bottom, out=np.zeros(shape), where=bottom > 0.0))


def _owed(under: InForce, minimum: MinimumPlan, term: Term, years: Years) -> tuple[Array, Index]:
    """By year what it comes to, pro rata to the time in force, and the period at whose end it is settled."""
    n, size, num = under.timeline.n, under.world.s.size, under.world.s.num
    opens, closes = (np.array(edges)[:, None] / n for edges in zip(*years, strict=True))
    end = np.minimum(term.end, closes)
    force = np.maximum(end - np.maximum(term.begin, opens), 0.0)
    rungs = [num(leaf) for leaf in minimum.amounts]
    amount: Number = rungs[-1]
    if len(rungs) > 1:
        counts = np.where(force > 1e-12, 1.0, 0.0)
        before = np.cumsum(counts, axis=0) - counts + under.timeline.royalty_years_since(term.stated)
        for index in range(len(rungs) - 2, -1, -1):
            amount = np.where(before <= index, rungs[index], amount)
    settles = np.ceil(np.clip(end, opens, closes) * n - 1e-9).astype(np.int64) - 1
    return np.array(np.broadcast_to(force * amount, (len(years), size))), settles
