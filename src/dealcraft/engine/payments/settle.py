"""What becomes of an earned royalty: credits, then the cap, then the minimum of each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import fallen
from dealcraft.engine.moments import NEVER
from dealcraft.engine.payments.minimum import TopUp, YearEnd, Years, term_of, within_cap
from dealcraft.engine.payments.other import equity, fundings, supplies
from dealcraft.engine.payments.recovery import recoveries
from dealcraft.engine.payments.royalties import Earned
from dealcraft.engine.payments.sharing import sharing
from dealcraft.engine.payments.sublicences import sublicences
from dealcraft.engine.payments.sums import Paid, extension_fees, options
from dealcraft.engine.plan_payments import Credit, RoyaltyPlan
from dealcraft.engine.rows import NOTHING, Rows, increments
from dealcraft.units import Path
from dealcraft.units.array import Array, Index, Mask, Number


@dataclass(frozen=True, slots=True)
class Settled:
    """A royalty line as paid."""

    royalty: Rows
    top_ups: tuple[TopUp, ...] = ()
    returns: tuple[TopUp, ...] = ()
    """Top-ups that the payee pays back."""
    unreported: Rows = NOTHING
    """The part of the royalty that goes unreported, and that no top-up makes good."""


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
    """*royalty* (after credits) under the cap and the minimum of its line, and what of it goes unreported; *paid* are
    the agreement's dated sums.
    """
    year_end, found = _settled(under, line, royalty, paid)
    rows = found.royalty
    if rows.empty or not np.any(under.unreported):
        return found
    hidden = rows.times(np.asarray(under.unreported)) if year_end is None else year_end.unreported(rows)
    return replace(found, unreported=hidden)


def _settled(
    under: InForce, line: Earned, royalty: Rows, paid: Sequence[Paid]
) -> tuple[YearEnd | None, Settled]:
    """The royalty as due, what is topped up and paid back, and the minimum that decided it."""
    plan, timeline = line.plan, under.timeline
    capped = plan.cap_year is not None or plan.cap_life is not None or plan.cap_multiple is not None
    if plan.minimum is None and (royalty.empty or not capped):
        return None, Settled(royalty)
    first, term = timeline.T if royalty.empty else royalty.first, None
    if plan.minimum is not None:
        term = term_of(under, line, plan.minimum)
        first = min(first, term.first(under))
    if first >= timeline.T:
        return None, Settled(royalty)
    starts = timeline.first_of_royalty_year.tolist()
    years = [(a, b) for a, b in zip(starts, [*starts[1:], timeline.T], strict=True) if b > first]
    year_end = None if term is None else YearEnd.of(under, line, term, years)
    if _never_binds(under, plan, royalty, year_end, years):
        return year_end, Settled(royalty, year_end.unbound(royalty) if year_end else ())
    return year_end, _year_by_year(under, plan, royalty, paid, year_end, years)


def _never_binds(
    under: InForce, plan: RoyaltyPlan, royalty: Rows, year_end: YearEnd | None, years: Years
) -> bool:
    """Whether no cap can change anything, whatever a minimum adds, and no minimum is paid back."""
    num = under.world.s.num
    if plan.cap_multiple is not None or (plan.minimum is not None and plan.minimum.carry_forward):
        return False
    owed = np.zeros((len(years), 1)) if year_end is None else year_end.owed
    if plan.cap_life is not None:
        most = royalty.amounts.sum(axis=0) + owed.sum(axis=0)
        if not np.all(most <= num(plan.cap_life)):
            return False
    if plan.cap_year is None:
        return True
    by_year = np.stack([royalty.window(a, b).sum(axis=0) for a, b in years])
    return bool(np.all(by_year + owed <= num(plan.cap_year)))


def _year_by_year(
    under: InForce,
    plan: RoyaltyPlan,
    royalty: Rows,
    paid: Sequence[Paid],
    year_end: YearEnd | None,
    years: Years,
) -> Settled:
    """Each year's royalty under what is left of the cap, then what the minimum adds to it."""
    num, size, periods, first = under.world.s.num, under.world.s.size, under.timeline.T, years[0][0]
    out = np.array(np.broadcast_to(royalty.window(first, periods), (periods - first, size)))
    per_year = num(plan.cap_year) if plan.cap_year is not None else NEVER
    life = _life(under, plan, paid)
    spent: Number = 0.0
    for index, (a, b) in enumerate(years):
        own = slice(a - first, b - first)
        due, room = out[own].copy(), np.minimum(per_year, life[a:b] - spent)
        kept = within_cap(due, room)
        added: Number = 0.0
        if year_end is not None:
            kept, added = year_end.settle(index, due, room, kept)
        out[own] = increments(kept)
        spent = spent + kept[-1] + added
    return Settled(Rows(first, np.maximum(out, 0.0)), *(year_end.outcome if year_end else ()))


def _life(under: InForce, plan: RoyaltyPlan, paid: Sequence[Paid]) -> Array:
    """The most that may be paid by each period, shape (T, S) or (T, 1)."""
    num, size, periods = under.world.s.num, under.world.s.size, under.timeline.T
    lifetime = num(plan.cap_life) if plan.cap_life is not None else NEVER
    life = np.broadcast_to(lifetime, (periods, np.size(lifetime)))
    if plan.cap_life is not None and np.ndim(num(plan.cap_life)):
        life = np.broadcast_to(num(plan.cap_life), (periods, size))
    if plan.cap_multiple is not None:
        life = np.minimum(life, num(plan.cap_multiple) * paid_back(under, plan, paid))
    return life


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
