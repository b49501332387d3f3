"""When a trigger on sales, on spend or on shelving has held for as long as its clause says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dealcraft.engine.market import Active, Stint, active, before
from dealcraft.engine.moments import NEVER
from dealcraft.engine.operations import in_rows, spending
from dealcraft.engine.plan_terms import AgreementPlan, ClausePlan
from dealcraft.engine.rows import NOTHING, Rows, first_of, total
from dealcraft.engine.sales import net_sales
from dealcraft.engine.timeline import EPS, Timeline
from dealcraft.engine.world import Place, World
from dealcraft.units.array import Array, Mask, Number


def triggered(world: World, agreement: AgreementPlan, clause: ClausePlan) -> Number:
    """When a trigger has held without a break for as long as the clause says, cure included."""
    timeline, s = world.timeline, world.s
    place = Place(world, agreement)
    default = place.first_sale(None) if clause.below is not None else place.effective()
    begin = place.time(clause.from_, default)
    if not np.isfinite(begin).any():
        return NEVER
    lasting = s.num(clause.lasting) + s.num(clause.cure)
    holds = _tested(world, agreement, clause) & (timeline.edges[1:, None] >= begin + (1.0 - EPS))
    if not holds.any():
        return NEVER
    if np.ndim(lasting) == 0:
        ends = int(np.ceil((lasting - EPS) * timeline.n)) + 1
        acts: Number = (first_of(_unbroken(holds, ends)) + 1.0) / timeline.n
    else:
        acts = _lasted(holds, np.asarray(lasting), timeline)
    return np.where(acts < timeline.horizon - EPS, acts, NEVER)


def _unbroken(holds: Mask, ends: int) -> Mask:
    """Where *holds* is true at so many period ends in a row, up to each."""
    width = 1
    while width < ends:
        step = min(width, ends - width)
        following = np.zeros_like(holds)
        following[step:] = holds[step:] & holds[:-step]
        holds, width = following, width + step
    return holds


def _lasted(holds: Mask, lasting: Array, timeline: Timeline) -> Number:
    """The first period end up to which *holds* has been true for as long as *lasting*, which differs by scenario."""
    since: Number = NEVER
    acts: Number = NEVER
    for k in range(timeline.T):
        end = (k + 1) / timeline.n
        since = np.where(holds[k], np.minimum(since, end), NEVER)
        acts = np.minimum(acts, np.where(holds[k] & (end >= since + lasting - EPS), end, NEVER))
    return acts


def _tested(world: World, agreement: AgreementPlan, clause: ClausePlan) -> Mask:
    """Whether the trigger's condition holds at each period's end, shape (T, S) or (T, 1)."""
    timeline, s = world.timeline, world.s
    if clause.below is not None:
        now, past = _sold(world, agreement, active), _sold(world, agreement, before)
        return np.asarray(_trailing(world, now, past) < s.num(clause.below))
    if clause.spend_below is not None:
        approved: Number = -NEVER
        for asset in agreement.assets:
            approved = np.maximum(approved, world.chains[asset].approval)
        before_approval = timeline.edges[1:, None] <= approved
        return (
            np.asarray(_trailing(world, _spent(world, agreement)) < s.num(clause.spend_below))
            & before_approval
        )
    shelved = s.shelved.get(agreement.acquirer, np.zeros(s.size, dtype=bool))
    return np.broadcast_to(shelved, (timeline.T, s.size))


def _spent(world: World, agreement: AgreementPlan) -> Rows:
    """Development spend on the agreement's assets, whoever pays, dated sums in their periods."""
    parts = list[Rows]()
    for asset in agreement.assets:
        for spell in world.chains[asset].spells:
            flow = spending(world, spell)
            parts.append(flow.rows if flow.dated is None else in_rows(world, flow.dated))
    return total(parts)


def _sold(
    world: World, agreement: AgreementPlan, when_active: Callable[[Stint, Timeline], Active | None]
) -> Rows:
    """Net sales of the agreement's seller in its cells."""
    parts = list[Rows]()
    for cell in agreement.cells:
        for stint in world.stints(cell):
            if stint.agreement is not agreement:
                continue
            when = when_active(stint, world.timeline)
            if when is not None:
                first, ends = world.first_sale((cell,)), world.exclusivity(stint.cell)
                parts.append(net_sales(world.s, stint, when, first, ends))
    return world.s.total(parts)


def _trailing(world: World, rows: Rows, past: Rows = NOTHING) -> Array:
    """Amounts of the twelve months up to each period's end, shape (T, S); *past* are those before the valuation date."""
    n, periods = world.timeline.n, world.timeline.T
    full = np.zeros((n + periods, max(rows.width, past.width)))
    full[:n] = past.window(0, n)
    full[n + rows.first : n + rows.stop] = rows.amounts
    out = full[n:].copy()
    for k in range(1, n):
        out += full[n - k : n - k + periods]
    return out
