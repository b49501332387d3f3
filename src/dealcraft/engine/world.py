"""Who does what, given the transitions so far: development, sellers of every cell, and when events happen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from dealcraft.engine.market import Stint
from dealcraft.engine.moments import NEVER, has_items, when
from dealcraft.engine.plan import CellPlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.scenarios import flat
from dealcraft.engine.sellers import agreements_on, sellers
from dealcraft.engine.standing import Standing
from dealcraft.engine.timeline import Timeline
from dealcraft.terms.events import Approval, Event, Moment, waits_for_anyone
from dealcraft.units import Path
from dealcraft.units.array import Number


@dataclass(frozen=True)
class World(Standing):
    """The same with who sells in every cell, and when events happen."""

    bare: bool = False
    """Whether sublicensing is left out: the paths on which its own start is found."""
    _stints: dict[str, tuple[Stint, ...]] = field(default_factory=dict)
    _first_sales: dict[tuple[tuple[str, ...], Path | None], Number] = field(default_factory=dict)

    def as_of(self, t: Number) -> World:
        """The world as it looks at *t*: without the transitions that come later."""
        rights = tuple(own.up_to(t) for own in self.rights)
        same = all(np.array_equal(a.latest, b.latest) and np.array_equal(a.expires, b.expires) for a, b in zip(rights, self.rights, strict=True))  # fmt: skip
        return self if same else World(self.plan, self.structure, self.s, rights)

    # sellers --------------------------------------------------------------------------------------------------

    def stints(self, cell: str) -> tuple[Stint, ...]:
        """Everyone who sells in *cell*, in order of their rights."""
        if cell not in self._stints:
            found = sellers(
                self, self.plan.cells[cell], agreements_on(self, cell), self.launch(self.plan.cells[cell])
            )
            self._stints[cell] = tuple(self._sublicensing(stint) for stint in found if stint.happens)
        return self._stints[cell]

    def _sublicensing(self, one: Stint) -> Stint:
        """A stint with what is sublicensed of it, and from when on."""
        plan = one.agreement.sublicence if one.agreement and not self.bare else None
        if plan is None or one.agreement is None:
            return one
        bare = World(self.plan, self.structure, self.s, self.rights, bare=True)
        since = one.begin if plan.from_ is None else bare.time_under(one.agreement, plan.from_)
        return replace(one, sublicensed=(since, self.s.num(plan.share_of_sales)))

    def launch(self, cell: CellPlan) -> Number:
        """When a seller without delay starts in *cell*."""
        event: Event = cell.launch or Moment(Approval())
        return when(event, Launch(self, None, cell))

    def time_under(self, agreement: AgreementPlan, event: Event) -> Number:
        """When *event* happens, seen from *agreement*."""
        return when(event, Place(self, agreement))

    # first sales ----------------------------------------------------------------------------------------------

    def first_sale(self, cells: tuple[str, ...], agreement: AgreementPlan | None = None) -> Number:
        """The first sale in *cells*: of anyone, or of the agreement's seller."""
        key = (cells, agreement.path if agreement else None)
        if key not in self._first_sales:
            self._first_sales[key] = self._first_sale(cells, agreement)
        return self._first_sales[key]

    def _first_sale(self, cells: tuple[str, ...], agreement: AgreementPlan | None) -> Number:
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


@dataclass(frozen=True)
class Launch(Place):
    """Events as a cell's launch sees them."""

    def first_sale(self, market: str | None) -> Number:
        """That of anyone is made where nobody waits for it."""
        if market is not None:
            return super().first_sale(market)
        cells = self.world.plan.cells
        first = tuple(c for c in self.world.structure.cells if not waits_for_anyone(cells[c].launch))
        return self.world.first_sale(first)
