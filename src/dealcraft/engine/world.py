"""Who does what, given the transitions so far: development, sellers of every cell, and when events happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dealcraft.engine.development import Chain, Handover, develop
from dealcraft.engine.market import Stint
from dealcraft.engine.moments import NEVER, has_items, when
from dealcraft.engine.plan import CellPlan, Plan, StructurePlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.scenarios import Scenarios, flat
from dealcraft.engine.sellers import agreements_on, sellers
from dealcraft.engine.state import ENDING, LEAVING, Rights
from dealcraft.engine.timeline import Timeline
from dealcraft.terms.events import Approval, Event, Moment
from dealcraft.units.array import Mask, Number


@dataclass(frozen=True)
class World:
    """One structure in a block of scenarios, under the rights given for each agreement (by position)."""

    plan: Plan
    structure: StructurePlan
    s: Scenarios
    rights: tuple[Rights, ...]
    bare: bool = False
    """Whether sublicensing is left out: the paths on which its own start is found."""
    _stints: dict[str, tuple[Stint, ...]] = field(default_factory=dict)

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

    # sellers --------------------------------------------------------------------------------------------------

    def stints(self, cell: str) -> tuple[Stint, ...]:
        """Everyone who sells in *cell*, in order of their rights."""
        if cell not in self._stints:
            found = sellers(
                self, self.plan.cells[cell], agreements_on(self, cell), self.launch(self.plan.cells[cell])
            )
            self._stints[cell] = tuple(stint for stint in found if stint.happens)
        return self._stints[cell]

    def launch(self, cell: CellPlan) -> Number:
        """When a seller without delay starts in *cell*."""
        event: Event = cell.launch or Moment(Approval())
        return when(event, Place(self, None, cell))

    def without_sublicences(self) -> World:
        """The same world before any sublicensing."""
        return World(self.plan, self.structure, self.s, self.rights, bare=True)

    def time_under(self, agreement: AgreementPlan, event: Event) -> Number:
        """When *event* happens, seen from *agreement*."""
        return when(event, Place(self, agreement))

    # first sales ----------------------------------------------------------------------------------------------

    def first_sale(self, cells: tuple[str, ...], agreement: AgreementPlan | None = None) -> Number:
        """The first sale in *cells*: of anyone, or of the agreement's seller."""
        at: Number = NEVER
        for cell in cells:
            for stint in self.stints(cell):
                if agreement is None or stint.agreement is agreement:
                    at = np.minimum(at, np.where(stint.begin < stint.end, stint.begin, NEVER))
        return flat(at)

    def exclusivity(self, cell: CellPlan) -> Number | None:
        """When the cell's exclusivity ends; None where it has no end."""
        return None if cell.exclusivity is None else when(cell.exclusivity, Place(self, None, cell))

    def patents(self, cell: CellPlan, agreement: AgreementPlan | None) -> float | None:
        """The last expiry of a granted patent of the deal in force in any country of *cell*; None without one."""
        rights = agreement.rights if agreement else frozenset[str]()
        ends = [
            patent.expires
            for patent in self.plan.assets[cell.asset].patents
            if patent.countries & cell.countries and (not rights or patent.right in rights)
        ]
        return max(ends) if ends else None


@dataclass(frozen=True)
class Place:
    """Events as seen from an agreement, a cell, or neither."""

    world: World
    agreement: AgreementPlan | None
    cell: CellPlan | None = None

    @property
    def timeline(self) -> Timeline:
        """The plan's."""
        return self.world.timeline

    def time(self, event: Event | None, default: Number) -> Number:
        """When *event* happens; *default* where there is none."""
        return default if event is None else when(event, self)

    def has(self, event: Event) -> bool:
        """Whether any item of *event* is left here."""
        return has_items(event, self)

    def effective(self) -> Number:
        """Of the agreement; outside one, of the sheet."""
        if self.agreement is None:
            return self.world.plan.effective
        return self.world.rights_of(self.agreement).effective

    def _asset(self, named: str | None, phase: str | None = None) -> str:
        if named is not None:
            return named
        if self.cell is not None:
            return self.cell.asset
        candidates = self.agreement.assets if self.agreement else self.world.structure.assets
        has = [a for a in candidates if phase is None or phase in self.world.chains[a].start]
        return has[0] if has else candidates[0]

    def phase(self, name: str, asset: str | None, what: str) -> Number:
        """When a phase starts or succeeds."""
        chain = self.world.chains[self._asset(asset, name)]
        return (chain.start if what == "start" else chain.success).get(name, NEVER)

    def approval(self, asset: str | None) -> Number:
        """When the last phase succeeds; without phases the asset's start."""
        return self.world.chains[self._asset(asset)].approval

    def first_sale(self, market: str | None) -> Number:
        """Inside an agreement, of its own seller in its cells; outside, of anyone."""
        if market is not None:
            own = self.agreement if self.agreement and market in self.agreement.cells else None
            return self.world.first_sale((market,), own)
        if self.cell is not None and self.agreement is not None:
            return self.world.first_sale((self.cell.id,), self.agreement)
        if self.agreement is not None:
            return self.world.first_sale(self.agreement.cells, self.agreement)
        return self.world.first_sale(self.world.structure.cells)

    def patents(self) -> Number | None:
        """The last patent in the cell."""
        return None if self.cell is None else self.world.patents(self.cell, self.agreement)

    def exclusivity(self) -> Number | None:
        """The end of the cell's exclusivity."""
        return None if self.cell is None else self.world.exclusivity(self.cell)
