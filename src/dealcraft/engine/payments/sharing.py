"""How a collaboration shares the cost of development and the profit of sales, and how a side joins or leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.leaf import Leaf
from dealcraft.engine.ledger import Dated, Flow, both_ways, fallen
from dealcraft.engine.moments import NEVER
from dealcraft.engine.operations import spending
from dealcraft.engine.plan_terms import CostCapPlan
from dealcraft.engine.rows import Rows, total
from dealcraft.engine.state import LEAVING
from dealcraft.units.array import Array, Number


@dataclass(frozen=True, slots=True)
class _Split:
    """The other side's shares between two moments."""

    begin: Number
    end: Number
    cost: Mapping[str, Leaf]
    profit: Mapping[str, Leaf]


def sharing(under: InForce) -> Iterator[Flow]:
    """Cost and profit shares of the side that does not lead, and the price of raising them."""
    if under.plan.kind != "collaboration":
        return
    yield from _opt_in(under)
    costs = list(_cost_shares(under))
    deferred = None
    if under.plan.cost_cap is not None:
        costs, deferred = _capped(under, under.plan.cost_cap, costs)
    yield from costs
    yield from _profit_shares(under, deferred)


def _splits(under: InForce) -> list[_Split]:
    """The shares as agreed until someone joins or leaves, those of an opt-in from then on."""
    plan = under.plan
    joins = _joins(under)
    first = _Split(-NEVER, np.minimum(joins, under.left), plan.cost_share, plan.profit_share)
    if plan.opt_in is None:
        return [first]
    raised = _Split(
        joins,
        under.left,
        plan.opt_in.cost_share or plan.cost_share,
        plan.opt_in.profit_share or plan.profit_share,
    )
    return [first, raised]


def _joins(under: InForce) -> Number:
    """When a side opts in; infinity where it does not."""
    joins = under.plan.opt_in
    if joins is None:
        return NEVER
    time = under.place.time(joins.decision.at, NEVER)
    return np.where(under.world.s.takes(joins.decision) & under.due(time), time, NEVER)


def _opt_in(under: InForce) -> Iterator[Flow]:
    """The price of raising a share, to the lead."""
    joins = under.plan.opt_in
    if joins is not None and joins.decision.holder != under.plan.seller:
        price = Dated(_joins(under), under.world.s.num(joins.pay))
        path = joins.decision.path.child("pay")
        yield Flow(
            path, "upfront", joins.decision.holder, under.plan.seller, dated=price, agreement=under.plan.path
        )


def _cost_shares(under: InForce) -> Iterator[Flow]:
    """The lead pays suppliers; the other side refunds its share of what the lead spends under the agreement."""
    plan, world = under.plan, under.world
    lost = world.rights_of(plan).first(*LEAVING)
    for spell in (spell for asset in plan.assets for spell in world.chains[asset].spells):
        if spell.runner != plan.seller:
            continue
        own = spell.phase.name in plan.phase_cost_share
        path = plan.path.child("phase_cost_share", spell.phase.name) if own else plan.path.child("cost_share")
        joint = np.where(spell.start >= under.effective - 1e-9, 1.0, 0.0)
        for split in _splits(under):
            shares = plan.phase_cost_share[spell.phase.name] if own else split.cost
            if plan.other not in shares:
                continue
            share = np.asarray(world.s.num(shares[plan.other]) * joint)
            spent = spending(world, spell, split.begin, np.minimum(split.end, lost))
            dated = spent.dated and Dated(spent.dated.time, spent.dated.amount * share)
            yield Flow(path, "cost_share", plan.other, plan.seller, spent.rows.times(share), dated, plan.path)


def _capped(under: InForce, cap: CostCapPlan, flows: Sequence[Flow]) -> tuple[list[Flow], Array | None]:
    """The flows under the cap, each period's the first first; and what is over it by period, where that is deferred."""
    timeline, size = under.timeline, under.world.s.size
    whole = np.zeros((timeline.T, size))
    for flow in flows:
        if flow.dated is None:
            whole[flow.rows.first : flow.rows.stop] += flow.rows.amounts
        else:
            sums = fallen(flow.dated, timeline, size)
            whole[sums.period, sums.columns] += sums.amounts
    allowed = np.diff(
        np.minimum(np.cumsum(whole, axis=0), under.world.s.num(cap.amount)), axis=0, prepend=0.0
    )
    room, capped = allowed.copy(), list[Flow]()
    for flow in flows:
        if flow.dated is None:
            left = room[flow.rows.first : flow.rows.stop]
            rows = Rows(flow.rows.first, np.minimum(flow.rows.amounts, left))
            left -= rows.amounts
            capped.append(replace(flow, rows=rows))
        else:
            k = np.broadcast_to(np.minimum(timeline.period(flow.dated.time), timeline.T - 1), (size,))
            falls, column = np.asarray(flow.dated.time < timeline.horizon), np.arange(size)
            amount = np.where(falls, np.minimum(flow.dated.amount, room[k, column]), 0.0)
            room[k, column] -= amount
            capped.append(replace(flow, dated=Dated(flow.dated.time, amount)))
    return capped, whole - allowed if cap.deferred else None


def _profit_shares(under: InForce, deferred: Array | None) -> Iterator[Flow]:
    """The other side's share of each period's profit, from the lead; of a loss, to the lead."""
    plan, world = under.plan, under.world
    parts = list[Rows]()
    for split in _splits(under):
        if plan.other not in split.profit:
            continue
        share = np.asarray(world.s.num(split.profit[plan.other]))
        for one in (one for cell in plan.cells for one in under.own(cell)):
            parts.append(one.profit().times(one.when.within(split.begin, split.end)).times(share))
    shared = total(parts)
    if deferred is not None:
        shared = _recouped(shared, deferred)
    path = plan.path.child("profit_share")
    yield from both_ways(Flow(path, "profit_share", plan.seller, plan.other, shared, agreement=plan.path))


def _recouped(shared: Rows, deferred: Array) -> Rows:
    """Positive shares of profit less the deferred excess of cost, until it is made up, without interest."""
    if shared.empty:
        return shared
    out = np.array(np.broadcast_to(shared.amounts, (len(shared.amounts), deferred.shape[1])))
    waiting = deferred[: shared.first].sum(axis=0)
    for k in range(len(out)):
        waiting = waiting + deferred[shared.first + k]
        used = np.minimum(waiting, np.maximum(out[k], 0.0))
        out[k], waiting = out[k] - used, waiting - used
    return Rows(shared.first, out)
