"""What exploiting the assets brings and costs: sales, their costs, others' royalties, development, overheads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from dealcraft.engine.development import Spell
from dealcraft.engine.ledger import CUSTOMERS, SUPPLIERS, THIRD_PARTIES, Dated, Flow
from dealcraft.engine.market import Active, Stint, active
from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan import CellPlan, ThirdPartyPlan
from dealcraft.engine.rows import NOTHING, Rows, overlap, total
from dealcraft.engine.sales import net_sales, yearly_costs
from dealcraft.engine.state import LEAVING
from dealcraft.engine.timeline import EPS
from dealcraft.engine.world import Place, World
from dealcraft.units.array import Number


@dataclass(frozen=True)
class Selling:
    """One stint with its sales and costs by period."""

    world: World
    stint: Stint
    when: Active

    @cached_property
    def sales(self) -> Rows:
        """Net sales."""
        first, ends = self.world.first_sale((self.stint.cell.id,)), self.world.exclusivity(self.stint.cell)
        return net_sales(self.world.s, self.stint, self.when, first, ends)

    @cached_property
    def fixed(self) -> Rows:
        """Fixed costs, the seller's share, over the time it sells."""
        rate = self.world.s.num(self.stint.cell.fixed)
        if np.all(rate == 0.0):
            return NOTHING
        kept = self.stint.kept(self.when)
        return Rows(self.when.first, self.when.length * np.asarray(rate * self.stint.share)).times(kept)

    @cached_property
    def by_year(self) -> Rows:
        """Costs that follow the years since launch."""
        return yearly_costs(self.world.s, self.stint, self.when, self.world.first_sale((self.stint.cell.id,)))

    @property
    def launch(self) -> Dated:
        """The cost of launching, at the seller's start."""
        stint = self.stint
        time = np.where(stint.begin < stint.end, stint.begin, NEVER)
        share = stint.share * stint.launches
        if stint.sublicensed is not None:
            since, part = stint.sublicensed
            share = share * np.where(np.asarray(since) <= stint.begin, 1.0 - part, 1.0)
        return Dated(time, self.world.s.num(stint.cell.launch_cost) * share)

    def third_party(self, owed: ThirdPartyPlan, begin: Number = -NEVER, end: Number = NEVER) -> Rows:
        """What is owed to one third party on these sales, in that part of the time that lies in [begin, end]."""
        if self.stint.cell.id not in owed.cells:
            return NOTHING
        place = Place(self.world, None, self.stint.cell)
        since = place.time(owed.from_, self.world.first_sale(owed.cells))
        until = place.time(owed.until, NEVER)
        share = self.when.within(np.maximum(since, begin), np.minimum(until, end))
        return self.sales.times(self.world.s.num(owed.rate) * share)

    def profit(self) -> Rows:
        """Net sales less all costs of selling and third-party royalties, by period; may be negative."""
        s, cell = self.world.s, self.stint.cell
        owed = [self.third_party(t) for t in self.world.plan.assets[cell.asset].third_party]
        launch = self.launch
        parts = [self.sales.times(1.0 - s.num(cell.goods) - s.num(cell.selling))]
        parts += [rows.times(-1.0) for rows in (self.fixed, self.by_year, *owed)]
        if np.any(np.asarray(launch.amount) != 0.0):
            parts.append(in_rows(self.world, launch).times(-1.0))
        return total(parts)


def in_rows(world: World, dated: Dated) -> Rows:
    """A dated sum as an amount of the period in which it falls."""
    k = np.broadcast_to(world.timeline.period(dated.time), (world.s.size,))
    inside = (k >= 0) & (k < world.timeline.T)
    if not inside.any():
        return NOTHING
    first, stop = int(k[inside].min()), int(k[inside].max()) + 1
    out = np.zeros((stop - first, world.s.size))
    column = np.flatnonzero(inside)
    out[k[inside] - first, column] = np.broadcast_to(dated.amount, (world.s.size,))[inside]
    return Rows(first, out)


def selling(world: World, cell: str) -> list[Selling]:
    """Every stint in *cell* that sells within the horizon."""
    found = [(stint, active(stint, world.timeline)) for stint in world.stints(cell)]
    return [Selling(world, stint, when) for stint, when in found if when is not None]


