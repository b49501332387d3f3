"""What becomes of an earned royalty: credits, then the cap, then the minimum of each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import fallen
from dealcraft.engine.moments import NEVER
from dealcraft.engine.payments.other import equity, fundings, supplies
from dealcraft.engine.payments.recovery import recoveries
from dealcraft.engine.payments.royalties import Earned
from dealcraft.engine.payments.sharing import sharing
from dealcraft.engine.payments.sublicences import sublicences
from dealcraft.engine.payments.sums import Paid, extension_fees, options
from dealcraft.engine.plan_terms import Credit, MinimumPlan, RoyaltyPlan
from dealcraft.engine.rows import Rows
from dealcraft.units import Path
from dealcraft.units.array import Array, Index, Mask, Number


@dataclass(frozen=True, slots=True)
class TopUp:
    """What a minimum adds at the end of one year: a time of settlement and an amount."""

    time: Number
    amount: Number


@dataclass(frozen=True, slots=True)
class Settled:
    """A royalty line as paid."""

    royalty: Rows
    top_ups: tuple[TopUp, ...] = ()
    returns: tuple[TopUp, ...] = ()
    """Top-ups that the payee pays back."""


@dataclass
class _Item:
    """A creditable term: who paid, when, what is left of its sums, and what they took this year."""

    payer: str
    credit: Credit
    arrivals: list[tuple[Index, Array]]
    balance: Array
    taken: Array


ORDER = ("upfront", "instalment", "fee", "milestone", "holdback", "success_fee")


def credited(under: InForce, lines: Sequence[Earned], paid: Sequence[Paid]) -> list[Rows]:
    """Each line less the creditable sums of its payer: one pool, lines in written order, items in theirs."""
    items = _items(under, paid)
    rows = [line.rows for line in lines]
    present = [r for r in rows if not r.empty]
    if not items or not present:
        return rows
    size, num = under.world.s.size, under.world.s.num
    first, stop = min(r.first for r in present), max(r.stop for r in present)
    due = [np.array(np.broadcast_to(r.window(first, stop), (stop - first, size))) for r in rows]
    years = under.timeline.royalty_year
    payers = [line.plan.payer for line in lines]
    year_to_date = {payer: np.zeros(size) for payer in payers}
    for k in range(first, stop):
        if k == first or years[k] != years[k - 1]:
            year_to_date = {payer: np.zeros(size) for payer in payers}
            for item in items:
                item.taken = np.zeros(size)
        for payer, line in zip(payers, due, strict=True):
            year_to_date[payer] = year_to_date[payer] + line[k - first]
        for item in items:
            item.balance = item.balance + sum(
                np.where(_from(p, k, first), amount, 0.0) for p, amount in item.arrivals
            )
        for payer, line in zip(payers, due, strict=True):
            for item in (item for item in items if item.payer == payer):
                room = num(item.credit.per_year) * year_to_date[payer] - item.taken
                use = np.clip(np.minimum(np.minimum(item.balance, room), line[k - first]), 0.0, None)
                line[k - first] -= use
                item.balance = item.balance - use
                item.taken = item.taken + use
    return [Rows(first, line) if not r.empty else r for line, r in zip(due, rows, strict=True)]


def _from(period: Index, k: int, first: int) -> Mask:
    """Whether a sum paid in *period* joins the pool in period *k*; what came before the royalty joins at its start."""
    return (period <= k) if k == first else (period == k)


def _items(under: InForce, paid: Sequence[Paid]) -> list[_Item]:
    """The pool: instalments, fees, milestones, within each as written."""
    size, num = under.world.s.size, under.world.s.num
    items = dict[Path, _Item]()
    for one in sorted(paid, key=lambda p: ORDER.index(p.plan.kind)):
        if one.plan.credit is None or not np.isfinite(one.dated.time).any():
            continue
        time = np.broadcast_to(one.dated.time, (size,))
        period = under.timeline.period(time) - (1 if one.dated.settled else 0)
        amount = np.where(np.isfinite(time), one.dated.amount * num(one.plan.credit.share), 0.0)
        item = items.setdefault(
            one.plan.path, _Item(one.plan.payer, one.plan.credit, [], np.zeros(size), np.zeros(size))
        )
        item.arrivals.append((period, amount))
    return list(items.values())


def settled(under: InForce, line: Earned, royalty: Rows, paid: Sequence[Paid]) -> Settled:
    """*royalty* (after credits) under the cap and the minimum of its line; *paid* are the agreement's dated sums."""
    plan, num, size = line.plan, under.world.s.num, under.world.s.size
    year_end = _YearEnd.of(under, line)
    capped = plan.cap_year is not None or plan.cap_life is not None or plan.cap_multiple is not None
    if year_end is None and (royalty.empty or not capped):
        return Settled(royalty)
    if year_end is not None and royalty.empty and not np.isfinite(year_end.term.begin).any():
        return Settled(royalty)
    timeline = under.timeline
    out = np.array(np.broadcast_to(royalty.window(0, timeline.T), (timeline.T, size)))
    per_year = num(plan.cap_year) if plan.cap_year is not None else NEVER
    lifetime = num(plan.cap_life) if plan.cap_life is not None else NEVER
    life = np.broadcast_to(lifetime, (timeline.T, size))
    if plan.cap_multiple is not None:
        life = np.minimum(life, num(plan.cap_multiple) * paid_back(under, plan, paid))
    spent: Number = 0.0
    firsts = timeline.first_of_royalty_year
    for a, b in zip(firsts, [*firsts[1:], timeline.T], strict=True):
        due, room = out[a:b].copy(), np.minimum(per_year, life[a:b] - spent)
        kept = _within(due, room)
        added: Number = 0.0
        if year_end is not None:
            kept, added = year_end.settle(int(a), int(b), due, room, kept)
        out[a:b] = np.diff(kept, axis=0, prepend=0.0)
        spent = spent + kept[-1] + added
    return Settled(Rows(0, np.maximum(out, 0.0)), *(year_end.outcome if year_end else ()))


