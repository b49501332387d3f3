"""What a cell could sell, and what a seller makes of it in each period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dealcraft.engine.leaf import Leaf
from dealcraft.engine.plan import CellPlan
from dealcraft.engine.plan_terms import AgreementPlan, ClausePlan
from dealcraft.engine.rows import NOTHING, Rows, overlap
from dealcraft.engine.scenarios import Scenarios, flat
from dealcraft.engine.timeline import Timeline
from dealcraft.units.array import Array, Number


@dataclass(frozen=True, slots=True)
class Stint:
    """One seller's time in one cell: from *begin* to *end*, years; a share of the cell's potential."""

    cell: CellPlan
    seller: str
    share: Number
    ability: Number
    begin: Number
    end: Number
    launches: Number
    """1 where this stint launches the cell and pays for it, else 0."""
    agreement: AgreementPlan | None = None
    """The agreement under which it sells as the agreement's seller; None for the owner's own sales."""
    clause: ClausePlan | None = None
    """The clause that gave the cell back to this seller."""
    sublicensed: tuple[Number, Number] | None = None
    """From when on, and which part of, its sales are sublicensees' instead."""

    @property
    def happens(self) -> bool:
        """Whether it sells anything in any scenario."""
        return bool(np.any(self.begin < self.end))

    def kept(self, when: Active) -> Array | float:
        """The part of each period's sales that the seller makes itself."""
        if self.sublicensed is None:
            return 1.0
        since, part = self.sublicensed
        return 1.0 - part * when.within(since, np.inf)


@dataclass(frozen=True, slots=True)
class Active:
    """The periods in which a stint sells: their starts, and the active part of each, years."""

    first: int
    starts: Array
    length: Array
    middle: Array
    begin: Number
    end: Number
    period: float

    def within(self, begin: Number, end: Number) -> Array | float:
        """Share, by time, of each active part that lies in [begin, end]; 1.0 where all of it does."""
        if np.all(np.asarray(begin) <= self.begin) and np.all(np.asarray(end) >= self.end):
            return 1.0
        inside = overlap(self.starts, self.period, np.maximum(begin, self.begin), np.minimum(end, self.end))
        return np.divide(inside, self.length, out=np.zeros(np.broadcast_shapes(inside.shape, self.length.shape)), where=self.length > 0.0)  # fmt: skip


def active(stint: Stint, timeline: Timeline) -> Active | None:
    """When *stint* sells; None where it never does within the horizon."""
    begin = np.where(stint.begin < stint.end, stint.begin, np.inf)
    if not np.any(begin < timeline.horizon):
        return None
    first = max(int(np.min(timeline.period(begin))), 0)
    end = np.minimum(np.where(np.isfinite(begin), stint.end, 0.0), timeline.horizon)
    stop = int(np.max(np.ceil(end * timeline.n - 1e-9)))
    if stop <= first:
        return None
    return _active(first, timeline.edges[first:stop], flat(begin), flat(end), 1.0 / timeline.n)


def before(stint: Stint, timeline: Timeline) -> Active | None:
    """When *stint* sold in the year before the valuation date; None where it did not."""
    begin = np.where(stint.begin < stint.end, stint.begin, np.inf)
    if not np.any(begin < 0.0):
        return None
    starts = np.arange(-timeline.n, 0) / timeline.n
    return _active(0, starts, flat(begin), flat(np.minimum(stint.end, 0.0)), 1.0 / timeline.n)


def _active(first: int, starts: Array, opens: Number, closes: Number, period: float) -> Active:
    low = np.maximum(starts[:, None], opens)
    high = np.minimum(starts[:, None] + period, closes)
    length = np.maximum(high - low, 0.0)
    middle = np.where(length > 0.0, (low + high) / 2.0, 0.0)
    return Active(first, starts, length, middle, opens, closes, period)


def net_sales(
    s: Scenarios, stint: Stint, when: Active, first_sale: Number, exclusivity_ends: Number | None
) -> Rows:
    """Net sales of *stint* by period; *first_sale* is the cell's, by whoever made it."""
    plan = stint.cell.sales
    safe_first = np.where(np.isfinite(first_sale), first_sale, 0.0)
    if plan.form == "curve":
        amounts = _curve(s, stint.cell, when.middle - safe_first) * when.length
    elif plan.form == "by_year":
        low = when.middle - when.length / 2.0 - safe_first
        amounts = _figures(s, plan.figures, np.arange(len(plan.figures) + 1.0), low, low + when.length)
    else:
        low = when.middle - when.length / 2.0
        amounts = _figures(s, plan.figures, np.asarray(plan.starts), low, low + when.length)
    if exclusivity_ends is not None and stint.cell.decline != 0.0:
        amounts = amounts * _erosion(s, stint.cell, when.middle, exclusivity_ends)
    scale = np.asarray(stint.share * stint.ability * (1.0 - s.num(plan.net)))
    return Rows(when.first, amounts * scale).times(stint.kept(when))


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
    fallen = np.divide(after, over, out=np.where(after > 0.0, 1.0, 0.0) + np.zeros(np.broadcast_shapes(after.shape, over.shape)), where=over > 0.0)  # fmt: skip
    return np.asarray(1.0 - s.num(cell.decline) * np.clip(fallen, 0.0, 1.0))


def yearly_costs(s: Scenarios, stint: Stint, when: Active, first_sale: Number) -> Rows:
    """Costs that follow the years since launch, the seller's share, spread over the time it sells."""
    figures = stint.cell.cost_by_year
    if not figures:
        return NOTHING
    low = when.middle - when.length / 2.0 - np.where(np.isfinite(first_sale), first_sale, 0.0)
    amounts = _figures(s, figures, np.arange(len(figures) + 1.0), low, low + when.length)
    return Rows(when.first, amounts * np.asarray(stint.share)).times(stint.kept(when))
