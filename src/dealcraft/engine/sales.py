"""What a cell could sell in each period, and what a seller makes of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dealcraft.engine.leaf import Leaf
from dealcraft.engine.market import Active, Stint
from dealcraft.engine.plan import CellPlan
from dealcraft.engine.rows import NOTHING, Rows
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.timeline import EPS
from dealcraft.units.array import Array, Number


def net_sales(
    s: Scenarios, stint: Stint, when: Active, first_sale: Number, exclusivity_ends: Number | None
) -> Rows:
    """Net sales of *stint* by period; *first_sale* is the cell's, by whoever made it."""
    cell = stint.cell
    if when.starts[0] < 0.0:
        sold = Rows(when.first, potential(s, cell, when.low, when.high, first_sale, exclusivity_ends))
    else:
        ends = np.inf if exclusivity_ends is None else exclusivity_ends
        about = (first_sale, ends, when.begin, when.end, when.starts)
        sold = s.remembered(
            ("sold", id(cell), when.first), about, lambda: _sold(s, cell, when, first_sale, exclusivity_ends)
        )
    scale = stint.share * stint.ability * (1.0 - s.num(cell.sales.net))
    return sold.times(scale).times(stint.kept(when))


def _sold(s: Scenarios, cell: CellPlan, when: Active, first_sale: Number, ends: Number | None) -> Rows:
    """The cell's potential from the beginning to the end of a stint: all of it where that is from first sale on."""
    starts, period = when.starts, when.period
    opens = min(max(int(np.floor(np.min(first_sale) / period + EPS)), 0), when.first)
    following = when.all_starts[opens:]
    whole = s.remembered(
        ("potential", id(cell)),
        (first_sale, np.inf if ends is None else ends, following),
        lambda: _from_first_sale(s, cell, following, period, first_sale, ends),
    )
    if len(following) > len(starts):
        whole = whole[when.first - opens : when.first - opens + len(starts)]
    edges = np.asarray(when.begin), np.asarray(when.end)
    later = edges[0] != first_sale
    cut = edges[1] < starts[-1] + period
    if not (later.any() or cut.any()):
        return Rows(when.first, whole)
    amounts = np.array(np.broadcast_to(whole, (len(starts), max(whole.shape[1], later.size, cut.size))))
    if later.any():
        amounts *= starts[:, None] >= edges[0]
    if cut.any():
        amounts *= starts[:, None] + period <= edges[1]
    for edge in edges:
        _mend(s, cell, when, amounts, edge, first_sale, ends)
    return Rows(when.first, amounts)


def _mend(
    s: Scenarios,
    cell: CellPlan,
    when: Active,
    amounts: Array,
    edge: Number,
    first_sale: Number,
    ends: Number | None,
) -> None:
    """Put right the period in which *edge* lies: what is sold in its active part, in place."""
    width = amounts.shape[1]
    place = np.clip((np.broadcast_to(edge, (width,)) - when.starts[0]) / when.period, -1.0, len(when.starts))
    row = np.floor(place + EPS).astype(np.int64)
    column = np.flatnonzero((row >= 0) & (row < len(when.starts)))
    column = column[when.starts[row[column]] != np.broadcast_to(edge, (width,))[column]]
    if not column.size:
        return
    start = when.starts[row[column]]
    low, high = np.full(width, 0.0), np.full(width, 0.0)
    low[column] = np.maximum(start, np.broadcast_to(when.begin, (width,))[column])
    high[column] = np.minimum(start + when.period, np.broadcast_to(when.end, (width,))[column])
    sold = potential(s, cell, low[None, :], high[None, :], first_sale, ends)
    amounts[row[column], column] = np.broadcast_to(sold, (1, width))[0, column]


def _from_first_sale(
    s: Scenarios, cell: CellPlan, starts: Array, period: float, first_sale: Number, ends: Number | None
) -> Array:
    """What a cell can sell in each period from its first sale on, shape (K, S) or (K, 1)."""
    plan, growth, ramp = cell.sales, s.num(cell.sales.growth), s.num(cell.sales.time_to_peak)
    if plan.form != "curve" or np.any(growth) or np.ndim(ramp) or ramp == 0.0:
        low = starts[:, None]
        amounts = potential(s, cell, low, low + period, first_sale, ends)
    else:
        amounts = _ramp(s, cell, starts + period / 2.0, period, first_sale, ends)
    if np.size(first_sale) > amounts.shape[1]:
        amounts = np.repeat(amounts, np.size(first_sale), axis=1)
    early = int(np.searchsorted(starts, np.max(first_sale)))  # before some scenario's first sale
    amounts[:early] *= starts[:early, None] >= first_sale
    _mend(
        s, cell, Active(0, starts, first_sale, np.inf, period, starts), amounts, first_sale, first_sale, ends
    )
    return amounts


