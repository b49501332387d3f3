"""The state of one agreement: when it became effective, which clauses acted, when it expired."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan_terms import ClausePlan
from dealcraft.engine.timeline import EPS
from dealcraft.units.array import Number

ENDING = ("revert", "terminate", "abandon")
"""Remedies that end the agreement."""
LEAVING = (*ENDING, "step_in")
"""Remedies under which the seller stops selling."""


@dataclass(frozen=True, slots=True)
class Rights:
    """The transitions of one agreement: times, years, at the start of a period; infinity for never."""

    effective: Number
    acted: tuple[tuple[ClausePlan, Number], ...] = ()
    expires: Number = NEVER

    @property
    def latest(self) -> Number:
        """When the last of its clauses acted; minus infinity where none has."""
        at: Number = -NEVER
        for _, time in self.acted:
            at = np.maximum(at, np.where(np.isfinite(time), time, -NEVER))
        return at

    def up_to(self, t: Number) -> Rights:
        """The same without what happens after *t*."""
        acted = tuple((clause, np.where(time <= t + EPS, time, NEVER)) for clause, time in self.acted)
        return Rights(self.effective, acted, np.where(self.expires <= t + EPS, self.expires, NEVER))

    def first(self, *remedies: str) -> Number:
        """When the first of these remedies acted, or the grant expired."""
        at = self.expires
        for clause, time in self.acted:
            if clause.remedy in remedies:
                at = np.minimum(at, time)
        return at
