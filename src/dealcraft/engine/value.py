"""From a sheet to its valuation: all structures under the same scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dealcraft.engine.books import Books, keep_books
from dealcraft.engine.decisions import Decided, decide, follow
from dealcraft.engine.figures import structure_value
from dealcraft.engine.lower import lower
from dealcraft.engine.plan import Plan
from dealcraft.engine.result import Decision, Run, Settings, StructureValue, Valuation
from dealcraft.engine.scenarios import Scenarios, expected, success
from dealcraft.findings import Finding
from dealcraft.terms.paths import as_seen_by
from dealcraft.terms.sheet import Sheet

LONGER = 10.0
"""Years by which a longer horizon is tried."""


def value(sheet: Sheet, *, run: Run = "expected", seed: int = 0, structures: Sequence[str] | None = None) -> Valuation:
    """Value the *structures* (all) of a sheet that has no errors.

    Raises UsageError where something in it cannot be valued.
    """
    plan = lower(sheet)
    scenarios = scenarios_of(plan, run, seed)
    names = list(structures) if structures is not None else list(plan.structures)
    found = {name: _structure(plan, name, run, scenarios) for name in names}
    for party in (name for name, term in sheet.parties.items() if term.view):
        found = _with_view(found, sheet, party, run, seed)
    settings = Settings(
        valuation_date=plan.timeline.start,
        currency=sheet.valuation.currency,
        grid=sheet.valuation.grid,
        timing=sheet.valuation.timing,
        horizon_years=float(sheet.valuation.horizon),
        run=run,
        exact=scenarios.exact,
        scenarios=scenarios.size,
        seed=seed if scenarios.replicate is not None else None,
        decides=sheet.decides,
    )
    findings = tuple(
        Finding("sum-before-valuation-date", path, {"path": str(path), "date": plan.timeline.start.isoformat()})
        for structure in found.values()
        for path in structure.sunk
    )
    return Valuation(settings, found, scenarios.weight, findings)


def _with_view(
    found: dict[str, StructureValue], sheet: Sheet, party: str, run: Run, seed: int
) -> dict[str, StructureValue]:
    """The same with what each structure is worth to *party* on the sheet as it sees it."""
    plan = lower(as_seen_by(sheet, party))
    scenarios = scenarios_of(plan, run, seed)
    seen = dict[str, StructureValue]()
    for name, structure in found.items():
        decided, *_ = decide(plan, plan.structures[name], scenarios)
        npvs = keep_books(plan, plan.structures[name], decided).npvs[party]
        own = replace(structure.parties[party], view=float(scenarios.weight @ np.concatenate(npvs)))
        seen[name] = replace(structure, parties={**structure.parties, party: own})
    return seen


def scenarios_of(plan: Plan, run: Run, seed: int) -> Scenarios:
    """The scenarios of a run, shared by every structure."""
    if run == "success":
        return success(plan)
    return expected(plan, seed=seed, at_base=run == "base")


def _structure(plan: Plan, name: str, run: Run, scenarios: Scenarios) -> StructureValue:
    structure = plan.structures[name]
    scenarios, decided, policy = decide(plan, structure, scenarios)
    books = keep_books(plan, structure, scenarios)
    one = follow(plan, structure, success(plan), policy)
    succeeded = books if run == "success" else keep_books(plan, structure, one)
    found = structure_value(books, succeeded, scenarios, _beyond(plan, name, run, scenarios, books))
    return replace(found, decisions=tuple(_decision(plan, scenarios, right) for right in decided if right.comes_up))


def _decision(plan: Plan, s: Scenarios, right: Decided) -> Decision:
    """A decision as reported: its mean moment where it comes up, its chance, its worth."""
    comes_up = right.time < plan.timeline.horizon
    weight = s.weight[comes_up]
    at = plan.timeline.date(float(weight @ right.time[comes_up] / weight.sum())) if weight.sum() > 0.0 else None
    chance = float(s.weight[right.taken].sum())
    return Decision(right.decision.path, right.decision.holder, at, chance, right.worth)


def _beyond(plan: Plan, name: str, run: Run, scenarios: Scenarios, books: Books) -> dict[str, float]:
    """What a horizon ten years longer would add to each party, drawn inputs at base."""
    if scenarios.replicate is not None:
        scenarios, *_ = decide(plan, plan.structures[name], scenarios_of(plan, "base", 0))
        books = keep_books(plan, plan.structures[name], scenarios)
    longer = replace(plan, timeline=plan.timeline.longer(LONGER))
    further = keep_books(longer, plan.structures[name], scenarios)
    w = scenarios.weight
    return {p: float(w @ (np.concatenate(further.npvs[p]) - np.concatenate(books.npvs[p]))) for p in plan.parties}
