"""From a sheet to its valuation: all structures under the same scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dealcraft.engine.books import Books, blocks, keep_books
from dealcraft.engine.decisions import Decided, Policy, decide, decided, follow, open_decisions
from dealcraft.engine.figures import standard_error, structure_value
from dealcraft.engine.lower import lower
from dealcraft.engine.orders import order_findings
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.result import Decision, Run, Settings, StructureValue, Valuation
from dealcraft.engine.scenarios import Scenarios, join
from dealcraft.engine.streams import Stream, expected, success
from dealcraft.engine.tally import grouped, together
from dealcraft.engine.workers import Told, Work, add_up
from dealcraft.findings import Finding
from dealcraft.terms.paths import as_seen_by
from dealcraft.terms.sheet import Sheet
from dealcraft.units.array import Array

LONGER = 10.0
"""Years by which a longer horizon is tried."""


def value(
    sheet: Sheet,
    *,
    run: Run = "expected",
    seed: int = 0,
    structures: Sequence[str] | None = None,
    trials: int | None = None,
    jobs: int = 1,
    told: Told | None = None,
) -> Valuation:
    """Value the *structures* (all) of a sheet that has no errors; *trials* is about how many scenarios to make.

    Long runs are shared out to so many *jobs*, to the same result, and *told* hears how many scenarios are done.
    Raises UsageError where something in it cannot be valued.
    """
    plan = lower(sheet)
    names = list(structures) if structures is not None else list(plan.structures)
    made = {name: _made(plan, plan.structures[name], run, seed) for name in names}
    policies = {name: one.policy for name, one in made.items()}
    work = Work(plan, policies, run, seed, trials, jobs, told)
    stream, books = work.stream, add_up(work)
    found = {name: _structure(made[name], books[name], run, stream) for name in names}
    for party in (name for name, term in sheet.parties.items() if term.view):
        found = _with_view(found, sheet, party, work)
    settings = Settings(
        valuation_date=plan.timeline.start,
        currency=sheet.valuation.currency,
        grid=sheet.valuation.grid,
        timing=sheet.valuation.timing,
        horizon_years=float(sheet.valuation.horizon),
        run=run,
        exact=stream.exact,
        scenarios=stream.size,
        seed=seed if stream.replicated or run == "plain" else None,
        decides=sheet.decides,
    )
    findings = tuple(
        Finding(
            "sum-before-valuation-date", path, {"path": str(path), "date": plan.timeline.start.isoformat()}
        )
        for structure in found.values()
        for path in structure.sunk
    )
    findings += tuple(f for name in names for f in order_findings(plan, plan.structures[name]))
    any_books = next(iter(books.values()), None)
    weight = together(any_books.weights if any_books else [])
    group = grouped(any_books.groups) if any_books else None
    return Valuation(settings, found, weight, group, findings)


@dataclass(frozen=True)
class _Made:
    """A structure with its decisions made: the policy, and what each right is worth on the scenarios it was made on."""

    plan: Plan
    structure: StructurePlan
    policy: Policy
    decided: tuple[Decided, ...] = ()
    scenarios: Scenarios | None = None


def _made(plan: Plan, structure: StructurePlan, run: Run, seed: int) -> _Made:
    """Decisions are made on exact classes at quasi-random points (in a `base` run at base), whatever the run."""
    if not any(open_decisions(plan, structure)):
        return _Made(plan, structure, {})
    s, policy = decide(plan, structure, expected(plan, seed=seed, at_base=run == "base").whole())
    return _Made(plan, structure, policy, tuple(decided(plan, structure, s)), s)


def _structure(made: _Made, books: Books, run: Run, stream: Stream) -> StructureValue:
    """All its figures, with those of the `success` scenario and what a longer horizon would add."""
    plan, structure = made.plan, made.structure
    one = follow(plan, structure, success(plan).whole(), made.policy)
    if run == "success":
        succeeded, beyond = books, _beyond(books, (one,), one.weight)
    else:
        parts = expected(plan, seed=0, at_base=True).parts()
        at_base = [follow(plan, structure, part, made.policy) for part in blocks(parts)]
        weight = np.concatenate([part.weight for part in at_base])
        if run == "base" or (run == "expected" and not stream.replicated):
            succeeded, beyond = keep_books(plan, structure, (one,)), _beyond(books, at_base, weight)
        else:  # so few scenarios cost the same alone as beside others: `success` first, the others without weight
            silent = [replace(part, weight=0.0 * part.weight) for part in at_base]
            both = [join((one, silent[0])), *silent[1:]]
            succeeded = keep_books(plan, structure, both)
            beyond = _beyond(succeeded, both, np.append(0.0, weight))
    found = structure_value(books, succeeded, beyond, draws=stream.size if run == "plain" else 0)
    decisions = [_decision(made, right) for right in made.decided if right.comes_up]
    return replace(found, decisions=tuple(decisions))


def _beyond(usual: Books, scenarios: Sequence[Scenarios], weight: Array) -> dict[str, float]:
    """What a horizon ten years longer would add to each party: *usual* are the books of the same *scenarios*."""
    plan = usual.plan
    longer = replace(plan, timeline=plan.timeline.longer(LONGER))
    further = keep_books(longer, usual.structure, scenarios)
    return {p: float(weight @ (further.npv(p) - usual.npv(p))) for p in plan.parties}


def _decision(made: _Made, right: Decided) -> Decision:
    """A decision as reported: its mean moment where it comes up, its chance, its worth."""
    assert made.scenarios is not None
    all_weight, timeline = made.scenarios.weight, made.plan.timeline
    comes_up = right.time < timeline.horizon
    weight = all_weight[comes_up]
    at = timeline.date(float(weight @ right.time[comes_up] / weight.sum())) if weight.sum() > 0.0 else None
    return Decision(
        right.decision.path, right.decision.holder, at, float(all_weight[right.taken].sum()), right.worth
    )


def _with_view(
    found: dict[str, StructureValue], sheet: Sheet, party: str, work: Work
) -> dict[str, StructureValue]:
    """The same with what each structure is worth to *party* on the sheet as it sees it."""
    plan = lower(as_seen_by(sheet, party))
    made = {name: _made(plan, plan.structures[name], work.run, work.seed) for name in found}
    policies = {name: one.policy for name, one in made.items()}
    books = add_up(replace(work, plan=plan, policies=policies, told=None))
    seen = dict[str, StructureValue]()
    for name, structure in found.items():
        tally, draws = books[name].tallies[party], work.stream.size if work.run == "plain" else 0
        error = standard_error(tally.means, tally.sd, draws)
        own = replace(structure.parties[party], view=tally.total, view_error=error)
        seen[name] = replace(structure, parties={**structure.parties, party: own})
    return seen
