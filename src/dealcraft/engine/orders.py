"""Whether another order of a royalty's adjustments would change what is paid: the order is a term of the deal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice, permutations

from dealcraft.engine.agreement import InForce
from dealcraft.engine.operations import selling
from dealcraft.engine.payments.royalties import earned
from dealcraft.engine.payments.settle import settled
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.plan_payments import RoyaltyPlan, StepPlan
from dealcraft.engine.rights import settle
from dealcraft.engine.streams import expected
from dealcraft.findings import Finding
from dealcraft.units import Money
from dealcraft.units.array import Array

MOST = 24
"""Orders that are tried."""
NOTHING = 1e-9
"""Times the sheet's largest sum: a smaller difference is none."""


def order_findings(plan: Plan, structure: StructurePlan) -> Iterator[Finding]:
    """One finding for each royalty of which another order would pay differently, inputs at base, with both figures."""
    lines = [(a, line) for a in structure.agreements for line in a.royalties if _may_matter(line.steps)]
    if not lines:
        return
    s = expected(plan, seed=0, at_base=True).whole()
    world = settle(plan, structure, s)
    sellings = {cell: selling(world, cell) for cell in structure.cells}
    for agreement, line in lines:
        under = InForce(world, agreement, sellings)
        written = _paid(under, line, s.weight)
        others = [_paid(under, replace(line, steps=steps), s.weight) for steps in _orders(line.steps)]
        furthest = max(others, key=lambda paid: abs(paid - written))
        if abs(furthest - written) > NOTHING * plan.largest:
            values = {"path": str(line.path), "found": _spelled(written), "other": _spelled(furthest)}
            yield Finding("order-of-adjustments", line.path.child("adjust"), values)


def _spelled(amount: float) -> str:
    return str(Money(Decimal(f"{amount:.4g}")))


def _may_matter(steps: tuple[StepPlan, ...]) -> bool:
    """Multiplications commute; a deduction among them does not."""
    kinds = [step.kind for step in steps if step.kind != "combination"]
    return "stacking" in kinds and len(kinds) > 1


def _orders(steps: tuple[StepPlan, ...]) -> Iterator[tuple[StepPlan, ...]]:
    return islice((order for order in permutations(steps) if order != steps), MOST)


def _paid(under: InForce, line: RoyaltyPlan, weight: Array) -> float:
    """Expected undiscounted royalty of *line* under its floor and cap, before credits."""
    due = earned(under, line)
    rows = settled(under, due, due.rows, ()).royalty
    return float((rows.amounts @ weight).sum()) if rows.amounts.shape[1] > 1 else float(rows.amounts.sum())