def _within(due: Array, room: Array) -> Array:
    """What is paid of *due* by the end of each period of a year under a cap that leaves *room* for the year to date: what
    it cuts is not paid later, though there be room again.
    """
    room = np.maximum(room, 0.0)
    if len(room) == 1 or (room == room[:1]).all():
        return np.asarray(np.minimum(np.cumsum(due, axis=0), room))
    kept, before = np.zeros(np.broadcast_shapes(due.shape, room.shape)), np.zeros(due.shape[1])
    for k in range(len(kept)):
        before = kept[k] = np.maximum(before, np.minimum(before + due[k], room[min(k, len(room) - 1)]))
    return kept


def paid_back(under: InForce, line: RoyaltyPlan, paid: Sequence[Paid]) -> Array:
    """What the payee of a royalty has paid to its payer under the agreement, to date, shape (T, S)."""
    timeline, size = under.timeline, under.world.s.size
    out = np.zeros((timeline.T, size))
    for one in paid:
        if (one.plan.payer, one.plan.payee) == (line.payee, line.payer):
            sums = fallen(one.dated, timeline, size)
            out[sums.period, sums.columns] += sums.amounts
    families = (options, extension_fees, fundings, equity, supplies, sublicences, sharing, recoveries)
    for flow in (flow for family in families for flow in family(under)):
        if (flow.payer, flow.payee) != (line.payee, line.payer) or (flow.dated is None and flow.rows.empty):
            continue
        if flow.dated is None:
            out[flow.rows.first : flow.rows.stop] += flow.rows.amounts
        else:
            sums = fallen(flow.dated, timeline, size)
            out[sums.period, sums.columns] += sums.amounts
    return np.asarray(np.cumsum(out, axis=0))


