"""Where the agreements stand, given the transitions so far: their states, and who develops until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dealcraft.engine.development import Chain, Handover, develop
from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.state import ENDING, LEAVING, Rights
from dealcraft.engine.timeline import Timeline
from dealcraft.units.array import Mask, Number


@dataclass(frozen=True)
class Standing:
    """One structure in a block of scenarios, under the rights given for each agreement (by position)."""

    plan: Plan
    structure: StructurePlan
    s: Scenarios
    rights: tuple[Rights, ...]
    earlier: Standing | None = None
    """The same before its latest transitions: what they do not touch is taken from it."""

    @property
    def timeline(self) -> Timeline:
        """The plan's."""
        return self.plan.timeline

    def edge(self, t: Number) -> Number:
        """When a change at *t* takes effect: the start of a period; infinity past the horizon."""
        k = self.timeline.change(t)
        return np.where(k < self.timeline.T, k / self.timeline.n, NEVER)

    def rights_of(self, agreement: AgreementPlan) -> Rights:
        """The transitions of *agreement*."""
        return self.rights[self.structure.agreements.index(agreement)]

    # development ----------------------------------------------------------------------------------------------

    @cached_property
    def chains(self) -> Mapping[str, Chain]:
        """Development of each asset."""
        return {name: self._chain(name) for name in self.structure.assets}

    def _chain(self, name: str) -> Chain:
        asset, developer = self.plan.assets[name], self.structure.developers[name]
        own = [a for a in self.structure.agreements if name in a.assets]
        since: Number = NEVER
        for agreement in self.structure.agreements:
            if developer in (agreement.acquirer, agreement.seller):
                since = np.minimum(since, self.rights_of(agreement).effective)
        handover = self._handover(own[0], name) if own else None
        if self.earlier is not None:
            chain = self.earlier.chains[name]
            if handover is None or np.all(np.asarray(handover.at) >= chain.over):
                return chain
        return develop(
            self.s, asset, self.plan.parties, developer=developer, since=since, handover=handover
        )  # fmt: skip

    def _handover(self, agreement: AgreementPlan, asset: str) -> Handover | None:
        """When the developer under *agreement* loses the rights, and what the other side does with them."""
        rights = self.rights_of(agreement)
        at: Number = rights.expires
        delay: Number = 0.0
        develops: Mask | bool = False
        for clause, time in rights.acted:
            if clause.remedy not in LEAVING:
                continue
            earlier = np.asarray(time <= at) & np.isfinite(time)
            goes_on = self.s.takes(clause.recovery.develop)
            delay = np.where(earlier, self.s.num(clause.recovery.delay), delay)
            develops = np.where(earlier, goes_on & (clause.remedy != "terminate"), develops)
            at = np.minimum(at, time)
        if not np.isfinite(at).any():
            return None
        return Handover(self.structure.developers[asset], agreement.grantor, at, delay, develops)

    def dead(self, agreement: AgreementPlan) -> Number:
        """When the last of the agreement's assets fails."""
        times = [self.chains[a].dead for a in agreement.assets]
        at: Number = times[0] if times else NEVER
        for time in times[1:]:
            at = np.maximum(at, time)
        return at

    # states of an agreement -----------------------------------------------------------------------------------

    def fails(self, agreement: AgreementPlan) -> Number:
        """When *agreement* ends as failed (if nothing ended it before)."""
        return self.edge(self.dead(agreement))

    def effective_edge(self, agreement: AgreementPlan) -> Number:
        """When the agreement's rights take effect."""
        return self.edge(self.rights_of(agreement).effective)

    def ended(self, agreement: AgreementPlan) -> Number:
        """When the agreement ended other than by failure: its obligations not yet due end with it."""
        return self.rights_of(agreement).first(*ENDING)

    def stops(self, agreement: AgreementPlan) -> Number:
        """When the agreement's seller stops: the end, a step-in or the failure of the assets."""
        return np.minimum(self.rights_of(agreement).first(*LEAVING), self.fails(agreement))
