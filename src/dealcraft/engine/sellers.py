"""Who sells in a cell, from when to when, and which share of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dealcraft.engine.market import Stint
from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan import CellPlan
from dealcraft.engine.plan_terms import AgreementPlan, ClausePlan
from dealcraft.engine.scenarios import collapse, flat
from dealcraft.engine.standing import Standing
from dealcraft.engine.state import LEAVING
from dealcraft.engine.timeline import EPS
from dealcraft.units.array import Number


def agreements_on(world: Standing, cell: str) -> tuple[AgreementPlan, ...]:
    """The agreements whose grant covers *cell*."""
    return tuple(a for a in world.structure.agreements if cell in a.cells)


def sellers(
    world: Standing, cell: CellPlan, agreements: Sequence[AgreementPlan], launch: Number
) -> Iterator[Stint]:
    """Everyone who sells in *cell*, in order of their rights: the owner until an agreement is effective, its seller
    with the grantor beside it, the grantor again where rights come back.
    """
    owner, dead = world.plan.assets[cell.asset].owner, world.chains[cell.asset].dead
    if not agreements:
        if not world.structure.idle:
            yield stint(world, cell, owner, 1.0, launch, -NEVER, dead, NEVER)
        return
    first: Number = NEVER
    for agreement in agreements:
        first = np.minimum(first, _takes_over(world, agreement))
    sold: Number = NEVER
    if not world.structure.idle:
        before = stint(
            world, cell, agreements[0].grantor, 1.0, launch, -NEVER, np.minimum(first, dead), NEVER
        )
        yield before
        sold = _begins(before)
    launched = sold
    for agreement in agreements:
        for own in _under(world, cell, agreement, launch, dead, sold):
            launched = np.minimum(launched, _begins(own))
            yield own
    for rest in _beside(world, cell, agreements, launch, dead, sold):
        launched = np.minimum(launched, _begins(rest))
        yield rest
    for agreement in agreements:
        granted = [other for other in agreements if other is not agreement and not other.shares_cells]
        for back in _returned(
            world, cell, agreement, launch, dead, launched, alone=len(agreements) == 1, granted=granted
        ):
            launched = np.minimum(launched, _begins(back))
            yield back


def _takes_over(world: Standing, agreement: AgreementPlan) -> Number:
    """When the agreement's seller may start: the first period's start at or after `effective`, also before the
    valuation date, so that what is on the market by then has its age.
    """
    effective, n = world.rights_of(agreement).effective, world.timeline.n
    past = np.ceil(np.minimum(effective, 0.0) * n - 1e-9) / n
    return np.where(np.asarray(effective) < 0.0, past, world.effective_edge(agreement))


def _begins(one: Stint) -> Number:
    return np.where(one.begin < one.end, one.begin, NEVER)


def share_of(world: Standing, agreement: AgreementPlan, cell: CellPlan) -> Number:
    """The acquiring side's part of the cell's sales, less what is licensed back."""
    share = world.s.num(agreement.share)
    back = agreement.back.get(cell.id)
    return share if back is None else share * (1.0 - world.s.num(back))


def _under(
    world: Standing, cell: CellPlan, agreement: AgreementPlan, launch: Number, dead: Number, sold: Number
) -> Iterator[Stint]:
    """The agreement's seller: with its share, then with what it keeps once non-exclusive."""
    start, stop = _takes_over(world, agreement), np.minimum(world.stops(agreement), dead)
    share = share_of(world, agreement, cell)
    parts = [(share, start, stop)]
    for at, keep in _narrowings(world, agreement):
        left, begin, _ = parts.pop()
        parts += [(left, begin, np.minimum(stop, at)), (np.minimum(left, keep), np.maximum(begin, at), stop)]
    launched = sold
    for part, begin, end in parts:
        one = stint(world, cell, agreement.seller, part, launch, begin, end, launched, agreement=agreement)
        launched = np.minimum(launched, _begins(one))
        yield one


def _narrowings(world: Standing, agreement: AgreementPlan) -> list[tuple[Number, Number]]:
    """When the licensee became non-exclusive (once or more, in order of time), and the most that it keeps from then."""
    acted = [
        (clause, time)
        for clause, time in world.rights_of(agreement).acted
        if clause.remedy == "non_exclusive"
    ]
    if len(acted) < 2:
        return [(time, world.s.num(clause.recovery.keep)) for clause, time in acted]
    size = world.s.size
    times = np.stack([np.broadcast_to(time, (size,)) for _, time in acted])
    keeps = np.stack([np.broadcast_to(world.s.num(clause.recovery.keep), (size,)) for clause, _ in acted])
    order = np.argsort(times, axis=0, kind="stable")
    return list(
        zip(np.take_along_axis(times, order, axis=0), np.take_along_axis(keeps, order, axis=0), strict=True)
    )


def _left(world: Standing, agreement: AgreementPlan, share: Number, index: int) -> Number:
    """What is left of the licensee's *share* when the clause at *index* of those that acted does."""
    acted = world.rights_of(agreement).acted
    at = acted[index][1]
    for place, (clause, time) in enumerate(acted):
        if clause.remedy == "non_exclusive" and place != index:
            before = np.asarray(time < at) | (np.asarray(time == at) if place < index else False)
            share = np.where(before, np.minimum(share, world.s.num(clause.recovery.keep)), share)
    return share


