"""The states of the agreements in one scenario, found in rounds: the earliest change is applied, then all is seen anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import NamedTuple

from dealcraft.terms.diligence import Diligence, StepIn
from dealcraft.terms.structures import AssignmentFields, LicenceFields
from tests.reference.clock import TINY
from tests.reference.deal import Agreement, Deal, number
from tests.reference.triggers import trigger
from tests.reference.world import OPEN, History, Scenario, Step, World

STATE_AFTER = {
    "revert": "reverted",
    "non_exclusive": "non_exclusive",
    "step_in": "stepped_in",
    "terminate": "terminated",
}


class Change(NamedTuple):
    """A change of state that would come next, sortable: earlier first, then by the order of kinds and of writing."""

    k: int
    order: int
    written: int
    agreement: Agreement
    step: Step


EFFECTIVE, EXPIRY, DILIGENCE, EXIT, FAILURE, STEP_IN = range(6)


def play(deal: Deal, scenario: Scenario) -> World:
    """The world of *scenario* with every change of rights in it."""
    history: History = {a.path: [Step(0, "pending", visible=False)] for a in deal.agreements}
    while True:
        world = World(deal, scenario, history)
        changes = [c for a in deal.agreements for c in _changes(world, a) if c.k < deal.clock.periods]
        if not changes:
            return world
        first = min(changes, key=lambda c: c[:3])
        path = first.agreement.path
        history = {**history, path: [*history[path], first.step]}


def _changes(world: World, agreement: Agreement) -> Iterator[Change]:
    """What may happen next to *agreement*, each at the earliest with its present state."""
    now = world.history[agreement.path][-1]
    place = world.deal.agreements.index(agreement) * 1000
    if now.state == "pending":
        found = [*_becoming_effective(world, agreement), *_failing(world, agreement)]
    elif now.state in OPEN:
        found = [
            *_expiring(world, agreement),
            *_missing(world, agreement),
            *_leaving(world, agreement),
            *_abandoned(world, agreement),
            *_failing(world, agreement),
            *_triggered(world, agreement),
        ]
    else:
        found = []
    if now.state == "stepped_in":  # the licensor has it all, and the work to do
        found = [(order, s) for order, s in found if s.state != "non_exclusive" and order != DILIGENCE]
    for written, (order, step) in enumerate(found):
        k = max(step.k, now.k)
        yield Change(k, order, place + written, agreement, dataclasses.replace(step, k=k))


Found = Iterator[tuple[int, Step]]


def _becoming_effective(world: World, agreement: Agreement) -> Found:
    moment = becomes_effective(world, agreement)
    if moment is not None:
        k = world.clock.state_period(moment)
        path, visible = f"{agreement.path}.effective", moment > TINY
        yield EFFECTIVE, Step(k, "active", path, moment, visible=visible)


def becomes_effective(world: World, agreement: Agreement) -> float | None:
    """When *agreement* becomes effective on the present paths: as written, or when its option is taken."""
    option = agreement.terms.option
    if option:
        taken = option.take == "always" or (
            option.take == "if_worth_more" and f"{agreement.path}.option" in world.scenario.taken
        )
        return world.time(option.at) if taken else None
    if agreement.terms.effective:
        return world.time(agreement.terms.effective)
    date = world.deal.sheet.effective_date
    return world.clock.t(date) if date else 0.0


def _expiring(world: World, agreement: Agreement) -> Found:
    until = agreement.terms.grant.until if isinstance(agreement.terms, LicenceFields) else None
    end = world.time(until, agreement) if until else None
    if end is not None:
        yield EXPIRY, Step(world.clock.state_period(end), "expired", f"{agreement.path}.grant.until", end)


def _failing(world: World, agreement: Agreement) -> Found:
    day = world.all_dead(agreement.assets)
    if day is not None:
        yield FAILURE, Step(world.clock.state_period(day), "failed", agreement.path, day)


def _leaving(world: World, agreement: Agreement) -> Found:
    """The licensee gives notice at the scenario's exit date, if the agreement is then active and its assets alive."""
    terms = agreement.terms.exit if isinstance(agreement.terms, LicenceFields) else None
    j = world.scenario.exits.get(agreement.path)
    path = f"{agreement.path}.exit"
    if terms is None or j is None or _acted(world, agreement, path):
        return
    dates = exit_dates(world, agreement)
    if j >= len(dates):
        return
    notice = dates[j]
    day = world.all_dead(agreement.assets)
    alive = day is None or day > notice + TINY
    if alive and _state_at(world, agreement, notice) == "active":
        k = world.clock.state_period(notice + number(terms.notice))
        yield EXIT, Step(k, STATE_AFTER[terms.remedy], path, notice, terms)


