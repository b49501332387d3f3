"""Royalty lines as flows: what is earned, credited, capped, topped up, audited, bought out, and when cash follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import SUPPLIERS, Dated, Flow, fallen
from dealcraft.engine.moments import NEVER
from dealcraft.engine.payments.minimum import TopUp
from dealcraft.engine.payments.royalties import Earned, Step, earned
from dealcraft.engine.payments.settle import Settled, credited, settled
from dealcraft.engine.payments.sums import Paid
from dealcraft.engine.plan_payments import AuditPlan, RoyaltyPlan
from dealcraft.engine.rows import NOTHING, Rows, total
from dealcraft.engine.timeline import EPS
from dealcraft.units.array import Array, Number


def royalty_flows(under: InForce, paid: Sequence[Paid], traces: list[Step]) -> Iterator[Flow]:
    """Every royalty line of the agreement, in written order; what it came from is added to *traces*."""
    lines = [earned(under, line) for line in (*under.plan.royalties, *under.plan.opt_out_royalties)]
    hidden = list[Rows]()
    for line, royalty in zip(lines, credited(under, lines, paid), strict=True):
        final = settled(under, line, royalty, paid)
        traces += [*line.trace, *_later(line, royalty, final)]
        plan, rows = line.plan, final.royalty
        if under.plan.audit is not None:
            hidden.append(_in_cash(under, final.unreported))
            rows = rows.times(np.asarray(1.0 - under.unreported))
        yield _cash(
            under, Flow(plan.path, "royalty", plan.payer, plan.payee, rows, agreement=under.plan.path)
        )
        path = plan.path.child("minimum")
        if final.top_ups:
            due = _settled(under, final.top_ups)
            yield Flow(path, "minimum", plan.payer, plan.payee, dated=due, agreement=under.plan.path)
        if final.returns:
            due = _settled(under, final.returns)
            yield Flow(
                path, "minimum", plan.payee, plan.payer, dated=due, agreement=under.plan.path, exempt=True
            )
        if plan.buy_out is not None:
            price = Dated(line.bought_out, under.world.s.num(plan.buy_out.price))
            at = plan.buy_out.decision.path
            yield Flow(at, "buy_out", plan.payer, plan.payee, dated=price, agreement=under.plan.path)
    if under.plan.audit is not None and under.plan.royalties:
        yield from _audits(under, under.plan.audit, under.plan.royalties[0], total(hidden))


def _later(line: Earned, royalty: Rows, final: Settled) -> Iterator[Step]:
    """Trace lines of what comes after adjustment: credits, the cap, the minimum."""
    path = line.plan.path
    if royalty is not line.rows:
        yield Step("credit", path, total([royalty, line.rows.times(-1.0)]))
    capped = (
        line.plan.cap_year is not None or line.plan.cap_life is not None or line.plan.cap_multiple is not None
    )
    if capped and not royalty.empty:
        same = final.royalty is royalty
        change = royalty.times(0.0) if same else total([final.royalty, royalty.times(-1.0)])
        yield Step("cap", path.child("cap"), change)


def _delayed(under: InForce, due: Dated) -> Dated:
    """*due*, its cash following by the lag from invoice to payment."""
    lag = under.world.s.num(under.plan.lag)
    return due if np.all(lag == 0.0) else Dated(due.time + lag, due.amount)


def _settled(under: InForce, years: Sequence[TopUp]) -> Dated:
    """What is settled year by year, as sums that stand together, shape (Y, S)."""
    size = under.world.s.size
    columns = zip(*((y.time, y.amount) for y in years), strict=True)
    time, amount = (np.concatenate([np.broadcast_to(x, (*np.shape(x)[:-1], size)).reshape(-1, size) for x in column]) for column in columns)  # fmt: skip
    return _delayed(under, Dated(time, amount, settled=True))


def _cash(under: InForce, flow: Flow) -> Flow:
    """The royalty by period, or its cash at each period's end and the lag."""
    if np.all(under.world.s.num(under.plan.lag) == 0.0):
        return flow
    ends = (np.arange(flow.rows.first, flow.rows.stop)[:, None] + 1.0) / under.timeline.n
    return replace(flow, rows=NOTHING, dated=_delayed(under, Dated(ends, flow.rows.amounts)))


def _in_cash(under: InForce, rows: Rows) -> Rows:
    """*rows* in the periods in which their cash falls."""
    flow = _cash(under, Flow(under.plan.path, "royalty", "", "", rows))
    if flow.dated is None:
        return rows
    sums = fallen(flow.dated, under.timeline, under.world.s.size)
    out = np.zeros((under.timeline.T, under.world.s.size))
    np.add.at(out, (sums.period, sums.columns), sums.amounts)
    return Rows(0, out)


def _audits(under: InForce, plan: AuditPlan, line: RoyaltyPlan, rows: Rows) -> Iterator[Flow]:
    """Every so often part of what was withheld within the look-back (*rows*) is recovered, at a cost to one side."""
    num, timeline = under.world.s.num, under.timeline
    missing, n = under.unreported, timeline.n
    hidden = rows.window(0, timeline.T)
    to_date = np.concatenate([np.zeros((1, hidden.shape[1])), np.cumsum(hidden, axis=0)])
    first = under.place.first_sale(None)
    over = np.minimum(under.ended, under.dead)
    done: Number = -1.0
    count = 1
    while np.any(first + count * plan.every <= timeline.horizon + EPS):
        time = first + count * plan.every
        held = np.asarray(time <= over + EPS) & np.asarray(time > EPS) & (time <= timeline.horizon + EPS)
        last = np.ceil(np.minimum(time, timeline.horizon) * n - EPS) - 1.0
        since = np.maximum(done + 1.0, np.ceil(last + 1.0 - plan.lookback * n - EPS))
        found = (_up_to(to_date, last + 1.0) - _up_to(to_date, np.minimum(since, last + 1.0))) * num(
            plan.recovered
        )
        done = np.where(held, last, done)
        at = np.where(held, (last + 1.0) / n, NEVER)
        yield Flow(
            plan.path,
            "audit",
            line.payer,
            line.payee,
            dated=Dated(at, found, settled=True),
            agreement=under.plan.path,
        )
        shifted = np.asarray(missing > num(plan.shift_above))
        for payer, bears in ((line.payer, shifted), (line.payee, ~shifted)):
            cost = Dated(at, num(plan.cost) * bears, settled=True)
            yield Flow(plan.path, "audit", payer, SUPPLIERS, dated=cost, agreement=under.plan.path)
        count += 1


def _up_to(to_date: Array, period: Number) -> Array:
    """What is accumulated in *to_date*, shape (T + 1, S) or (T + 1, 1), before each scenario's *period*."""
    place = np.clip(np.atleast_1d(period), 0, len(to_date) - 1).astype(np.int64)
    return np.asarray(np.take_along_axis(to_date, place[None], axis=0)[0])
