"""Dated sums: upfront, instalments, fees, milestones, extension fees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.leaf import Leaf
from dealcraft.engine.ledger import Dated, Flow
from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan_payments import HoldbackPlan, SumPlan
from dealcraft.engine.rights import extensions
from dealcraft.engine.rows import first_of, running
from dealcraft.units import Path
from dealcraft.units.array import Number


@dataclass(frozen=True, slots=True)
class Paid:
    """A sum as paid, and the term that it is paid under."""

    plan: SumPlan
    dated: Dated

    def flow(self, under: InForce) -> Flow:
        """As a flow of the ledger."""
        plan = self.plan
        return Flow(
            plan.path, plan.kind, plan.payer, plan.payee, dated=self.dated, agreement=under.plan.path,
            recurring=plan.every is not None,
        )  # fmt: skip


def sums(under: InForce) -> Iterator[Paid]:
    """Every dated sum of the agreement, in written order: the price less what is kept back, which follows later."""
    keeps = under.plan.holdback
    found = list(_sums(under, under.plan.sums))
    if keeps is None:
        yield from found
    else:
        yield from _held_back(under, keeps, found)
    if under.plan.opt_out is not None:
        for one in _sums(under, under.plan.opt_out_sums):
            time = np.where(one.dated.time >= under.left - 1e-9, one.dated.time, NEVER)
            yield Paid(one.plan, Dated(time, one.dated.amount, one.dated.settled))


def _held_back(under: InForce, keeps: HoldbackPlan, found: list[Paid]) -> Iterator[Paid]:
    """Part of the upfront and of instalments due before a moment is paid then, less claims."""
    num = under.world.s.num
    until = under.place.time(keeps.until, NEVER)
    held: Number = 0.0
    for one in found:
        if one.plan.kind not in ("upfront", "instalment"):
            yield one
            continue
        early = np.asarray(one.dated.time < until - 1e-9)
        kept = np.where(early, one.dated.amount * num(keeps.share), 0.0)
        held = held + kept
        yield Paid(one.plan, Dated(one.dated.time, one.dated.amount - kept))
    price = next((one.plan for one in found if one.plan.kind in ("upfront", "instalment")), None)
    if price is not None:
        plan = SumPlan(keeps.path, "holdback", price.payer, price.payee, 0.0)
        time = np.where(under.due(until), until, NEVER)
        yield Paid(plan, Dated(time, held * (1.0 - num(keeps.claims))))


def _sums(under: InForce, plans: tuple[SumPlan, ...]) -> Iterator[Paid]:
    for plan in plans:
        amount = under.world.s.num(plan.amount)
        if plan.every is not None:
            for time in _recurring(under, plan):
                yield Paid(plan, Dated(time, amount))
        elif plan.annual is not None or plan.cumulative is not None:
            lag = under.world.s.num(under.plan.lag)
            late = bool(np.any(np.asarray(lag) != 0.0))
            yield Paid(plan, Dated(crossing(under, plan) + lag, amount, settled=not late))
        else:
            time = under.effective if plan.at is None else under.place.time(plan.at, NEVER)
            due = under.due(time, until=under.suspended if plan.kind == "fee" else None)
            yield Paid(plan, Dated(np.where(due, time, NEVER), amount))


def sunk(under: InForce) -> Iterator[tuple[Path, float]]:
    """What fell due before the valuation date and so is left out: the term, and the most it came to."""
    for plan in under.plan.sums:
        if plan.annual is None and plan.cumulative is None:
            time = under.effective if plan.at is None else under.place.time(plan.at, NEVER)
            times: Number = np.where((time < -1e-12) & np.isfinite(under.effective), 1.0, 0.0)
            if plan.every is not None:
                until = np.minimum(_last(under, plan), 0.0)
                times = times * np.ceil(np.maximum(until - time, 0.0) / plan.every - 1e-9)
            if np.any(times):
                yield plan.path, float(np.max(times * under.world.s.num(plan.amount)))


def _recurring(under: InForce, plan: SumPlan) -> Iterator[Number]:
    """The times of a fee: first at `from`, then every `every`, none at or after `until`, failure or suspension."""
    assert plan.every is not None
    assert plan.every > 0.0
    first = under.effective if plan.at is None else under.place.time(plan.at, NEVER)
    last = _last(under, plan)
    count = 0
    while True:
        time = first + count * plan.every
        if not np.any(time < under.timeline.horizon):
            return
        falls = under.due(time, until=under.suspended) & np.asarray(time < last - 1e-9)
        if falls.any():
            yield np.where(falls, time, NEVER)
        count += 1


def _last(under: InForce, plan: SumPlan) -> Number:
    """From when on a recurring fee is no longer due."""
    return np.minimum(under.place.time(plan.until, NEVER), under.dead)


def crossing(under: InForce, plan: SumPlan) -> Number:
    """The end of the period in which sales first reach the amount; infinity for never."""
    sold = under.sold(plan.cells or under.plan.cells)
    if sold.empty:
        return NEVER
    annual = plan.annual is not None
    leaf: Leaf | None = plan.annual if annual else plan.cumulative
    assert leaf is not None
    to_date = under.year_to_date(sold) if annual else running(sold.amounts)
    threshold = under.world.s.num(leaf)
    reached = to_date >= threshold - 1e-12 * np.abs(threshold)
    return (sold.first + first_of(reached) + 1.0) / under.timeline.n


def options(under: InForce) -> Iterator[Flow]:
    """The fee of an option, due whether it is taken or not, and the price of taking it."""
    option, world = under.plan.option, under.world
    if option is None:
        return
    holder = option.decision.holder
    other = under.plan.acquirer if holder == under.plan.grantor else under.plan.grantor
    start = world.plan.effective
    fee = Dated(start if start >= 0.0 else NEVER, world.s.num(option.fee))
    path, agreement = option.decision.path, under.plan.path
    yield Flow(path.child("fee"), "fee", holder, other, dated=fee, agreement=agreement)
    taken = under.effective
    exercise = Dated(np.where(np.asarray(taken) >= 0.0, taken, NEVER), world.s.num(option.exercise))
    yield Flow(path.child("exercise"), "upfront", holder, other, dated=exercise, agreement=agreement)


def extension_fees(under: InForce) -> Iterator[Flow]:
    """Fees for extending a date, each due at the old date and taken on the paths as they are then."""
    world = under.world
    for clause in under.plan.clauses:
        if clause.extension is None:
            continue
        by = under.place.time(clause.by, NEVER)
        for count in range(clause.extension.times):
            time = by + count * world.s.num(clause.extension.extend)
            taken = extensions(world.as_of(time), under.plan, clause)
            time = np.where((taken > count) & under.due(time, until=under.suspended), time, NEVER)
            yield Flow(
                clause.path.child("extension"), "fee", under.plan.acquirer, under.plan.grantor,
                dated=Dated(time, world.s.num(clause.extension.fee)), agreement=under.plan.path,
            )  # fmt: skip
