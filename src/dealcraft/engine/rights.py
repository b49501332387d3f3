"""Rights as a state machine: the first trigger of every clause on the present paths, round by round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dealcraft.engine.classes import STAYS, exit_key
from dealcraft.engine.market import Active, Stint, active, before
from dealcraft.engine.moments import NEVER
from dealcraft.engine.operations import in_rows, spending
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.plan_terms import AgreementPlan, ClausePlan
from dealcraft.engine.rows import NOTHING, Rows, first_of, total
from dealcraft.engine.sales import net_sales
from dealcraft.engine.scenarios import Scenarios, flat
from dealcraft.engine.state import Rights
from dealcraft.engine.timeline import Timeline
from dealcraft.engine.world import Place, World
from dealcraft.terms.events import Effective, Moment, OnDate
from dealcraft.units import Path
from dealcraft.units.array import Array, Mask, Number

EPS = 1e-9


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
        at = _triggered(world, agreement, clause)
    at = np.where(np.isfinite(acted), NEVER, at)
    at = np.maximum(at, world.effective_edge(agreement))
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


def _triggered(world: World, agreement: AgreementPlan, clause: ClausePlan) -> Number:
    """When a trigger has held without a break for as long as the clause says, cure included."""
    timeline, s = world.timeline, world.s
    place = Place(world, agreement)
    default = place.first_sale(None) if clause.below is not None else place.effective()
    begin = place.time(clause.from_, default)
    if not np.isfinite(begin).any():
        return NEVER
    lasting = s.num(clause.lasting) + s.num(clause.cure)
    holds = _tested(world, agreement, clause) & (timeline.edges[1:, None] >= begin + (1.0 - EPS))
    if not holds.any():
        return NEVER
    if np.ndim(lasting) == 0:
        ends = int(np.ceil((lasting - EPS) * timeline.n)) + 1
        acts: Number = (first_of(_unbroken(holds, ends)) + 1.0) / timeline.n
    else:
        acts = _lasted(holds, np.asarray(lasting), timeline)
    return np.where(acts < timeline.horizon - EPS, acts, NEVER)


def _unbroken(holds: Mask, ends: int) -> Mask:
    """Where *holds* is true at so many period ends in a row, up to each."""
    width = 1
    while width < ends:
        step = min(width, ends - width)
        following = np.zeros_like(holds)
        following[step:] = holds[step:] & holds[:-step]
        holds, width = following, width + step
    return holds


def _lasted(holds: Mask, lasting: Array, timeline: Timeline) -> Number:
    """The first period end up to which *holds* has been true for as long as *lasting*, which differs by scenario."""
    since: Number = NEVER
    acts: Number = NEVER
    for k in range(timeline.T):
        end = (k + 1) / timeline.n
        since = np.where(holds[k], np.minimum(since, end), NEVER)
        acts = np.minimum(acts, np.where(holds[k] & (end >= since + lasting - EPS), end, NEVER))
    return acts


def _tested(world: World, agreement: AgreementPlan, clause: ClausePlan) -> Mask:
    """Whether the trigger's condition holds at each period's end, shape (T, S) or (T, 1)."""
    timeline, s = world.timeline, world.s
    if clause.below is not None:
        past = _sold(world, agreement, agreement.cells, before)
        return np.asarray(_trailing(world, sold(world, agreement), past) < s.num(clause.below))
    if clause.spend_below is not None:
        approved: Number = -NEVER
        for asset in agreement.assets:
            approved = np.maximum(approved, world.chains[asset].approval)
        before_approval = timeline.edges[1:, None] <= approved
        return (
            np.asarray(_trailing(world, spent(world, agreement)) < s.num(clause.spend_below))
            & before_approval
        )
    shelved = s.shelved.get(agreement.acquirer, np.zeros(s.size, dtype=bool))
    return np.broadcast_to(shelved, (timeline.T, s.size))


def spent(world: World, agreement: AgreementPlan) -> Rows:
    """Development spend on the agreement's assets, whoever pays, dated sums in their periods."""
    parts = list[Rows]()
    for asset in agreement.assets:
        for spell in world.chains[asset].spells:
            flow = spending(world, spell)
            parts.append(flow.rows if flow.dated is None else in_rows(world, flow.dated))
    return total(parts)


def sold(world: World, agreement: AgreementPlan, cells: tuple[str, ...] = ()) -> Rows:
    """Net sales of the agreement's seller in its cells, or in those of them named."""
    return _sold(world, agreement, cells or agreement.cells, active)


def _sold(
    world: World,
    agreement: AgreementPlan,
    cells: tuple[str, ...],
    when_active: Callable[[Stint, Timeline], Active | None],
) -> Rows:
    parts = list[Rows]()
    for cell in cells:
        for stint in world.stints(cell):
            if stint.agreement is not agreement:
                continue
            when = when_active(stint, world.timeline)
            if when is not None:
                first, ends = world.first_sale((cell,)), world.exclusivity(stint.cell)
                parts.append(net_sales(world.s, stint, when, first, ends))
    return world.s.total(parts)


def _trailing(world: World, rows: Rows, past: Rows = NOTHING) -> Array:
    """Amounts of the twelve months up to each period's end, shape (T, S); *past* are those before the valuation date."""
    n, periods = world.timeline.n, world.timeline.T
    full = np.zeros((n + periods, max(rows.width, past.width)))
    full[:n] = past.window(0, n)
    full[n + rows.first : n + rows.stop] = rows.amounts
    out = full[n:].copy()
    for k in range(1, n):
        out += full[n - k : n - k + periods]
    return out
