"""What happens in one scenario under a given history of rights: development, sellers, events, sales."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dealcraft.terms.events import (
    Approval,
    EarliestOf,
    Effective,
    Event,
    FirstSale,
    LatestOf,
    Moment,
    OnDate,
    PhaseStart,
    PhaseSuccess,
)
from tests.reference.clock import TINY
from tests.reference.deal import Agreement, Deal

if TYPE_CHECKING:
    from tests.reference.development import Timeline
    from tests.reference.sales import Sale
    from tests.reference.selling import Stint

OPEN = ("active", "non_exclusive", "stepped_in")
"""States in which an agreement is in force."""


@dataclass(frozen=True)
class Scenario:
    """One way in which everything uncertain turns out."""

    weight: float = 1.0
    thresholds: dict[tuple[str, str], float] = field(default_factory=dict)
    """By (asset, phase): it passes where this lies below the structure's own success rate (absent: passes)."""
    shelved: frozenset[str] = frozenset()
    values: dict[str, float] = field(default_factory=dict)
    """By path of an uncertain leaf, in its own unit and currency."""
    exits: dict[str, int] = field(default_factory=dict)
    """By agreement: the number j of the exit date at which its acquirer gives notice (absent: never)."""
    taken: frozenset[str] = frozenset()
    """Paths of decisions `if_worth_more` that are taken; the others are not."""
    stopped: frozenset[tuple[str, str]] = frozenset()
    """Paths of phases' `continue: if_worth_more`, and who would run the phase but stops there; all others go on."""


@dataclass(frozen=True)
class Step:
    """An agreement comes into *state* with period *k*, by the clause at *path*."""

    k: int
    state: str
    path: str = ""
    cause: float = 0.0
    """The exact moment behind it: effective, end of the grant, day of failure."""
    clause: object = None
    """The diligence, step-in or exit term."""
    visible: bool = True
    """False for what already holds at the valuation date."""
    recovered_by: str = ""
    """The path of the clause whose recovery governs, where it is not *path*."""

    @property
    def recovery_path(self) -> str:
        return f"{self.recovered_by or self.path}.recovery"


History = dict[str, list[Step]]
"""By agreement, its steps in order; the first is `pending` at period 0."""


