"""Rights as a state machine: the first trigger of every clause on the present paths, round by round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dealcraft.engine.classes import STAYS, exit_key
from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.plan_terms import AgreementPlan, ClausePlan
from dealcraft.engine.scenarios import Scenarios, flat
from dealcraft.engine.state import Rights
from dealcraft.engine.timeline import EPS
from dealcraft.engine.triggers import triggered
from dealcraft.engine.world import Place, World
from dealcraft.terms.events import Effective, Moment, OnDate
from dealcraft.units import Path
from dealcraft.units.array import Array, Number


def settle(plan: Plan, structure: StructurePlan, s: Scenarios) -> World:
    """The world of *structure* after every transition that its clauses bring about."""
    world = _begun(plan, structure, s)
    clauses = sum(len(a.clauses) + (a.until is not None) for a in structure.agreements)
    for _ in range(clauses):
        following = _round(world)
        if following is None:
            break
        world = following
    return world


def _begun(plan: Plan, structure: StructurePlan, s: Scenarios) -> World:
    """The world in which no clause has acted. When each agreement becomes effective: on the paths without it, and with what the others bring about by then."""
    rights = tuple(Rights(NEVER) for _ in structure.agreements)
    for _ in structure.agreements:
        found = list[Rights]()
        for position, agreement in enumerate(structure.agreements):
            others = tuple(Rights(NEVER) if index == position else own for index, own in enumerate(rights))
            found.append(Rights(flat(_becomes(World(plan, structure, s, others), agreement))))
        same = all(
            np.array_equal(own.effective, now.effective) for own, now in zip(rights, found, strict=True)
        )
        rights = tuple(found)
        if same:
            break
    world = World(plan, structure, s, rights)
    never = [np.asarray(world.fails(a) < world.effective_edge(a)) for a in structure.agreements]
    if not any(mask.any() for mask in never):
        return world
    return World(
        plan,
        structure,
        s,
        tuple(Rights(flat(np.where(m, NEVER, own.effective))) for m, own in zip(never, rights, strict=True)),
    )


def _becomes(world: World, agreement: AgreementPlan) -> Number:
    """When *agreement* becomes effective in a world in which it is not."""
    event, option = agreement.effective, agreement.option
    place, plan = Place(world, None), world.plan
    if option is not None:
        return np.where(world.s.takes(option.decision), place.time(option.decision.at, NEVER), NEVER)
    if event is None or event == Moment(Effective(), text="effective"):
        return plan.effective
    if isinstance(event, Moment) and isinstance(event.anchor, OnDate):
        return plan.timeline.t(event.anchor.date) + event.offset
    return place.time(event, NEVER)


def _round(world: World) -> World | None:
    """Apply, in each scenario, the earliest transition not yet made; None where there is none left."""
    rights, changed = list(world.rights), False
    for position, agreement in enumerate(world.structure.agreements):
        found = _earliest(world, agreement)
        if found is not None:
            rights[position], changed = found, True
    return World(world.plan, world.structure, world.s, tuple(rights), earlier=world) if changed else None


def _earliest(world: World, agreement: AgreementPlan) -> Rights | None:
    """The rights of *agreement* with the next transition of each scenario added."""
    rights = world.rights_of(agreement)
    shape = (world.s.size,)
    best: Array = np.full(shape, NEVER)
    which = np.full(shape, -2)
    if agreement.until is not None:
        at = world.edge(Place(world, agreement).time(agreement.until, NEVER))
        at = np.where(np.asarray(world.effective_edge(agreement)) < NEVER, at, NEVER)
        at = np.maximum(at, rights.latest)
        at = np.where((at < world.ended(agreement)) & (at <= world.fails(agreement)), at, NEVER)
        best, which = np.minimum(best, at), np.where(at < best, -1, which)
    acted = {_key(clause): time for clause, time in rights.acted}
    for index, clause in enumerate(agreement.clauses):
        at = np.broadcast_to(_candidate(world, agreement, clause, acted.get(_key(clause), NEVER)), shape)
        which = np.where(at < best, index, which)
        best = np.minimum(best, at)
    if not np.isfinite(best).any():
        return None
    if (which == -1).any():
        rights = replace(rights, expires=np.where(which == -1, best, rights.expires))
    for index, clause in enumerate(agreement.clauses):
        if (which == index).any():
            acted[_key(clause)] = np.where(which == index, best, acted.get(_key(clause), NEVER))
    pairs = tuple((clause, acted[_key(clause)]) for clause in agreement.clauses if _key(clause) in acted)
    return replace(rights, acted=pairs)


def _key(clause: ClausePlan) -> tuple[Path, str]:
    return clause.path, clause.remedy


def _candidate(world: World, agreement: AgreementPlan, clause: ClausePlan, acted: Number) -> Number:
    """When *clause* acts on the present paths: a period's start, after what has happened already."""
    if clause.abandoned is not None:
        at = _abandoned(world, agreement, clause)
    elif clause.is_date:
        at = _missed(world, agreement, clause)
    elif clause.chance is not None:
        at = _leaves(world, agreement, clause)
    else:
        at = triggered(world, agreement, clause)
    at = np.where(np.isfinite(acted), NEVER, at)
    at = np.maximum(np.maximum(at, world.effective_edge(agreement)), world.rights_of(agreement).latest)
    at = np.where(at < world.ended(agreement), at, NEVER)
    if (
        clause.remedy == "non_exclusive" or clause.is_date
    ):  # whoever has stepped in has it all, and the work to do
        at = np.where(np.isfinite(world.rights_of(agreement).first("step_in")), NEVER, at)
    fails = world.fails(agreement)
    before_failure = clause.is_date or clause.chance is not None or clause.abandoned is not None
    return np.where(at <= fails if before_failure else at < fails, at, NEVER)


