"""The figures of a press release: the sum of all payments if everything succeeds, and the effective royalty."""

from __future__ import annotations

from dealcraft.engine.books import Books
from dealcraft.engine.leaf import at_base
from dealcraft.engine.plan import CellPlan, Plan, StructurePlan
from dealcraft.engine.plan_payments import RoyaltyPlan
from dealcraft.engine.plan_terms import AgreementPlan

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
    """What all royalty lines charge, before adjustments, over the sales under the agreements that bear them.

    Those sales are spread over the cells as the highest yearly sales of each agreement's seller there. None where a
    line is of units or profit, or sales cannot be told in USD.
    """
    bearing = [agreement for agreement in structure.agreements if agreement.royalties]
    spread = {agreement.path: _spread(plan, agreement) for agreement in bearing}
    whole = sum(sum(by_cell.values()) for by_cell in spread.values())
    lines = [(line, spread[agreement.path]) for agreement in bearing for line in agreement.royalties]
    told = all(line.base in ("net_sales", "gross_sales") for line, _ in lines) and (whole > 0.0 or not lines)
    if plan.usd is None or not structure.agreements or not told:
        return dict.fromkeys(SALES)
    parts = [(line, sum(by_cell[cell] for cell in line.cells) / whole) for line, by_cell in lines]
    return {
        sales: sum(_charge(line, part * sales * plan.usd) for line, part in parts) / (sales * plan.usd)
        for sales in SALES
    }


def _spread(plan: Plan, agreement: AgreementPlan) -> dict[str, float]:
    """The highest yearly sales of the agreement's seller in each of its cells."""
    return {
        cell: at_base(agreement.share)
        * (1.0 - at_base(agreement.back.get(cell, 0.0)))
        * _highest(plan.cells[cell])
        for cell in agreement.cells
    }


def _highest(cell: CellPlan) -> float:
    """The highest yearly net sales of a forecast, uncertain figures at base."""
    figures = (cell.sales.peak,) if cell.sales.form == "curve" else cell.sales.figures
    return max(map(at_base, figures), default=0.0) * (1.0 - at_base(cell.sales.net))


def _charge(line: RoyaltyPlan, sales: float) -> float:
    ends = [*(at_base(end) for end in line.ends), float("inf")]
    due = start = 0.0
    for leaf, end in zip(line.rates, ends, strict=True):
        due += at_base(leaf) * max(min(sales, end) - start, 0.0)
        start = end
    return due
