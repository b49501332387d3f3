"""Running royalties: tiers on the year to date, adjusted cell by cell, then credits, cap and minimum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from dealcraft.engine.adjust import Charged, adjusted, holidays
from dealcraft.engine.agreement import InForce
from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan_payments import RoyaltyPlan
from dealcraft.engine.rows import NOTHING, Rows, increments, running, total
from dealcraft.engine.world import Place
from dealcraft.units import Path
from dealcraft.units.array import Array, Index, Number


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the trace: the royalty before and after one step, by period."""

    label: str
    path: Path
    change: Rows


@dataclass(frozen=True)
class Earned:
    """A royalty line before credits, cap and minimum."""

    plan: RoyaltyPlan
    rows: Rows
    begin: Number
    """When the royalty begins in the first cell."""
    end: Number
    """When it ends in the last."""
    bought_out: Number = NEVER
    """When the payer ended it for a price."""
    charged: tuple[Charged, ...] = ()
    parts: tuple[Rows, ...] = ()
    """By item of *charged*; where nothing was adjusted what it is charged on, to which it is in proportion."""
    trace: list[Step] = field(default_factory=list)


def earned(under: InForce, line: RoyaltyPlan) -> Earned:
    """The royalty of *line*: as tiered, split by cell, adjusted in the written order, floored."""
    bought_out = buy_out_time(under, line)
    terms = dict(_terms(under, line, bought_out))
    charged = [Charged(one, under.plan, *terms[cell]) for cell in terms for one in under.own(cell)]
    begin, end = _term(terms.values())
    bases = [_base(one, line) for one in charged]
    whole = under.world.s.total(bases)
    if whole.empty:
        return Earned(line, NOTHING, begin, end, bought_out)
    due = tiered(under, line, whole)
    trace = [Step("as tiered", line.path, due)]
    if line.base == "profit":
        bases = [Rows(base.first, np.maximum(base.amounts, 0.0)) for base in bases]
        whole = total(bases)
    steps = [step for step in line.steps if step.kind != "combination"]
    floored = line.floor_share is not None or line.floor_rate is not None
    if not steps and not floored:
        return Earned(line, due, begin, end, bought_out, tuple(charged), tuple(bases), trace)
    parts = [_share(due, whole, base) for base in bases]
    unadjusted = parts
    for step in steps:
        following = [Rows(p.first, adjusted(c, step, p.amounts)) for c, p in zip(charged, parts, strict=True)]
        trace.append(Step(step.kind, step.path, _change(parts, following)))
        parts = following
    if floored:
        following = [_floored(*each, line) for each in zip(charged, bases, unadjusted, parts, strict=True)]
        trace.append(Step("floor", line.path.child("floor"), _change(parts, following)))
        parts = following
    return Earned(line, total(parts), begin, end, bought_out, tuple(charged), tuple(parts), trace)


def buy_out_time(under: InForce, line: RoyaltyPlan) -> Number:
    """When the payer buys the royalty out; infinity where it does not."""
    if line.buy_out is None:
        return NEVER
    time = under.place.time(line.buy_out.decision.at, NEVER)
    bought = under.due(time) | (np.asarray(time < 0.0) & np.isfinite(under.effective))
    if line.after_opt_out:
        bought = bought & np.asarray(time >= under.left)
    return np.where(under.world.s.takes(line.buy_out.decision) & bought, time, NEVER)


def _terms(
    under: InForce, line: RoyaltyPlan, bought_out: Number
) -> Iterator[tuple[str, tuple[Number, Number]]]:
    """By cell: when the royalty begins there, and when it ends (also where it never begins)."""
    for cell in line.cells:
        place = Place(under.world, under.plan, under.world.plan.cells[cell])
        if line.until is not None and not place.has(line.until):
            continue
        begin = place.time(line.from_, place.first_sale(None))
        if line.after_opt_out:
            begin = np.maximum(begin, under.left)
        until = place.time(line.until, NEVER) if line.until else under.place.time(under.plan.until, NEVER)
        yield cell, (begin, np.minimum(until, bought_out))


