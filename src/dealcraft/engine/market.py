"""Who sells in a cell, and in which part of each period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from dealcraft.engine.plan import CellPlan
from dealcraft.engine.plan_terms import AgreementPlan, ClausePlan
from dealcraft.engine.rows import overlap
from dealcraft.engine.scenarios import flat
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


@dataclass(frozen=True)
class Active:
    """The periods in which a stint sells: their starts, and from when to when it does, years."""

    first: int
    starts: Array
    begin: Number
    end: Number
    period: float
    all_starts: Array
    """Those of all periods up to the horizon."""

    @cached_property
    def low(self) -> Array:
        """When the active part of each period begins, shape (K, S) or (K, 1)."""
        return np.asarray(np.maximum(self.starts[:, None], self.begin))

    @cached_property
    def high(self) -> Array:
        """When it ends; not after it begins where there is none."""
        return np.asarray(np.minimum(self.starts[:, None] + self.period, self.end))

    @cached_property
    def length(self) -> Array:
        """How long the active part of each period is."""
        return np.maximum(self.high - self.low, 0.0)

    def rows(self, first: int, stop: int) -> Active:
        """The same in the periods from *first* to *stop* only."""
        cut = slice(max(first - self.first, 0), max(stop - self.first, 0))
        return replace(self, first=max(first, self.first), starts=self.starts[cut])

    def within(self, begin: Number, end: Number) -> Array | float:
        """Share, by time, of each active part that lies in [begin, end]; 1.0 where all of it does."""
        if np.all(np.asarray(begin) <= self.begin) and np.all(np.asarray(end) >= self.end):
            return 1.0
        begin, end = np.maximum(begin, self.begin), np.minimum(end, self.end)
        active = np.asarray(self.begin < self.end)
        latest = np.max(np.where(active, begin, -np.inf))
        whole = (self.starts >= latest) & (self.starts + self.period <= np.min(np.where(active, end, np.inf)))
        some = ~whole & (self.starts + self.period > np.min(begin)) & (self.starts < np.max(end))
        share = np.zeros((len(self.starts), np.broadcast_shapes(np.shape(begin), np.shape(end), (1,))[0]))
        share[whole] = 1.0
        part = replace(self, starts=self.starts[some])
        inside = overlap(part.starts, self.period, begin, end)
        share[some] = np.divide(inside, part.length, out=np.zeros_like(share[some]), where=part.length > 0.0)
        return share


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
    edges = timeline.edges
    return Active(first, edges[first:stop], flat(begin), flat(end), 1.0 / timeline.n, edges[:-1])


def before(stint: Stint, timeline: Timeline) -> Active | None:
    """When *stint* sold in the year before the valuation date; None where it did not."""
    begin = np.where(stint.begin < stint.end, stint.begin, np.inf)
    if not np.any(begin < 0.0):
        return None
    starts = np.arange(-timeline.n, 0) / timeline.n
    return Active(0, starts, flat(begin), flat(np.minimum(stint.end, 0.0)), 1.0 / timeline.n, starts)
