"""What a licensor pays once rights came back: the cost of taking over, a reverse royalty, the licensee's share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import SUPPLIERS, Dated, Flow
from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan_terms import ClausePlan
from dealcraft.engine.rows import Rows, total
from dealcraft.units.array import Array, Number


def recoveries(under: InForce) -> Iterator[Flow]:
    """The flows of every clause that acted, except termination."""
    plan = under.plan
    for clause, at in under.world.rights_of(plan).acted:
        if clause.remedy == "terminate":
            continue
        recovery, num = clause.recovery, under.world.s.num
        below = clause.path.child("recovery")
        yield Flow(
            below.child("cost"), "recovery", plan.grantor, SUPPLIERS,
            dated=Dated(_taken_over(under, clause, at), num(recovery.cost)), agreement=plan.path,
        )  # fmt: skip
        if clause.remedy == "step_in":
            shared = _licensee_share(under, clause)
            yield Flow(below.child("licensee_share"), "recovery_share", plan.grantor, plan.acquirer, shared, agreement=plan.path)  # fmt: skip
        if np.any(np.asarray(num(recovery.reverse_royalty)) != 0.0):
            owed = _reverse(under, clause)
            yield Flow(below.child("reverse_royalty"), "reverse_royalty", plan.grantor, plan.acquirer, owed, agreement=plan.path)  # fmt: skip


def _taken_over(under: InForce, clause: ClausePlan, at: Number) -> Number:
    """At the transition where a cell of the agreement has been launched, else at the licensor's first sale."""
    launched: Number = NEVER
    first: Number = NEVER
    for cell in under.plan.cells:
        for stint in under.world.stints(cell):
            begin = np.where(stint.begin < stint.end, stint.begin, NEVER)
            if stint.clause is clause:
                first = np.minimum(first, begin)
            else:
                launched = np.minimum(launched, np.where(begin < at, begin, NEVER))
    return np.where(np.isfinite(launched) & np.isfinite(at), at, first)


def _sold(under: InForce, clause: ClausePlan) -> Rows:
    return total(
        one.sales for cell in under.plan.cells for one in under.sellings[cell] if one.stint.clause is clause
    )  # fmt: skip


def _reverse(under: InForce, clause: ClausePlan) -> Rows:
    """The reverse royalty, until its cap."""
    num = under.world.s.num
    owed = _sold(under, clause).times(np.asarray(num(clause.recovery.reverse_royalty)))
    cap = num(clause.recovery.reverse_cap)
    if owed.empty or np.all(np.isinf(cap)):
        return owed
    return Rows(owed.first, _steps(np.minimum(np.cumsum(owed.amounts, axis=0), cap)))


def _licensee_share(under: InForce, clause: ClausePlan) -> Rows:
    """Its share of each period's profit, once the licensor has kept the cost of taking over."""
    num = under.world.s.num
    profit = total(
        one.profit() for cell in under.plan.cells for one in under.sellings[cell] if one.stint.clause is clause
    )  # fmt: skip
    if profit.empty:
        return profit
    to_date = np.cumsum(np.maximum(profit.amounts, 0.0), axis=0)
    shared = np.maximum(to_date - num(clause.recovery.cost), 0.0)
    return Rows(profit.first, _steps(shared) * np.asarray(num(clause.recovery.licensee_share)))


def _steps(to_date: Array) -> Array:
    return np.diff(to_date, axis=0, prepend=np.zeros((1, to_date.shape[1])))