def _beside(
    world: Standing,
    cell: CellPlan,
    agreements: Sequence[AgreementPlan],
    launch: Number,
    dead: Number,
    sold: Number,
) -> Iterator[Stint]:
    """What the grantor sells beside its licensees: the rest of the cell, unless a grant is exclusive."""
    if not all(a.shares_cells or cell.id in a.back for a in agreements):
        return
    size = world.s.size
    starts = np.stack([np.broadcast_to(_takes_over(world, a), (size,)) for a in agreements])
    shares = np.stack([np.broadcast_to(share_of(world, a, cell), (size,)) for a in agreements])
    order = np.argsort(starts, axis=0, kind="stable")
    starts, shares = np.take_along_axis(starts, order, axis=0), np.take_along_axis(shares, order, axis=0)
    end = dead
    for agreement in agreements:
        for clause, at in world.rights_of(agreement).acted:
            if clause.remedy == "terminate":
                end = np.minimum(end, at)
    if world.structure.idle:
        last = world.rights_of(agreements[0]).expires
        for agreement in agreements[1:]:
            last = np.maximum(last, world.rights_of(agreement).expires)
        end = np.minimum(end, last)
    launched = sold
    for index in range(len(agreements)):
        left = np.maximum(1.0 - shares[: index + 1].sum(axis=0), 0.0)
        until = np.minimum(end, starts[index + 1]) if index + 1 < len(agreements) else end
        if np.any(left > 1e-12):
            one = stint(
                world, cell, agreements[0].grantor, collapse(left), launch, starts[index], until, launched
            )
            launched = np.minimum(launched, _begins(one))
            yield one


def _returned(
    world: Standing,
    cell: CellPlan,
    agreement: AgreementPlan,
    launch: Number,
    dead: Number,
    launched: Number,
    *,
    alone: bool,
    granted: Sequence[AgreementPlan],
) -> Iterator[Stint]:
    """The grantor's sales of what came back to it: the licensee's share, where the grantor sold the rest all along.

    They end where one of the agreements that are *granted* beside this one makes the cell another's alone.
    """
    rights, share = world.rights_of(agreement), share_of(world, agreement, cell)
    whole: Number = 1.0 if alone and not agreement.shares_cells and cell.id not in agreement.back else share
    back = list[Stint]()
    for _ in rights.acted:  # each pass knows one more launch, whatever the order in which they are written
        for one in back:
            launched = np.minimum(launched, _begins(one))
        back = [
            _given_back(world, cell, agreement, index, whole, launch, dead, launched, granted=granted)
            for index, (clause, _) in enumerate(rights.acted)
            if clause.remedy != "terminate"
        ]
    for one in back:
        launched = np.minimum(launched, _begins(one))
    yield from back
    at = rights.expires
    if np.isfinite(at).any() and not world.structure.idle:
        over = _granted_again(world, granted, at, dead)
        yield stint(
            world, cell, agreement.grantor, whole, launch, at, over, np.where(launched < at, launched, NEVER)
        )


def _given_back(
    world: Standing, cell: CellPlan, agreement: AgreementPlan, index: int, whole: Number, launch: Number, dead: Number,
    launched: Number, *, granted: Sequence[AgreementPlan],
) -> Stint:  # fmt: skip
    """The grantor's sales of what the clause at *index* of those that acted gives back, until another one ends them."""
    rights, s = world.rights_of(agreement), world.s
    clause, at = rights.acted[index]
    part = _left(world, agreement, whole, index)
    if clause.remedy == "non_exclusive":
        kept = np.minimum(share_of(world, agreement, cell), part)
        part = part - np.minimum(kept, s.num(clause.recovery.keep))
    until = np.minimum(
        _granted_again(world, granted, at, dead), np.where(rights.expires > at, rights.expires, NEVER)
    )
    for place, (other, time) in enumerate(rights.acted):
        ends = other.remedy == "terminate" if clause.remedy == "non_exclusive" else other.remedy in LEAVING
        if other is not clause and ends:
            after = np.asarray(time >= at) if place > index else np.asarray(time > at)
            until = np.minimum(until, np.where(after, time, NEVER))
    recovery, goes_on = clause.recovery, agreement.seller == agreement.grantor
    delay = 0.0 if goes_on else s.num(recovery.delay)
    ability = None if goes_on or recovery.sales is None else s.num(recovery.sales)
    return stint(
        world, cell, agreement.grantor, part, launch, at + delay, until, np.where(launched < at, launched, NEVER),
        ability=ability, clause=clause,
    )  # fmt: skip


def _granted_again(world: Standing, granted: Sequence[AgreementPlan], at: Number, dead: Number) -> Number:
    """When what came back at *at* goes to another alone, if before it is *dead*."""
    until: Number = dead
    for other in granted:
        start = _takes_over(world, other)
        until = np.minimum(until, np.where(np.asarray(start) >= np.asarray(at) - EPS, start, NEVER))
    return until


def stint(
    world: Standing, cell: CellPlan, seller: str, share: Number, launch: Number, start: Number, end: Number, launched: Number,
    *, agreement: AgreementPlan | None = None, ability: Number | None = None, clause: ClausePlan | None = None,
) -> Stint:  # fmt: skip
    """*seller* from *start*: at once where the cell was *launched* before, else at its own launch; never without sales."""
    party, s = world.plan.parties[seller], world.s
    already = np.asarray(launched < np.inf)
    delay = s.num(party.cell_delay.get(cell.id, party.launch_delay))
    begin = np.where(already, start, np.maximum(start, launch + delay))
    if seller in s.shelved:
        begin = np.where(s.shelved[seller], NEVER, begin)
    if ability is None:
        ability = s.num(party.cell_sales.get(cell.id, party.sales))
    sells = (np.asarray(share * ability) > 0.0) & np.asarray(begin < end - EPS)
    if not sells.all():
        begin = np.where(sells, begin, NEVER)
    own = [flat(x) for x in (begin, end, np.where(already, 0.0, 1.0))]
    return Stint(cell, seller, share, ability, own[0], own[1], own[2], agreement, clause)
