"""The figures of a press release: the sum of all payments if everything succeeds, and the effective royalty."""

from __future__ import annotations

from dealcraft.engine.books import Books
from dealcraft.engine.leaf import at_base
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.plan_terms import RoyaltyPlan

SALES = (200_000_000, 500_000_000, 1_000_000_000)
"""Annual sales in USD at which the effective royalty is shown."""


def headline(plan: Plan, structure: StructurePlan, succeeded: Books) -> float:
    """Upfront, instalments, fees and milestones, reached or not; recurring fees as in the `success` scenario.

    What fell due before the valuation date counts: what a deal promises does not depend on when it is valued.
    """
    total = 0.0
    for agreement in structure.agreements:
        for one in agreement.sums:
            if one.every is None and one.kind != "success_fee":
                total += at_base(one.amount)
        if agreement.option is not None:
            total += at_base(agreement.option.fee) + at_base(agreement.option.exercise)
        recurring = {one.path for one in agreement.sums if one.every is not None}
        total += sum(
            e.nominal
            for (path, kind, _, _), e in succeeded.entries.items()
            if kind == "fee" and path in recurring
        )
        total += sum(before for path, before in succeeded.sunk.items() if path in recurring)
    return total


def effective_royalty(plan: Plan, structure: StructurePlan) -> dict[int, float | None]:
    """All lines' rate or tiers, before adjustments, over sales; None where it cannot be told."""
    lines = [line for agreement in structure.agreements for line in agreement.royalties]
    if plan.usd is None or not structure.agreements:
        return dict.fromkeys(SALES)
    return {
        sales: sum(_charge(line, sales * plan.usd) for line in lines) / (sales * plan.usd) for sales in SALES
    }


def _charge(line: RoyaltyPlan, sales: float) -> float:
    ends = [*(at_base(end) for end in line.ends), float("inf")]
    due = start = 0.0
    for leaf, end in zip(line.rates, ends, strict=True):
        due += at_base(leaf) * max(min(sales, end) - start, 0.0)
        start = end
    return due
