"""Dated sums: upfront, instalments, fees, milestones, extension fees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.leaf import Leaf
from dealcraft.engine.ledger import Dated, Flow
from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan_terms import SumPlan
from dealcraft.engine.rights import extensions
from dealcraft.engine.rows import Rows
from dealcraft.units import Path
from dealcraft.units.array import Array, Number


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
    """Every dated sum of the agreement, in written order."""
    for plan in under.plan.sums:
        amount = under.world.s.num(plan.amount)
        if plan.every is not None:
            for time in _recurring(under, plan):
                yield Paid(plan, Dated(time, amount))
        elif plan.annual is not None or plan.cumulative is not None:
            yield Paid(plan, Dated(crossing(under, plan), amount, settled=True))
        else:
            time = under.effective if plan.at is None else under.place.time(plan.at, NEVER)
            yield Paid(plan, Dated(np.where(under.due(time), time, NEVER), amount))


def sunk(under: InForce) -> Iterator[Path]:
    """The sums that fell due before the valuation date and so are left out."""
    for plan in under.plan.sums:
        if plan.annual is None and plan.cumulative is None and plan.every is None:
            time = under.effective if plan.at is None else under.place.time(plan.at, NEVER)
            if np.any(np.asarray(time) < -1e-12):
                yield plan.path


def _recurring(under: InForce, plan: SumPlan) -> Iterator[Number]:
    """The times of a fee: first at `from`, then every `every`, none at or after `until`, failure or suspension."""
    assert plan.every is not None
    assert plan.every > 0.0
    first = under.effective if plan.at is None else under.place.time(plan.at, NEVER)
    until = under.place.time(plan.until, NEVER)
    last = np.minimum(until, under.dead)
    count = 0
    while True:
        time = first + count * plan.every
        if not np.any(time < under.timeline.horizon):
            return
        falls = under.due(time, until=under.suspended) & np.asarray(time < last - 1e-9)
        if falls.any():
            yield np.where(falls, time, NEVER)
        count += 1


def crossing(under: InForce, plan: SumPlan) -> Number:
    """The end of the period in which sales first reach the amount; infinity for never."""
    sold = under.sold(plan.cells or under.plan.cells)
    if sold.empty:
        return NEVER
    annual = plan.annual is not None
    leaf: Leaf | None = plan.annual if annual else plan.cumulative
    assert leaf is not None
    to_date = year_to_date(under, sold) if annual else running(sold.amounts)
    threshold = under.world.s.num(leaf)
    scale = 1e-12 * np.abs(threshold)
    reached = to_date >= threshold - scale
    k = sold.first + np.argmax(reached, axis=0)
    return np.where(reached.any(axis=0), (k + 1.0) / under.timeline.n, NEVER)


def year_to_date(under: InForce, rows: Rows) -> Array:
    """Running sums that start again with each royalty year, shape of the rows."""
    out = rows.amounts.copy()
    years = under.timeline.royalty_year[rows.first : rows.stop]
    for k in range(1, len(out)):
        if years[k] == years[k - 1]:
            out[k] += out[k - 1]
    return out


def running(amounts: Array) -> Array:
    """Running sums over periods."""
    out = amounts.copy()
    for k in range(1, len(out)):
        out[k] += out[k - 1]
    return out


def extension_fees(under: InForce) -> Iterator[Flow]:
    """Fees for extending a date, each due at the old date."""
    world = under.world
    for clause in under.plan.clauses:
        if clause.extension is None:
            continue
        taken = extensions(world, under.plan, clause)
        by = under.place.time(clause.by, NEVER)
        for count in range(clause.extension.times):
            time = by + count * world.s.num(clause.extension.extend)
            time = np.where((taken > count) & under.due(time), time, NEVER)
            yield Flow(
                clause.path.child("extension"), "fee", under.plan.acquirer, under.plan.grantor,
                dated=Dated(time, world.s.num(clause.extension.fee)), agreement=under.plan.path,
            )  # fmt: skip
