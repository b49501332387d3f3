"""The pipeline on one page: a structure in a block of scenarios becomes flows in a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import Dated, Flow, Ledger
from dealcraft.engine.operations import development_flows, market_flows, overhead_flows, selling
from dealcraft.engine.payments.other import equity, fundings, supplies, transfers
from dealcraft.engine.payments.recovery import recoveries
from dealcraft.engine.payments.royalties import Earned, Step, earned
from dealcraft.engine.payments.settle import Settled, credited, settled
from dealcraft.engine.payments.sharing import cost_shares, profit_shares
from dealcraft.engine.payments.sums import extension_fees, sums, sunk
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.rights import settle
from dealcraft.engine.rows import total
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.sinks import Nets, Values
from dealcraft.engine.tax import Assessed, TaxBases, assess, income_tax, withheld
from dealcraft.engine.world import World
from dealcraft.units import Path


@dataclass(frozen=True)
class Projection:
    """A structure in one block: who did what, and what the sinks hold."""

    world: World
    values: Values
    nets: Nets
    assessed: dict[str, Assessed]
    traces: tuple[Step, ...]
    sunk: frozenset[Path]
    """Sums due before the valuation date, left out."""


def project(plan: Plan, structure: StructurePlan, s: Scenarios) -> Projection:
    """Rights first, then every term's flows, then tax on all of them."""
    world = settle(plan, structure, s)
    rates = {p.id: s.num(structure.rates.get(p.id, p.rate)) for p in plan.parties.values()}
    values = Values(plan.timeline, s.weight, rates)
    nets = Nets(plan.timeline, s.size, tuple(plan.parties))
    amortising = frozenset(a.path for a in structure.agreements if a.kind != "collaboration")
    bases = TaxBases(plan.timeline, s.size, plan.parties, amortising)
    ledger = Ledger(plan.timeline, s.size, (values, nets, bases))

    sellings = {cell: selling(world, cell) for cell in structure.cells}
    for cell in structure.cells:
        for flow in market_flows(world, cell, sellings[cell]):
            ledger.add(flow)
    for flow in (*development_flows(world), *overhead_flows(world)):
        ledger.add(flow)

    traces = list[Step]()
    in_force = {a.path: InForce(world, a, sellings) for a in structure.agreements}
    for under in in_force.values():
        for flow in agreement_flows(under, traces):
            ledger.add(flow)
            for tax in withheld(flow, under.plan, plan.parties, s):
                ledger.add(tax)

    for one in bases.acquired:
        bases.amortise(one, in_force[one.agreement])
    assessed = {p.id: assess(p, bases, s) for p in plan.parties.values()}
    for party in plan.parties.values():
        for flow in income_tax(party, assessed[party.id], plan.timeline):
            ledger.add(flow)
    left_out = frozenset(path for under in in_force.values() for path in sunk(under))
    return Projection(world, values, nets, assessed, tuple(traces), left_out)


def agreement_flows(under: InForce, traces: list[Step]) -> Iterator[Flow]:
    """Everything that one agreement moves between its sides."""
    paid = list(sums(under))
    for one in paid:
        yield one.flow(under)
    yield from extension_fees(under)
    lines = [earned(under, line) for line in under.plan.royalties]
    for line, royalty in zip(lines, credited(under, lines, paid), strict=True):
        final = settled(under, line, royalty, paid)
        traces += [*line.trace, *_later(line, royalty, final)]
        plan = line.plan
        yield Flow(plan.path, "royalty", plan.payer, plan.payee, final.royalty, agreement=under.plan.path)
        for top_up in final.top_ups:
            due = Dated(top_up.time, top_up.amount, settled=True)
            yield Flow(
                plan.path.child("minimum"), "minimum", plan.payer, plan.payee, dated=due, agreement=under.plan.path
            )
    for family in (fundings, equity, supplies, transfers, cost_shares, profit_shares, recoveries):
        yield from family(under)


def _later(line: Earned, royalty: object, final: Settled) -> Iterator[Step]:
    """Trace lines of what comes after adjustment: credits and the cap."""
    path = line.plan.path
    if royalty is not line.rows:
        yield Step("credit", path, total([royalty, line.rows.times(-1.0)]))  # type: ignore[list-item]
    if final.royalty is not royalty and (line.plan.cap_year is not None or line.plan.cap_life is not None):
        yield Step("cap", path.child("cap"), total([final.royalty, royalty.times(-1.0)]))  # type: ignore[attr-defined]