class World:
    """One scenario of a deal, as far as *history* goes; everything is worked out when first asked for."""

    def __init__(self, deal: Deal, scenario: Scenario, history: History) -> None:
        self.deal, self.scenario, self.history = deal, scenario, history
        self.clock = deal.clock
        self._timelines: dict[str, Timeline] = {}
        self._stints: dict[str, list[Stint]] = {}
        self._sales: list[Sale] | None = None

    # States

    def state(self, agreement: Agreement, k: int) -> str:
        """The state of *agreement* in period *k*."""
        return next(s.state for s in reversed(self.history[agreement.path]) if s.k <= k)

    def step(self, agreement: Agreement, *states: str) -> Step | None:
        """The step by which *agreement* came into one of *states*, if it did."""
        return next((s for s in self.history[agreement.path] if s.state in states), None)

    def effective(self, agreement: Agreement) -> float | None:
        """The moment at which *agreement* became effective."""
        step = self.step(agreement, "active")
        return step.cause if step else None

    def end(self, agreement: Agreement) -> int | None:
        """The period from which obligations have ended (failure, which leaves dated sums due, is no such end)."""
        step = self.step(agreement, "reverted", "terminated", "expired", "abandoned")
        return step.k if step else None

    def failure(self, agreement: Agreement) -> float | None:
        """The day on which the last of its assets fails, unless the agreement has ended before."""
        day, end = self.all_dead(agreement.assets), self.end(agreement)
        ended = end is not None and day is not None and self.clock.start(end) < day - TINY
        return None if ended else day

    def suspended(self, agreement: Agreement) -> int | None:
        """The period from which the licensee's minimums and fees are suspended by a step-in."""
        step = self.step(agreement, "stepped_in")
        return step.k if step else None

    def as_of(self, k: int) -> World:
        """The scenario as it looks in period *k*: agreements become effective, nothing else that comes later is known."""
        known = {
            path: [step for step in steps if step.k <= k or step.state == "active"]
            for path, steps in self.history.items()
        }
        return World(self.deal, self.scenario, known)

    # Development and selling

    def timeline(self, asset: str) -> Timeline:
        """The phases of *asset* as they run."""
        from tests.reference.development import develop

        if asset not in self._timelines:
            self._timelines[asset] = develop(self, asset)
        return self._timelines[asset]

    def death(self, asset: str) -> float | None:
        """The day on which a phase of *asset* fails."""
        return self.timeline(asset).death

    def all_dead(self, assets: Sequence[str]) -> float | None:
        """The day on which the last of *assets* fails, where all do."""
        days = [self.death(asset) for asset in assets]
        return None if None in days else max(d for d in days if d is not None)

    def stints(self, cell: str) -> list[Stint]:
        """Who sells in *cell*, from when to when."""
        from tests.reference.selling import stints_of

        if cell not in self._stints:
            self._stints[cell] = stints_of(self, cell)
        return self._stints[cell]

    def sales(self) -> list[Sale]:
        """Every seller's sales in every cell and period."""
        from tests.reference.sales import sales_of

        if self._sales is None:
            self._sales = [s for cell in self.deal.cells for s in sales_of(self, cell)]
        return self._sales

    def sales_under(self, agreement: Agreement) -> list[Sale]:
        """Sales of the agreement's seller in its cells."""
        return [s for s in self.sales() if s.agreement == agreement.path and s.clause is None]

    # Events

    def time(self, event: Event, agreement: Agreement | None = None, cell: str | None = None) -> float | None:
        """When *event* happens, or None. *cell* is the market concerned, where there is one."""
        match event:
            case LatestOf() | EarliestOf():
                times = [self.time(e, agreement, cell) for e in event.events]
                known = [t for t in times if t is not None]
                choose = max if isinstance(event, LatestOf) else min
                return choose(known) if known else None
            case Moment():
                start = self._anchor(event, agreement, cell)
                return None if start is None else start + event.offset
        raise TypeError(f"no event: {event!r}")

    def _anchor(self, event: Moment, agreement: Agreement | None, cell: str | None) -> float | None:
        match event.anchor:
            case OnDate(date):
                return self.clock.t(date)
            case Effective():
                return self.effective(agreement) if agreement else self._sheet_effective()
            case PhaseStart(phase, asset):
                return _first(self.timeline(a).start_of(phase) for a in self._assets(asset, agreement, cell))
            case PhaseSuccess(phase, asset):
                return _first(
                    self.timeline(a).success_of(phase) for a in self._assets(asset, agreement, cell)
                )
            case Approval(asset):
                return _first(self.approval(a) for a in self._assets(asset, agreement, cell))
            case FirstSale(market):
                return self._first_sale(market, agreement, cell)
        raise TypeError(f"{event.anchor!r} has a time only in a royalty's until")

    def _assets(self, named: str | None, agreement: Agreement | None, cell: str | None) -> Sequence[str]:
        if named:
            return (named,)
        if cell:
            return (self.deal.asset_of(cell),)
        return agreement.assets if agreement else self.deal.assets

    def _sheet_effective(self) -> float:
        date = self.deal.sheet.effective_date
        return self.clock.t(date) if date else 0.0

    def begin_of(self, asset: str) -> float:
        """When work on *asset* can start."""
        available = self.deal.sheet.assets[asset].available
        return self.clock.t(available) if available else self._sheet_effective()

    def approval(self, asset: str) -> float | None:
        """When the last phase succeeds; without phases, when work on the asset can start."""
        if self.deal.sheet.assets[asset].development:
            return self.timeline(asset).approval
        return self.begin_of(asset)

    def _first_sale(self, market: str | None, agreement: Agreement | None, cell: str | None) -> float | None:
        if market:
            own = agreement is not None and market in agreement.cells
            return self.first_sale([market], agreement if own else None)
        if cell and agreement:
            return self.first_sale([cell], agreement)
        return self.first_sale(agreement.cells if agreement else self.deal.cells, agreement)

    def first_sale(self, cells: Iterable[str], agreement: Agreement | None = None) -> float | None:
        """The first sale in *cells*: of the agreement's own seller, or of anyone."""
        return _first(
            stint.start
            for cell in cells
            for stint in self.stints(cell)
            if agreement is None or (stint.agreement == agreement.path and stint.clause is None)
        )


def _first(times: Iterable[float | None]) -> float | None:
    known = [t for t in times if t is not None]
    return min(known) if known else None
