"""Sublicence income: what sublicensees pay the licensee, and the licensor's part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import THIRD_PARTIES, Flow
from dealcraft.engine.operations import Selling
from dealcraft.engine.rows import Rows, total


def sublicences(under: InForce) -> Iterator[Flow]:
    """A rate on the sublicensees' sales, and the share of that income that goes on to the licensor."""
    plan, world = under.plan, under.world
    if plan.sublicence is None:
        return
    sold = list[Rows]()
    for one in (one for cell in plan.cells for one in under.own(cell)):
        if one.stint.sublicensed is not None:
            since, part = one.stint.sublicensed
            whole = Selling(world, replace(one.stint, sublicensed=None), one.when).sales
            sold.append(whole.times(np.asarray(part)).times(one.when.within(since, np.inf)))
    income = total(sold).times(np.asarray(world.s.num(plan.sublicence.rate)))
    path, share = plan.sublicence.path, np.asarray(world.s.num(plan.sublicence.income_share))
    yield Flow(path, "sublicence", THIRD_PARTIES, plan.acquirer, income)
    yield Flow(path, "sublicence", plan.acquirer, plan.grantor, income.times(share), agreement=plan.path)