def _term(terms: Iterable[tuple[Number, Number]]) -> tuple[Number, Number]:
    """From the first cell's start to the last cell's end."""
    first: Number = NEVER
    last: Number = -NEVER
    for begin, end in terms:
        first, last = np.minimum(first, begin), np.maximum(last, end)
    return first, last


def _base(one: Charged, line: RoyaltyPlan) -> Rows:
    """What the royalty is charged on while it runs, a combination's share of it."""
    plan, num = one.selling.stint.cell.sales, one.world.s.num
    base = (one.selling.profit() if line.base == "profit" else one.selling.sales).times(one.runs)
    if line.base in ("gross_sales", "units"):
        gross = 1.0 / (1.0 - num(plan.net))
        base = base.times(np.asarray(gross / num(plan.price) if line.base == "units" else gross))
    for step in line.steps:
        if step.kind == "combination":
            base = base.times(one.world.s.num(step.size))
    return base


def tiered(under: InForce, line: RoyaltyPlan, base: Rows) -> Rows:
    """R(B_k) - R(B_k-1), B the base of the royalty year to date (or of all years), R the sum of marginal tiers.

    Of profit, B is the highest to date and at least 0: a loss is made up before anything more is due.
    """
    num = under.world.s.num
    if not line.ends and line.base != "profit":
        return base.times(np.asarray(num(line.rates[0])))
    years = None if line.lifetime else under.timeline.royalty_year[base.first : base.stop]
    to_date = running(base.amounts) if line.lifetime else under.year_to_date(base)
    if line.base == "profit":
        to_date = _highest(to_date, years)
    return Rows(base.first, np.maximum(increments(_charge(under, line, to_date), years), 0.0))


def _charge(under: InForce, line: RoyaltyPlan, to_date: Array) -> Array:
    """R: the sum of marginal tiers on *to_date*."""
    num, most = under.world.s.num, np.max(to_date, initial=0.0)
    rate = num(line.rates[0])
    charge = to_date * rate
    for tier, end in zip(line.rates[1:], line.ends, strict=True):
        start, step = num(end), num(tier) - rate
        if np.any(start < most):
            above = np.asarray(to_date - start)
            np.maximum(above, 0.0, out=above)
            charge = charge + above * step  # where sales are sure, rate or end may still be drawn
        rate = num(tier)
    return charge


def _highest(to_date: Array, years: Index | None) -> Array:
    """The highest base to date of the year (or of all years), at least 0."""
    high = np.maximum(to_date, 0.0)
    for k in range(1, len(high)):
        if years is None or years[k] == years[k - 1]:
            high[k] = np.maximum(high[k], high[k - 1])
    return high


def _share(due: Rows, whole: Rows, base: Rows) -> Rows:
    """The part of *due* that falls on one base, in proportion."""
    if base is whole:
        return due
    cut = slice(base.first - whole.first, base.stop - whole.first)
    all_, all_due = whole.amounts[cut], due.amounts[cut]
    shape = np.broadcast_shapes(base.amounts.shape, all_.shape)
    portion = np.divide(base.amounts, all_, out=np.zeros(shape), where=all_ > 0.0)
    return Rows(base.first, all_due * portion)


def _floored(one: Charged, base: Rows, unadjusted: Rows, left: Rows, line: RoyaltyPlan) -> Rows:
    """At least the floor, which is never above the unadjusted royalty and lifts no holiday."""
    num = one.world.s.num
    floor = np.zeros((1, 1))
    if line.floor_share is not None:
        floor = unadjusted.amounts * np.asarray(num(line.floor_share))
    if line.floor_rate is not None:
        floor = np.maximum(
            floor, np.minimum(base.amounts * np.asarray(num(line.floor_rate)), unadjusted.amounts)
        )
    return Rows(left.first, np.maximum(left.amounts, floor * holidays(one, line)))


def _change(before: Sequence[Rows], after: Sequence[Rows]) -> Rows:
    return total([*after, *(rows.times(-1.0) for rows in before)])
