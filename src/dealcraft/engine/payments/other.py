"""Other consideration: research funding, shares at a premium, supply at a margin, technology transfer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import Dated, Flow
from dealcraft.engine.moments import NEVER
from dealcraft.engine.operations import evenly
from dealcraft.engine.rows import total


def fundings(under: InForce) -> Iterator[Flow]:
    """Research funding, spread over its term; it ends with the agreement and at the day of failure."""
    num = under.world.s.num
    for plan in under.plan.funding:
        begin = np.maximum(under.place.time(plan.from_, under.effective), under.effective)
        end = np.minimum(under.place.time(plan.until, NEVER), np.minimum(under.ended, under.dead))
        rate = np.asarray(num(plan.rate) * num(plan.people))
        rows = evenly(under.world, np.maximum(begin, 0.0), np.minimum(end, under.timeline.horizon))
        yield Flow(plan.path, "funding", plan.payer, plan.payee, rows.times(rate), agreement=under.plan.path)


def equity(under: InForce) -> Iterator[Flow]:
    """What is paid for shares beyond their fair value; the other way round where it is less."""
    plan, num = under.plan.equity, under.world.s.num
    if plan is None:
        return
    time = under.effective if plan.at is None else under.place.time(plan.at, NEVER)
    time = np.where(under.due(time), time, NEVER)
    premium = np.asarray(num(plan.pay) - num(plan.fair_value))
    for payer, payee, amount in ((plan.payer, plan.payee, premium), (plan.payee, plan.payer, -premium)):
        dated = Dated(time, np.maximum(amount, 0.0))
        yield Flow(plan.path, "equity", payer, payee, dated=dated, agreement=under.plan.path)


def supplies(under: InForce) -> Iterator[Flow]:
    """The supplier's margin on the goods that the agreement's seller sells."""
    plan, num = under.plan, under.world.s.num
    if plan.supply is None:
        return
    goods = total(
        one.sales.times(np.asarray(num(one.stint.cell.goods))) for cell in plan.cells for one in under.own(cell)
    )  # fmt: skip
    payer, payee = plan.supplier
    path = plan.path.child("payments", "supply")
    yield Flow(path, "supply", payer, payee, goods.times(np.asarray(num(plan.supply))), agreement=plan.path)


def transfers(under: InForce) -> Iterator[Flow]:
    """The cost of handing the know-how over, to suppliers."""
    plan = under.plan.transfer
    if plan is None:
        return
    time = under.effective if plan.at is None else under.place.time(plan.at, NEVER)
    dated = Dated(np.where(under.due(time), time, NEVER), under.world.s.num(plan.amount))
    yield Flow(plan.path, plan.kind, plan.payer, plan.payee, dated=dated)
