"""One agreement in a world: what its seller sold, which sums are still due, its events."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dealcraft.engine.moments import NEVER
from dealcraft.engine.operations import Selling
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.rows import Rows, running
from dealcraft.engine.timeline import Timeline
from dealcraft.engine.world import Place, World
from dealcraft.units.array import Array, Mask, Number


@dataclass(frozen=True)
class InForce:
    """An agreement as its payments see it; *sellings* are those of every cell of the structure."""

    world: World
    plan: AgreementPlan
    sellings: dict[str, list[Selling]]

    @property
    def timeline(self) -> Timeline:
        """The plan's."""
        return self.world.timeline

    @cached_property
    def place(self) -> Place:
        """Events as seen from this agreement."""
        return Place(self.world, self.plan)

    @cached_property
    def effective(self) -> Number:
        """When it becomes effective; infinity for never."""
        at = self.world.rights_of(self.plan).effective
        return np.where(np.isfinite(self.world.effective_edge(self.plan)), at, NEVER)

    @cached_property
    def ended(self) -> Number:
        """When it ended other than by failure."""
        return self.world.ended(self.plan)

    @cached_property
    def suspended(self) -> Number:
        """When a step-in suspended minimums and fees, or the agreement ended."""
        return np.minimum(self.world.rights_of(self.plan).first("step_in"), self.ended)

    @cached_property
    def dead(self) -> Number:
        """The day on which the last of its assets failed."""
        return self.world.dead(self.plan)

    def due(self, time: Number, *, until: Number | None = None) -> Mask:
        """Whether a sum at *time* is due: not sunk, within the horizon, in a period before the agreement's end."""
        end = self.ended if until is None else until
        k, last = (
            self.timeline.period(time),
            np.where(np.isfinite(end), self.timeline.period(end), self.timeline.T),
        )
        inside = np.asarray(time >= -1e-12) & (k < self.timeline.T) & (k < last)
        return inside & np.isfinite(self.effective)

    @cached_property
    def left(self) -> Number:
        """When a side that opted out left the sharing; infinity where it did not."""
        decision = self.plan.opt_out
        if decision is None:
            return NEVER
        time = self.place.time(decision.at, NEVER)
        return np.where(self.world.s.takes(decision) & self.due(time), time, NEVER)

    @property
    def unreported(self) -> Number:
        """The part of royalties that goes unreported until an audit."""
        return 0.0 if self.plan.audit is None else self.world.s.num(self.plan.audit.under_reporting)

    def own(self, cell: str) -> list[Selling]:
        """The agreement's seller in *cell*."""
        return [one for one in self.sellings[cell] if one.stint.agreement is self.plan]

    def sold(self, cells: tuple[str, ...]) -> Rows:
        """Net sales of the agreement's seller in *cells*."""
        return self.world.s.total(one.sales for cell in cells for one in self.own(cell))

    def year_to_date(self, rows: Rows) -> Array:
        """Running sums of *rows* that start again with each royalty year."""
        years = self.timeline.royalty_year[rows.first : rows.stop]
        return self.world.s.once(("to date",), (rows,), lambda: running(rows.amounts, years))