def _ramp(
    s: Scenarios, cell: CellPlan, middle: Array, period: float, first_sale: Number, ends: Number | None
) -> Array:
    """The same for a curve without growth: rows in which all are at peak, or all eroded, need no arithmetic."""
    plan = cell.sales
    ramp, height = s.num(plan.time_to_peak), np.asarray(s.num(plan.peak) * period)
    erodes = ends is not None and cell.decline != 0.0
    over, decline = s.num(cell.over), s.num(cell.decline)
    about = (first_sale, height, *((ends, over, decline) if erodes else ()))
    amounts = np.empty((middle.size, np.broadcast_shapes((1,), *(np.shape(x) for x in about))[0]))
    launch = np.asarray(first_sale)
    top = np.searchsorted(middle, np.max(launch, where=np.isfinite(launch), initial=-np.inf) + ramp)
    rising = amounts[:top]
    np.subtract(middle[:top, None], launch, out=rising)
    rising /= ramp
    np.clip(rising, 0.0, 1.0, out=rising)
    if plan.s_curve:
        rising *= rising * (3.0 - 2.0 * rising)
    rising *= height
    amounts[top:] = height
    if ends is not None and erodes:
        final = np.where(np.isfinite(ends), ends, 1e9)
        begins = np.searchsorted(middle, np.min(final), side="right")
        done = np.searchsorted(middle, np.max(final + over))
        amounts[begins:done] *= _erosion(s, cell, middle[begins:done, None], ends)
        amounts[done:] *= 1.0 - decline
    return amounts


def potential(
    s: Scenarios, cell: CellPlan, low: Array, high: Array, first_sale: Number, ends: Number | None
) -> Array:
    """What a cell could sell within [low, high] of each period, shape (K, S) or (K, 1)."""
    plan = cell.sales
    length = np.maximum(high - low, 0.0)
    first = np.where(np.isfinite(first_sale), first_sale, 0.0)
    middle = np.where(length > 0.0, low + length / 2.0, 0.0)
    if plan.form == "curve":
        amounts = _curve(s, cell, middle - first) * length
    elif plan.form == "by_year":
        amounts = _figures(
            s, plan.figures, np.arange(len(plan.figures) + 1.0), low - first, low - first + length
        )
    else:
        amounts = _figures(s, plan.figures, np.asarray(plan.starts), low, low + length)
    if ends is not None and cell.decline != 0.0:
        amounts = amounts * _erosion(s, cell, middle, ends)
    return amounts


def _curve(s: Scenarios, cell: CellPlan, u: Array) -> Array:
    """Yearly rate: peak x f(u / time to peak) x (1 + growth)^max(0, u - time to peak)."""
    plan = cell.sales
    ramp, growth = s.num(plan.time_to_peak), s.num(plan.growth)
    x = np.clip(np.divide(u, ramp, out=np.ones(np.broadcast_shapes(u.shape, np.shape(ramp))), where=np.asarray(ramp) > 0.0), 0.0, 1.0)  # fmt: skip
    shape = x * x * (3.0 - 2.0 * x) if plan.s_curve else x
    if np.any(np.asarray(growth) != 0.0):
        shape = shape * (1.0 + growth) ** np.maximum(u - ramp, 0.0)
    return shape * s.num(plan.peak)


def _figures(s: Scenarios, figures: Sequence[Leaf], starts: Array, low: Array, high: Array) -> Array:
    """Constant yearly rates between *starts*, integrated over [low, high]."""
    out = np.zeros(np.broadcast_shapes(low.shape, high.shape))
    for i, figure in enumerate(figures):
        span = np.clip(np.minimum(high, starts[i + 1]) - np.maximum(low, starts[i]), 0.0, None)
        rate = s.num(figure) / (starts[i + 1] - starts[i])
        out = out + span * rate
    return out


def _erosion(s: Scenarios, cell: CellPlan, middle: Array, ends: Number) -> Array:
    """1 before exclusivity ends, then a straight fall to 1 - decline over the time given, and no further."""
    after = middle - np.where(np.isfinite(ends), ends, 1e9)
    over = np.asarray(s.num(cell.over))
    if (over > 0.0).all():
        fallen = after / over
    else:
        gone = np.where(after > 0.0, 1.0, 0.0) + np.zeros(over.shape)
        fallen = np.divide(after, over, out=gone, where=over > 0.0)
    np.clip(fallen, 0.0, 1.0, out=fallen)
    fallen = np.asarray(fallen * -s.num(cell.decline))
    fallen += 1.0
    return fallen


def yearly_costs(s: Scenarios, stint: Stint, when: Active, first_sale: Number) -> Rows:
    """Costs that follow the years since launch, the seller's share, spread over the time it sells."""
    figures = stint.cell.cost_by_year
    if not figures:
        return NOTHING
    low = when.low - np.where(np.isfinite(first_sale), first_sale, 0.0)
    amounts = _figures(s, figures, np.arange(len(figures) + 1.0), low, low + when.length)
    return Rows(when.first, amounts).times(stint.share).times(stint.kept(when))