def _missed(world: World, agreement: AgreementPlan, clause: ClausePlan) -> Number:
    """When a date with its cure (and the extensions that help) has passed without the event."""
    place = Place(world, agreement)
    deadline = place.time(clause.by, NEVER) + world.s.num(clause.cure)
    happened = place.time(clause.achieve, NEVER)
    late = np.asarray(happened > deadline + EPS)
    late = (
        late
        & (np.asarray(world.dead(agreement)) > deadline + EPS)
        & (extensions(world, agreement, clause) == 0)
    )
    return np.where(late, world.edge(deadline), NEVER)


def extensions(world: World, agreement: AgreementPlan, clause: ClausePlan) -> Array:
    """How many extensions of a date are taken: the fewest within which the event comes, else none."""
    taken = np.zeros(world.s.size)
    if clause.extension is None:
        return taken
    place = Place(world, agreement)
    deadline = place.time(clause.by, NEVER) + world.s.num(clause.cure)
    happened = place.time(clause.achieve, NEVER)
    needed = np.asarray(happened > deadline + EPS) & np.isfinite(happened)
    for count in range(clause.extension.times, 0, -1):
        enough = happened <= deadline + count * world.s.num(clause.extension.extend) + EPS
        taken = np.where(needed & enough, count, taken)
    return taken


def _abandoned(world: World, agreement: AgreementPlan, clause: ClausePlan) -> Number:
    """When the licensee stops a phase that it runs, where *clause* governs what follows."""
    at: Number = NEVER
    for asset in agreement.assets:
        if world.structure.developers[asset] == agreement.acquirer:
            at = np.minimum(at, world.chains[asset].stopped)
    if not np.isfinite(at).any():
        return NEVER
    own = np.ones(world.s.size, dtype=bool)
    for other in (c for c in agreement.clauses if c.is_date):
        misses = np.isfinite(np.broadcast_to(_missed(world, agreement, other), own.shape))
        if other.path == clause.abandoned:
            return np.where(own & misses, world.edge(at), NEVER)
        own = own & ~misses
    return np.where(own, world.edge(at), NEVER)


def _leaves(world: World, agreement: AgreementPlan, clause: ClausePlan) -> Number:
    """When the licensee walks away: notice at the j-th anniversary with chance p (1 - p)^j, and the time of notice."""
    s = world.s
    assert clause.chance is not None
    begin = Place(world, agreement).time(clause.from_, world.rights_of(agreement).effective)
    begin = np.where(np.isfinite(begin), begin + np.ceil(np.maximum(-np.asarray(begin), 0.0) - EPS), NEVER)
    stays = np.log1p(-np.minimum(np.asarray(s.num(clause.chance)), 1.0 - 1e-15))
    draw = s.exits[exit_key(agreement)]
    goes = (draw < STAYS) & (stays < 0.0)
    years = np.full(s.size, NEVER)
    years[goes] = np.floor(np.log1p(-draw[goes]) / np.broadcast_to(stays, goes.shape)[goes])
    notice = begin + years
    active = np.asarray(notice < world.dead(agreement)) & np.asarray(
        notice >= world.rights_of(agreement).effective - EPS
    )
    for _, time in world.rights_of(agreement).acted:
        active = active & np.asarray(notice < time)
    return np.where(active, world.edge(notice + s.num(clause.notice)), NEVER)
