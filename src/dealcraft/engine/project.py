"""The pipeline on one page: a structure in a block of scenarios becomes flows in a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import Flow, Ledger
from dealcraft.engine.operations import development_flows, market_flows, overhead_flows, selling
from dealcraft.engine.payments.lines import royalty_flows
from dealcraft.engine.payments.other import equity, fundings, supplies, transfers
from dealcraft.engine.payments.recovery import recoveries
from dealcraft.engine.payments.royalties import Step
from dealcraft.engine.payments.sharing import sharing
from dealcraft.engine.payments.sublicences import sublicences
from dealcraft.engine.payments.sums import extension_fees, options, sums, sunk
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.rights import settle
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.sinks import Nets, Values
from dealcraft.engine.tax import Assessed, assess, income_tax
from dealcraft.engine.tax_bases import TaxBases
from dealcraft.engine.withholding import withheld
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
    largest: float
    """The largest amount of any flow."""
    sunk: dict[Path, float]
    """Sums due before the valuation date, left out."""


def project(plan: Plan, structure: StructurePlan, s: Scenarios) -> Projection:
    """Rights first, then every term's flows, then tax on all of them."""
    world = settle(plan, structure, s)
    rates = {p.id: s.num(structure.rates.get(p.id, p.rate)) for p in plan.parties.values()}
    values = Values(plan.timeline, s.weight, rates)
    nets = Nets(plan.timeline, s.size, tuple(plan.parties))
    bases = TaxBases(plan.timeline, s, plan.parties, structure.agreements)
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
    left_out = {path: most for under in in_force.values() for path, most in sunk(under)}
    return Projection(world, values, nets, assessed, tuple(traces), ledger.largest, left_out)


def agreement_flows(under: InForce, traces: list[Step]) -> Iterator[Flow]:
    """Everything that one agreement moves between its sides."""
    paid = list(sums(under))
    for one in paid:
        yield one.flow(under)
    yield from royalty_flows(under, paid, traces)
    for family in (
        options,
        extension_fees,
        fundings,
        equity,
        supplies,
        transfers,
        sublicences,
        sharing,
        recoveries,
    ):
        yield from family(under)