def market_flows(world: World, cell: str, sellings: list[Selling]) -> Iterator[Flow]:
    """Sales and costs of one cell, whoever sells."""
    plan, s = world.plan.cells[cell], world.s
    at = plan.path
    for one in sellings:
        seller = one.stint.seller
        yield Flow(at.child("sales"), "sales", CUSTOMERS, seller, one.sales)
        yield Flow(at.child("costs", "goods"), "goods", seller, SUPPLIERS, one.sales.times(s.num(plan.goods)))
        yield Flow(
            at.child("costs", "selling"), "selling", seller, SUPPLIERS, one.sales.times(s.num(plan.selling))
        )
        yield Flow(at.child("costs", "fixed"), "fixed", seller, SUPPLIERS, one.fixed)
        yield Flow(at.child("costs", "by_year"), "fixed", seller, SUPPLIERS, one.by_year)
        yield Flow(at.child("costs", "launch"), "launch", seller, SUPPLIERS, dated=one.launch)
        for owed in world.plan.assets[plan.asset].third_party:
            yield Flow(owed.path, "third_party", seller, THIRD_PARTIES, one.third_party(owed))
    for seller in dict.fromkeys(one.stint.seller for one in sellings):
        yield from _working_capital(
            world, plan, seller, total(o.sales for o in sellings if o.stint.seller == seller)
        )


def _working_capital(world: World, cell: CellPlan, seller: str, sales: Rows) -> Iterator[Flow]:
    """Capital bound by sales: a share of the period's sales at a yearly rate, all released in the last period."""
    share, n, periods = world.s.num(cell.working_capital), world.timeline.n, world.timeline.T
    if np.all(share == 0.0) or sales.empty:
        return
    first, stop = sales.first, min(sales.stop + 1, periods)
    level = sales.window(first, stop) * (share * n)
    if stop == periods:
        level[-1] = 0.0
    change = np.diff(level, axis=0, prepend=np.zeros((1, level.shape[1])))
    path = cell.path.child("working_capital")
    yield Flow(path, "working_capital", seller, SUPPLIERS, Rows(first, change.clip(0.0, None)))
    yield Flow(path, "working_capital", SUPPLIERS, seller, Rows(first, (-change).clip(0.0, None)))


def spending(world: World, spell: Spell, begin: Number = -NEVER, end: Number = NEVER) -> Flow:
    """What a spell costs in [begin, end]: rows, or a dated sum; payer and payee are filled in by the caller."""
    s, phase = world.s, spell.phase
    start, stop = np.maximum(spell.start, begin), np.minimum(spell.stop, end)
    cost = s.num(phase.cost) * spell.cost_factor
    blank = Flow(phase.path, "development", spell.runner, SUPPLIERS)
    if phase.by_year:
        return _with(blank, total(_by_year(world, spell, start, stop)))
    if phase.spend == "even" and not np.all(spell.end == spell.start):
        length = np.where(
            np.isfinite(spell.start), spell.end - np.where(np.isfinite(spell.start), spell.start, 0.0), 1.0
        )
        rate = np.divide(
            cost,
            length,
            out=np.zeros(np.broadcast_shapes(np.shape(cost), np.shape(length))),
            where=length > 0.0,
        )
        return _with(blank, evenly(world, start, stop).times(rate))
    at = spell.end if phase.spend == "end" else spell.start
    falls = (at >= begin) & (at < end) & (at <= spell.stop) & (spell.start < NEVER)
    return Flow(
        phase.path, "development", spell.runner, SUPPLIERS, dated=Dated(np.where(falls, at, NEVER), cost)
    )


def _by_year(world: World, spell: Spell, start: Number, stop: Number) -> Iterator[Rows]:
    """Each year's amount, evenly over the part of that year inside the phase; later ones with the last such year."""
    s, figures = world.s, spell.phase.by_year
    later: Number = 0.0
    for i in range(len(figures) - 1, -1, -1):
        low, high = spell.start + i, np.minimum(spell.end, spell.start + i + 1.0)
        inside = np.where(np.isfinite(spell.start), high - np.where(np.isfinite(low), low, 0.0), 0.0)
        some = np.asarray(inside > EPS)
        amount = s.num(figures[i]) * spell.cost_factor + later
        later = np.where(some, 0.0, amount)
        rate = np.divide(
            amount, inside, out=np.zeros(np.broadcast_shapes(np.shape(amount), some.shape)), where=some
        )
        yield evenly(world, np.maximum(start, low), np.minimum(stop, high)).times(np.asarray(rate))


