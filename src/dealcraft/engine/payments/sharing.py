"""How a collaboration shares the cost of development and the profit of sales."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import Dated, Flow, both_ways
from dealcraft.engine.operations import spending
from dealcraft.engine.rows import total


def cost_shares(under: InForce) -> Iterator[Flow]:
    """The lead pays suppliers; the other side refunds its share of what the lead spends under the agreement."""
    plan, world = under.plan, under.world
    for asset in plan.assets:
        for spell in world.chains[asset].spells:
            if spell.runner != plan.seller:
                continue
            split = plan.phase_cost_share.get(spell.phase.name, plan.cost_share)
            if plan.other not in split:
                continue
            own = spell.phase.name in plan.phase_cost_share
            path = plan.path.child("phase_cost_share", spell.phase.name) if own else plan.path.child("cost_share")
            joint = np.where(spell.start >= under.effective - 1e-9, 1.0, 0.0)
            share = np.asarray(world.s.num(split[plan.other]) * joint)
            spent = spending(world, spell, end=world.rights_of(plan).first("revert", "terminate", "step_in"))
            dated = spent.dated and Dated(spent.dated.time, spent.dated.amount * share)
            yield Flow(path, "cost_share", plan.other, plan.seller, spent.rows.times(share), dated, plan.path)


def profit_shares(under: InForce) -> Iterator[Flow]:
    """The other side's share of each period's profit, from the lead; of a loss, to the lead."""
    plan = under.plan
    if plan.other not in plan.profit_share:
        return
    profit = total(one.profit() for cell in plan.cells for one in under.own(cell))
    share = np.asarray(under.world.s.num(plan.profit_share[plan.other]))
    path = plan.path.child("profit_share")
    yield from both_ways(
        Flow(path, "profit_share", plan.seller, plan.other, profit.times(share), agreement=plan.path)
    )  # fmt: skip
