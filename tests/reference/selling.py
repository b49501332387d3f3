"""Who may sell in a cell, who does, and from when to when."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from dealcraft.terms.diligence import Recovery
from dealcraft.terms.structures import AssignmentFields
from tests.reference.clock import FOREVER, TINY
from tests.reference.deal import Agreement, Deal, number
from tests.reference.world import World

GIVES_BACK = ("reverted", "stepped_in", "non_exclusive", "abandoned")
"""States by which a share comes back to the granter, in whole or in part."""


@dataclass(frozen=True)
class Holding:
    """A right to sell in a cell: the owner's own, one under an agreement, or one recovered by a clause."""

    party: str
    agreement: str | None = None
    clause: str | None = None


@dataclass(frozen=True)
class Stint:
    """A party sells in *cell* from *start* to *stop*."""

    cell: str
    party: str
    agreement: str | None
    clause: str | None
    start: float
    stop: float
    shares: dict[int, float]
    """By period: its part of the cell."""
    capability: float
    """Part of the potential that it reaches."""
    pays_launch: bool


# Who holds what


def holdings(world: World, cell: str, k: int) -> dict[Holding, float]:
    """The parts of *cell* in period *k*, by who may sell them."""
    deal = world.deal
    owner = deal.owner_of(cell)
    held: dict[Holding, float] = {Holding(owner): 1.0}
    granted = False
    for agreement in deal.covering(cell):
        if world.state(agreement, k) in ("pending", "expired", "failed"):
            continue
        granted = True
        _give(world, held, agreement, cell, k)
    if deal.structure.retained == "idle" and not granted:
        held[Holding(owner)] = 0.0
    return held


def _give(world: World, held: dict[Holding, float], agreement: Agreement, cell: str, k: int) -> None:
    """Move the agreement's share from the granter's holding to whoever has it in period *k*."""
    state = world.state(agreement, k)
    giver = next((h for h in reversed(list(held)) if h.party == agreement.granter), None)
    share = agreement.share
    back = _licence_back(world.deal, agreement, cell)
    if giver is not None:
        rest = back if agreement.exclusive else held[giver] - share
        held[giver] = max(0.0, 0.0 if state == "terminated" else rest)
    if state == "terminated":
        return
    left = share - back
    stepped_in: Holding | None = None
    for step in world.history[agreement.path]:
        if step.k > k or step.state not in GIVES_BACK:
            continue
        keep = 0.0
        if stepped_in and step.state != "non_exclusive":
            left += held.pop(stepped_in)
        if step.state == "non_exclusive":
            keep = min(left, number(getattr(step.clause, "recovery", Recovery()).keep, 0.5))
        held[Holding(agreement.granter, agreement.path, step.path)] = left - keep
        if step.state == "stepped_in":
            stepped_in = Holding(agreement.granter, agreement.path, step.path)
        left = keep
    held[Holding(agreement.seller, agreement.path)] = left


def _licence_back(deal: Deal, agreement: Agreement, cell: str) -> float:
    """The part of a sold cell in which the assignor goes on."""
    terms = agreement.terms.licence_back if isinstance(agreement.terms, AssignmentFields) else None
    if terms is None:
        return 0.0
    market = deal.market(cell)
    inside = terms.territory is None or terms.territory.covers(market.territory)
    return number(terms.share, 1.0) if inside and terms.field.covers(market.field) else 0.0


# When each sells


def stints_of(world: World, cell: str) -> list[Stint]:
    """Every spell of selling in *cell*, the earliest right first."""
    parts: dict[Holding, dict[int, float]] = {}
    for k in range(world.clock.periods):
        for holding, share in holdings(world, cell, k).items():
            if share > 0:
                parts.setdefault(holding, {})[k] = share
    spells = [(run, holding) for holding, shares in parts.items() for run in _runs(shares)]
    found = list(_before(world, cell))
    for shares, holding in sorted(spells, key=lambda spell: min(spell[0])):
        stint = _stint(world, cell, holding, shares, found)
        if stint:
            found.append(stint)
    return found


def _before(world: World, cell: str) -> Iterator[Stint]:
    """The owner's time on the market until an agreement that was effective by the valuation date."""
    deal = world.deal
    agreements, owner = deal.covering(cell), deal.owner_of(cell)
    if not agreements or deal.structure.retained == "idle" or owner in world.scenario.shelved:
        return
    start, stop = _ready(world, cell, owner), min(_takes_over(world, agreement) for agreement in agreements)
    if start is not None and stop <= TINY and start < stop - TINY:
        yield Stint(cell, owner, None, None, start, stop, {}, 0.0, True)


def _takes_over(world: World, agreement: Agreement) -> float:
    """The first start of a period at or after `effective`, which may lie before the valuation date."""
    effective = world.effective(agreement)
    return FOREVER if effective is None else math.ceil(effective * world.clock.n - TINY) / world.clock.n


def _runs(shares: dict[int, float]) -> Iterator[dict[int, float]]:
    """Periods in a row."""
    run: dict[int, float] = {}
    for k in sorted(shares):
        if run and k != max(run) + 1:
            yield run
            run = {}
        run[k] = shares[k]
    yield run


def _stint(
    world: World, cell: str, holding: Holding, shares: dict[int, float], earlier: list[Stint]
) -> Stint | None:
    deal, clock = world.deal, world.clock
    if holding.party in world.scenario.shelved:
        return None
    first, last = min(shares), max(shares)
    recovery = _recovery(world, holding)
    capability = deal.cell_capability(holding.party, cell, "sales", 1.0)
    if recovery and recovery.sales is not None:
        capability = number(recovery.sales)
    at = clock.start(first)
    handed_over = first > 0 or recovery is not None
    taken_over = min((_takes_over(world, a) for a in deal.covering(cell)), default=FOREVER)
    if first == 0 and recovery is None and taken_over <= TINY:
        at, handed_over = taken_over, True
    launched = handed_over and any(s.start < at - TINY for s in earlier)
    ready = _ready(world, cell, holding.party)
    resume = at + number(recovery.delay if recovery else None)
    if launched:
        start = resume
    elif ready is None:
        return None
    else:
        start = max(resume, ready) if handed_over else ready
    death = world.death(deal.asset_of(cell))
    stop = FOREVER if last == clock.periods - 1 else clock.start(last + 1)
    stop = min(stop, FOREVER if death is None else death)
    if capability <= 0 or start >= stop - TINY:
        return None
    return Stint(
        cell, holding.party, holding.agreement, holding.clause, start, stop, shares, capability, not launched
    )


def _recovery(world: World, holding: Holding) -> Recovery | None:
    """The terms on which the holding came back, if it did (a granter that was the lead just goes on)."""
    if holding.clause is None or holding.agreement is None:
        return None
    agreement = next(a for a in world.deal.agreements if a.path == holding.agreement)
    if agreement.seller == agreement.granter:
        return None
    step = next(s for s in world.history[holding.agreement] if s.path == holding.clause)
    return getattr(step.clause, "recovery", Recovery())


def _ready(world: World, cell: str, party: str) -> float | None:
    """The cell's launch and the party's delay."""
    event = world.deal.market(cell).launch
    asset = world.deal.asset_of(cell)
    launch = world.time(event, None, cell) if event else world.approval(asset)
    if launch is None:
        return None
    return launch + world.deal.cell_capability(party, cell, "launch_delay", 0.0)
