"""Whether another order of a royalty's adjustments would change what is paid: the order is a term of the deal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice, permutations

from dealcraft.engine.books import keep_books
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.plan_terms import RoyaltyPlan, StepPlan
from dealcraft.engine.streams import expected
from dealcraft.findings import Finding
from dealcraft.units import Money

MOST = 24
"""Orders that are tried."""
NOTHING = 1e-9
"""Times the sheet's largest sum: a smaller difference is none."""


def order_findings(plan: Plan, structure: StructurePlan) -> Iterator[Finding]:
    """One finding for each royalty of which another order would pay differently, inputs at base, with both figures."""
    for index, agreement in enumerate(structure.agreements):
        for line in agreement.royalties:
            if not _may_matter(line.steps):
                continue
            written = _paid(plan, structure, line)
            others = [_paid(plan, _reordered(structure, index, line, steps), line) for steps in _orders(line.steps)]
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


def _reordered(
    structure: StructurePlan, index: int, line: RoyaltyPlan, steps: tuple[StepPlan, ...]
) -> StructurePlan:
    agreements = list(structure.agreements)
    lines = tuple(replace(r, steps=steps) if r is line else r for r in agreements[index].royalties)
    agreements[index] = replace(agreements[index], royalties=lines)
    return replace(structure, agreements=tuple(agreements))


def _paid(plan: Plan, structure: StructurePlan, line: RoyaltyPlan) -> float:
    """Expected undiscounted royalty of *line*, inputs at base."""
    books = keep_books(plan, structure, expected(plan, seed=0, at_base=True).parts())
    return sum(e.nominal for (path, kind, _, _), e in books.entries.items() if path == line.path and kind == "royalty")
