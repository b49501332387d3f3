"""What a sheet is worth: each structure in each scenario, and the expectation over scenarios as JSON."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dealcraft.terms.sheet import Sheet
from tests.reference.certain import certain, uncertain_leaves
from tests.reference.clock import Clock
from tests.reference.deal import Deal
from tests.reference.extras import add_audits, add_sublicence, add_supply
from tests.reference.headline import headline
from tests.reference.ledger import Flow, Ledger
from tests.reference.operations import add_operations
from tests.reference.payments import add_payments
from tests.reference.recovery import add_recovery
from tests.reference.rights import play
from tests.reference.scenarios import scenarios, success_values
from tests.reference.settle import add_royalties
from tests.reference.sharing import add_sharing
from tests.reference.tax import add_income_tax
from tests.reference.withholding import add_withholding
from tests.reference.world import Scenario, World


@dataclass(frozen=True)
class Transition:
    """An agreement changed its state with period *k*."""

    agreement: str
    path: str
    from_state: str
    to_state: str
    k: int


@dataclass(frozen=True)
class ScenarioResult:
    """One structure in one scenario."""

    npv: dict[str, float]
    """By party, at its own rate."""
    flows: list[Flow]
    transitions: list[Transition]
    leakage: dict[str, float]
    """By party: foreign tax that is never credited."""
    deal: Deal
    """As certain as in this scenario."""


def value_structure(sheet: Sheet, name: str, scenario: Scenario) -> ScenarioResult:
    """The structure *name* in one scenario: every flow, every change of rights, every party's present value."""
    clock = Clock.of(sheet)
    deal = Deal(certain(sheet, scenario.values), name, clock)
    world = play(deal, scenario)
    ledger = Ledger(clock)
    add_operations(world, ledger)
    for agreement in deal.agreements:
        credits = add_payments(world, ledger, agreement)
        more = add_sharing(world, ledger, agreement)
        add_sublicence(world, ledger, agreement)
        add_supply(world, ledger, agreement)
        add_recovery(world, ledger, agreement)
        made_good = add_royalties(world, ledger, agreement, credits, more)
        add_audits(world, ledger, agreement, made_good)
        add_withholding(world, ledger, agreement)
    leakage = {party: add_income_tax(world, ledger, party) for party in sheet.parties}
    npv = {party: sum(present_value(deal, party, f) for f in ledger.flows) for party in sheet.parties}
    return ScenarioResult(npv, ledger.flows, list(_transitions(world)), leakage, deal)


def present_value(deal: Deal, party: str, flow: Flow) -> float:
    """Of *flow* to *party*: received above 0, paid below, nothing where it has no part in it."""
    sign = (flow.payee == party) - (flow.payer == party)
    if sign == 0:
        return 0.0
    return sign * flow.amount * deal.clock.discount(deal.rate(party), flow.period, flow.time)


def _transitions(world: World) -> list[Transition]:
    found = []
    for path, steps in world.history.items():
        for before, step in itertools.pairwise(steps):
            if step.visible:
                found.append(Transition(path, step.path, before.state, step.state, step.k))
    return found


# Expectation


def value(sheet: Sheet, run: str = "expected") -> dict[str, Any]:
    """Every structure of *sheet*, shaped as `compare --format json` (the part that the worked cases hold)."""
    clock, settings = Clock.of(sheet), sheet.valuation
    drawn = run == "base" and bool(uncertain_leaves(sheet))
    cases = scenarios(sheet, run)
    return {
        "format": "valuation.v1",
        "sheet": {"id": sheet.id, "title": sheet.title},
        "settings": {
            "valuation_date": clock.date.isoformat(),
            "currency": settings.currency,
            "grid": settings.grid,
            "timing": settings.timing,
            "horizon_years": float(settings.horizon),
            "run": run,
            "exact": not drawn,
            "decides": sheet.decides,
        },
        "structures": {name: _structure(sheet, name, cases) for name in sheet.structures},
    }


def _structure(sheet: Sheet, name: str, cases: list[Scenario]) -> dict[str, Any]:
    results = [(case.weight, value_structure(sheet, name, case)) for case in cases]
    best = Scenario(values=success_values(sheet))
    success = value_structure(sheet, name, best)
    deal = Deal(certain(sheet, best.values), name, Clock.of(sheet))
    return {
        "kind": sheet.structures[name].kind,
        "parties": {party: _party(deal, party, results, success) for party in sheet.parties},
        "clauses": _clauses(deal, results),
        "states": _states(deal, results),
        "headline": headline(play(deal, best)),
    }


Weighted = list[tuple[float, ScenarioResult]]


def _party(deal: Deal, party: str, results: Weighted, success: ScenarioResult) -> dict[str, Any]:
    return {
        "npv": _mean(results, lambda r: r.npv[party]),
        "npv_if_success": success.npv[party],
        "tax": _mean(results, lambda r: _net_paid(r, party, "income_tax")),
        "withholding": _mean(results, lambda r: _net_paid(r, party, "withholding")),
        "net_by_year": _net_by_year(deal, party, results),
        "leakage": _mean(results, lambda r: r.leakage[party]),
    }


def _mean(results: Weighted, figure: Callable[[ScenarioResult], float]) -> float:
    return sum(weight * figure(result) for weight, result in results)


def _net_paid(result: ScenarioResult, party: str, kind: str) -> float:
    paid = sum(f.amount for f in result.flows if f.kind == kind and f.payer == party)
    return paid - sum(f.amount for f in result.flows if f.kind == kind and f.payee == party)


def _net_by_year(deal: Deal, party: str, results: Weighted) -> dict[str, float]:
    nets = dict.fromkeys(deal.clock.years(), 0.0)
    for weight, result in results:
        for flow in result.flows:
            sign = (flow.payee == party) - (flow.payer == party)
            nets[deal.clock.year_of_period(flow.period)] += weight * sign * flow.amount
    return {str(year): net for year, net in nets.items()}


def _clauses(deal: Deal, results: Weighted) -> list[dict[str, Any]]:
    """One line per path, kind, payer and payee: expected amount, and present value to each party in it."""
    lines: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for weight, result in results:
        for flow in result.flows:
            path, kind, payer, payee = flow.key
            line = lines.setdefault(
                flow.key,
                {"path": path, "kind": kind, "payer": payer, "payee": payee, "nominal": 0.0, "pv": {}},
            )
            line["nominal"] += weight * flow.amount
            for party in (payer, payee):
                if party in deal.sheet.parties:
                    worth = weight * present_value(result.deal, party, flow)
                    line["pv"][party] = line["pv"].get(party, 0.0) + worth
    return [lines[key] for key in sorted(lines)]


def _states(deal: Deal, results: Weighted) -> list[dict[str, Any]]:
    """One line per agreement, path, from and to: its chance, and the mean start of the new state if it happens."""
    chance: dict[tuple[str, str, str, str], float] = {}
    start: dict[tuple[str, str, str, str], float] = {}
    for weight, result in results:
        for t in result.transitions:
            key = (t.agreement, t.path, t.from_state, t.to_state)
            chance[key] = chance.get(key, 0.0) + weight
            start[key] = start.get(key, 0.0) + weight * deal.clock.start(t.k)
    return [
        {
            "agreement": key[0],
            "path": key[1],
            "from": key[2],
            "to": key[3],
            "chance": chance[key],
            "expected_date": deal.clock.date_of(start[key] / chance[key]).isoformat(),
        }
        for key in sorted(chance)
    ]