def _state_at(world: World, agreement: Agreement, t: float) -> str:
    """The state at a moment; an agreement effective by then is active, though its rights move with the period."""
    effective = world.effective(agreement)
    state = world.state(agreement, max(0, world.clock.period_of(t)))
    return "active" if state == "pending" and effective is not None and effective <= t + TINY else state


def exit_dates(world: World, agreement: Agreement) -> list[float]:
    """The yearly dates at which notice may be given, those before the valuation date skipped."""
    terms = agreement.terms.exit if isinstance(agreement.terms, LicenceFields) else None
    if terms is None:
        return []
    first = world.time(terms.from_, agreement) if terms.from_ else world.effective(agreement)
    if first is None:
        return []
    while first < -TINY:
        first += 1
    dates = []
    while first < world.clock.horizon - TINY:
        dates.append(first)
        first += 1
    return dates


def _abandoned(world: World, agreement: Agreement) -> Found:
    """The licensee stops a phase at its start; a diligence clause that would then be missed governs the recovery."""
    if not isinstance(agreement.terms, LicenceFields):
        return
    for asset in agreement.assets:
        stop = world.timeline(asset).stopped
        if stop is None or stop.agreement != agreement or stop.runner != agreement.acquirer:
            continue
        step = Step(world.clock.state_period(stop.at), "abandoned", stop.path, stop.at)
        missed = list(_missing(world, agreement))
        if missed:
            _, first = min(missed, key=lambda found: found[1].cause)
            step = dataclasses.replace(step, clause=first.clause, recovered_by=first.path)
        yield EXIT, step


# Diligence


def _missing(world: World, agreement: Agreement) -> Found:
    if not isinstance(agreement.terms, LicenceFields):
        return
    for name, clause in agreement.terms.diligence.items():
        path = f"{agreement.path}.diligence.{name}"
        if _acted(world, agreement, path):
            continue
        missed = _missed(world, agreement, clause)
        if missed is not None:
            k = world.clock.state_period(missed)
            yield DILIGENCE, Step(k, STATE_AFTER[clause.remedy], path, missed, clause)


def _missed(world: World, agreement: Agreement, clause: Diligence) -> float | None:
    """The moment at which the date and its cure have passed in vain."""
    by = world.time(clause.by, agreement)
    if by is None or extensions(world, agreement, clause) is not None:
        return None
    last = by + number(clause.cure)
    day = world.all_dead(agreement.assets)
    return None if day is not None and day <= last + TINY else last


def extensions(world: World, agreement: Agreement, clause: Diligence) -> int | None:
    """How many extensions (0: none) bring the event in time; None where none does."""
    by, event = world.time(clause.by, agreement), world.time(clause.achieve, agreement)
    if by is None:
        return 0
    if event is None:
        return None
    more = clause.extension
    for taken in range(1 + (more.times if more else 0)):
        last = by + taken * number(more.extend if more else None) + number(clause.cure)
        if event <= last + TINY:
            return taken
    return None


# Step-in and reversion


def _triggered(world: World, agreement: Agreement) -> Found:
    terms = agreement.terms
    kind = "reversion" if isinstance(terms, AssignmentFields) else "step_in"
    clauses: dict[str, StepIn] = getattr(terms, kind)
    for name, clause in clauses.items():
        path = f"{agreement.path}.{kind}.{name}"
        if _acted(world, agreement, path):
            continue
        k = trigger(world, agreement, clause)
        if k is not None:
            yield STEP_IN, Step(k, STATE_AFTER[clause.remedy], path, world.clock.start(k), clause)


def _acted(world: World, agreement: Agreement, path: str) -> bool:
    """Whether the clause has acted; each does once."""
    return any(s.path == path for s in world.history[agreement.path])