def _with(flow: Flow, rows: Rows) -> Flow:
    return Flow(flow.path, flow.kind, flow.payer, flow.payee, rows)


def evenly(world: World, low: Number, high: Number) -> Rows:
    """Time of each period within [low, high], over the window in which there is any."""
    timeline = world.timeline
    real = np.asarray(low < high) & np.isfinite(low)
    if not real.any():
        return NOTHING
    first = max(int(np.min(timeline.period(np.where(real, low, NEVER)))), 0)
    stop = int(np.max(timeline.change(np.where(real, high, 0.0))))
    if stop <= first:
        return NOTHING
    starts = timeline.edges[first:stop]
    return Rows(first, overlap(starts, 1.0 / timeline.n, np.where(real, low, NEVER), high))


def development_flows(world: World) -> Iterator[Flow]:
    """Who pays for development: the runner, or those whom `development_costs` names."""
    for name in world.structure.assets:
        for spell in world.chains[name].spells:
            for payer, share, begin, end in _payers(world, name, spell):
                paid = spending(world, spell, begin, end)
                rows = paid.rows.times(np.asarray(share))
                dated = paid.dated and Dated(paid.dated.time, paid.dated.amount * share)
                yield Flow(paid.path, paid.kind, payer, SUPPLIERS, rows, dated)


def _payers(world: World, asset: str, spell: Spell) -> Iterator[tuple[str, Number, Number, Number]]:
    """Payer, share, and the time within which it pays: each party from the first of its agreements on, the runner until
    then; what an acquiring side bears passes to the grantor with the last of its rights.
    """
    structure = world.structure
    agreements = [a for a in structure.agreements if asset in a.assets]
    own = spell.runner not in (structure.developers[asset], *(a.grantor for a in agreements))
    if not structure.development_costs or not agreements or own:
        yield spell.runner, 1.0, -NEVER, NEVER
        return
    waiting: Number = 0.0
    for party, leaf in structure.development_costs.items():
        sided = [a for a in agreements if party in (a.grantor, a.acquirer)] or agreements
        since = reduce(np.minimum, [world.rights_of(a).effective for a in sided])
        share, bears = world.s.num(leaf), np.where(spell.start < since - 1e-9, 0.0, 1.0)
        waiting = waiting + share * (1.0 - bears)
        acquired = [a for a in sided if a.acquirer == party]
        lost: Number = NEVER
        if acquired:
            lost = reduce(np.maximum, [world.rights_of(a).first(*LEAVING) for a in acquired])
            yield acquired[0].grantor, share * bears, lost, NEVER
        yield party, share * bears, -NEVER, lost
    yield spell.runner, waiting, -NEVER, NEVER


def overhead_flows(world: World) -> Iterator[Flow]:
    """Yearly cost of keeping the assets until they fail, not while every cell is assigned away."""
    structure, timeline = world.structure, world.timeline
    for party, leaf in structure.overheads.items():
        owned = [a for a in structure.assets if world.plan.assets[a].owner == party] or list(structure.assets)
        dead: Number = 0.0
        for asset in owned:
            dead = np.maximum(dead, world.chains[asset].dead)
        rows = evenly(world, 0.0, np.minimum(dead, timeline.horizon))
        away = _assigned_away(world)
        if away is not None:
            gone = evenly(world, away[0], np.minimum(np.minimum(away[1], dead), timeline.horizon))
            rows = total([rows, gone.times(-1.0)])
        path = structure.path.child("overheads")
        yield Flow(path, "overhead", party, SUPPLIERS, rows.times(np.asarray(world.s.num(leaf))))


def _assigned_away(world: World) -> tuple[Number, Number] | None:
    """From when to when every cell of the structure is assigned away; None where that is never."""
    sales = [a for a in world.structure.agreements if a.kind == "assignment"]
    if (
        not sales
        or not world.structure.cells
        or {c for a in sales for c in a.cells} != set(world.structure.cells)
    ):
        return None
    begin: Number = 0.0
    end: Number = NEVER
    for agreement in sales:
        begin = np.maximum(begin, world.effective_edge(agreement))
        end = np.minimum(end, world.ended(agreement))
    return begin, end