@dataclass
class _YearEnd:
    """The minimum of a line, settled year by year: what is topped up, and paid back where it carries forward."""

    under: InForce
    minimum: MinimumPlan
    term: _Term
    in_term: Array | None
    counted: Number
    outstanding: Number = 0.0
    top_ups: list[TopUp] = field(default_factory=list)
    returns: list[TopUp] = field(default_factory=list)

    @classmethod
    def of(cls, under: InForce, line: Earned) -> _YearEnd | None:
        """The minimum of *line*; None without one."""
        minimum = line.plan.minimum
        if minimum is None:
            return None
        term = _minimum_term(under, line, minimum)
        counted = under.timeline.royalty_years_since(term.stated).astype(np.float64)
        return cls(under, minimum, term, _share_in_term(under, line, term), counted)

    @property
    def outcome(self) -> tuple[tuple[TopUp, ...], tuple[TopUp, ...]]:
        """Top-ups, and what was paid back of them."""
        return tuple(self.top_ups), tuple(self.returns)

    def settle(self, a: int, b: int, due: Array, room: Array, kept: Array) -> tuple[Array, Number]:
        """The royalty kept under the cap and the top-up of the year of periods [a, b)."""
        size, n = self.under.world.s.size, self.under.timeline.n
        settles, owed, self.counted = _owed(self.under, self.minimum, self.term, a, b, self.counted)
        last = np.minimum(np.maximum(settles - a, 0), b - a - 1)
        share = 1.0 if self.in_term is None else self.in_term[a:b]
        until_settled = np.arange(b - a)[:, None] <= last
        so_far = (np.diff(kept, axis=0, prepend=0.0) * share * until_settled).sum(axis=0)
        at_last = np.broadcast_to(last, (1, size))
        left = np.take_along_axis(np.broadcast_to(room - kept, kept.shape), at_last, axis=0)[0]
        added = np.maximum(np.minimum(owed - so_far, left), 0.0) * (owed > 0.0)
        kept = _within(due, np.where(until_settled, room, room - added))
        self.top_ups.append(TopUp(np.where(added > 0.0, (settles + 1.0) / n, NEVER), added))
        if self.minimum.carry_forward:
            back = np.where(owed > 0.0, np.minimum(self.outstanding, np.maximum(so_far - owed, 0.0)), 0.0)
            self.outstanding = self.outstanding + added - back
            self.returns.append(TopUp(np.where(back > 0.0, (settles + 1.0) / n, NEVER), back))
        return kept, added


@dataclass(frozen=True, slots=True)
class _Term:
    """When a minimum is in force; *stated* may lie before the valuation date."""

    stated: Number
    begin: Number
    end: Number


def _minimum_term(under: InForce, line: Earned, minimum: MinimumPlan) -> _Term:
    """Within the royalty's term, the agreement and the life of its assets."""
    stated = np.maximum(under.place.time(minimum.from_, line.begin), under.effective)
    if line.plan.after_opt_out:
        stated = np.maximum(stated, under.left)
    end = np.minimum(under.place.time(minimum.until, line.end), line.bought_out)
    stop = np.minimum(under.suspended, under.dead)
    return _Term(stated, np.maximum(stated, 0.0), np.minimum(end, stop))


def _share_in_term(under: InForce, line: Earned, term: _Term) -> Array | None:
    """Of each period's royalty the part earned while the minimum is in force; None where that is all of it."""
    parts, inside = list[Rows](), list[Rows]()
    whole = True
    for one, rows in zip(line.charged, line.parts, strict=True):
        share = one.part(term.begin, term.end)
        whole = whole and isinstance(share, float) and share == 1.0
        parts.append(rows)
        inside.append(rows.times(share))
    if whole or not parts:
        return None
    periods, size = under.timeline.T, under.world.s.size
    top, bottom = np.zeros((periods, size)), np.zeros((periods, size))
    for a, b in zip(inside, parts, strict=True):
        top[a.first : a.stop] += a.amounts
        bottom[b.first : b.stop] += b.amounts
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0.0)


def _owed(
    under: InForce, minimum: MinimumPlan, term: _Term, a: int, b: int, counted: Number
) -> tuple[Array, Array, Number]:
    """For the year of periods [a, b): where it is settled, what it comes to, and how many years counted so far."""
    n, size = under.timeline.n, under.world.s.size
    end = np.minimum(term.end, b / n)
    force = np.maximum(end - np.maximum(term.begin, a / n), 0.0)
    num = under.world.s.num
    rungs = [num(leaf) for leaf in minimum.amounts]
    amount: Number = rungs[-1]
    for index in range(len(rungs) - 2, -1, -1):
        amount = np.where(np.asarray(counted) <= index, rungs[index], amount)
    settles = np.ceil(np.clip(end, a / n, b / n) * n - 1e-9).astype(np.int64) - 1
    owed = np.broadcast_to(force * amount, (size,))
    return np.broadcast_to(settles, (size,)), owed, counted + np.where(force > 1e-12, 1.0, 0.0)
