"""Law 7: before minimums a royalty lies between nothing and its highest rate on what it is charged on."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from dealcraft.engine.agreement import InForce
from dealcraft.engine.payments.royalties import earned
from dealcraft.engine.plan_payments import RoyaltyPlan
from tests.laws.test_law_06_royalty import under_agreements, whole
from tests.strategies import Tree, sheets


def charged_on(under: InForce, line: RoyaltyPlan) -> np.ndarray:
    """The base of every period, shape (T, S): net or gross sales, units, or profit, a loss being none."""
    base, num = np.zeros((under.timeline.T, under.world.s.size)), under.world.s.num
    for one in (one for cell in line.cells for one in under.own(cell)):
        sales, gross = one.stint.cell.sales, 1.0
        if line.base in ("gross_sales", "units"):
            gross = 1.0 / (1.0 - num(sales.net)) / (num(sales.price) if line.base == "units" else 1.0)
        rows = one.profit() if line.base == "profit" else one.sales
        base += np.maximum(whole(under, rows) * gross, 0.0)
    return base


@given(sheets(kinds=["licence", "assignment", "collaboration"]))
def test_a_royalty_lies_between_nothing_and_the_highest_rate_on_the_base(data: Tree) -> None:
    for under in under_agreements(data):
        for line in (*under.plan.royalties, *under.plan.opt_out_royalties):
            paid = whole(under, earned(under, line).rows)
            top = np.max([under.world.s.num(rate) for rate in line.rates], axis=0)
            assert (paid >= 0.0).all()
            assert (paid <= top * charged_on(under, line) + 1e-9).all()
