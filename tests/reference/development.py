"""The phases of an asset in one scenario: who runs each, from when to when, with what outcome and at what cost."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field

from dealcraft.terms.assets import Phase
from dealcraft.terms.diligence import Recovery
from tests.reference.clock import FOREVER, TINY, meet, part
from tests.reference.deal import Agreement, number
from tests.reference.world import OPEN, World


@dataclass(frozen=True)
class Run:
    """One party's run of a phase; *end* is earlier than *planned* where a change of rights cut it short."""

    phase: str
    runner: str
    start: float
    planned: float
    end: float
    passed: bool
    payers: dict[str, float]
    """Who pays suppliers, and what share."""
    passed_on: float
    """From when the share of an acquirer that left has passed on, by *later*."""
    later: dict[str, float]
    agreement: Agreement | None
    """Under which it runs, if any."""
    taken_over: bool = False
    """Whether the runner has it from a licensee whose rights returned."""

    @property
    def cut(self) -> bool:
        return self.end < self.planned - TINY

    def paid(self, cost: Cost) -> Iterator[tuple[str, Cost]]:
        """The parts of *cost* by payer, before and after a share passes on."""
        for payers, term in (
            (self.payers, (-FOREVER, self.passed_on)),
            (self.later, (self.passed_on, FOREVER)),
        ):
            inside = meet(cost.span, term)
            if cost.dated:
                due = 1.0 if term[0] - TINY <= cost.span[0] < term[1] - TINY else 0.0
            else:
                due = part(cost.span, term)
            for payer, share in payers.items():
                if due * share > 0:
                    yield payer, Cost(cost.amount * due * share, inside, cost.dated)


@dataclass(frozen=True)
class Stop:
    """Whoever would start a phase at *at* chose not to go on."""

    at: float
    path: str
    runner: str
    agreement: Agreement | None


@dataclass
class Timeline:
    """Every run of an asset's phases in order."""

    asset: str
    runs: list[Run] = field(default_factory=list)
    approval: float | None = None
    death: float | None = None
    stopped: Stop | None = None

    def start_of(self, phase: str) -> float | None:
        return next((r.start for r in self.runs if r.phase == phase), None)

    def success_of(self, phase: str) -> float | None:
        return next((r.end for r in self.runs if r.phase == phase and r.passed), None)


@dataclass(frozen=True)
class Takeover:
    """From *at*, phases that *agreement*'s developer would run are *runner*'s (nobody's), from *resume*."""

    at: float
    agreement: Agreement
    runner: str | None
    resume: float


def develop(world: World, asset: str) -> Timeline:
    """Walk through the phases: each starts where the one before ends, or where whoever takes over resumes."""
    deal, line = world.deal, Timeline(asset)
    takeovers = _takeovers(world, asset)
    t = world.begin_of(asset)
    for name, phase in deal.sheet.assets[asset].development.items():
        while True:
            run = _run(world, asset, name, phase, t, takeovers)
            if run is None:
                return line
            stops = f"assets.{asset}.development.{name}.continue"
            able = run.runner not in world.scenario.shelved  # who is shelved never comes to decide
            may_stop = (
                able and phase.continue_ == "if_worth_more" and (stops, run.runner) in world.scenario.stopped
            )
            if may_stop and line.stopped is None and not run.taken_over:
                line.stopped = Stop(run.start, stops, run.runner, run.agreement)
            if run.runner in world.scenario.shelved or _has_stopped(line, run):
                handed = _next_takeover(run, takeovers, FOREVER)
                if handed is None:
                    return line
                t = max(t, handed.at)
                continue
            line.runs.append(run)
            t = run.end
            if not run.cut:
                break
        if not run.passed:
            line.death = run.end
            return line
    line.approval = t if line.runs else None
    return line


def _has_stopped(line: Timeline, run: Run) -> bool:
    """Whether this runner has stopped; whoever takes over may go on."""
    stop = line.stopped
    return stop is not None and (stop.runner, stop.agreement) == (run.runner, run.agreement)


def _run(
    world: World, asset: str, name: str, phase: Phase, t: float, takeovers: list[Takeover]
) -> Run | None:
    """The run of *phase* by whoever may start it at *t*; None where nobody may."""
    deal = world.deal
    runner, agreement = _runner(world, asset, t)
    start, own, taken_over = t, _payers(world, asset, t, runner), False
    for takeover in takeovers:
        if agreement and runner == takeover.agreement.seller and t >= takeover.at - TINY:
            if takeover.runner is None:
                return None
            own, taken_over = _passed_on(own, takeover.agreement.seller, takeover.runner), True
            runner, agreement, start = takeover.runner, None, max(start, takeover.resume)
    passed_on, later = FOREVER, own
    for takeover in takeovers:
        passed_on = min(passed_on, takeover.at)
        later = _passed_on(later, takeover.agreement.acquirer, takeover.agreement.granter)
    duration = number(phase.duration) * deal.capability(runner, "development_time", 1.0)
    chance = min(1.0, number(phase.success) * deal.capability(runner, "success", 1.0))
    planned = start + duration
    run = Run(name, runner, start, planned, planned, False, own, passed_on, later, agreement, taken_over)
    handed = _next_takeover(run, takeovers, planned)
    if handed:
        return dataclasses.replace(run, end=handed.at)
    return dataclasses.replace(run, passed=world.scenario.thresholds.get((asset, name), 0.0) < chance)


def _next_takeover(run: Run, takeovers: list[Takeover], before: float) -> Takeover | None:
    """The first that takes the run's work out of its runner's hands after its start and *before* a moment."""
    for takeover in takeovers:
        if run.agreement and takeover.agreement.seller == run.runner and run.start < takeover.at - TINY:
            return takeover if takeover.at < before - TINY else None
    return None


def _runner(world: World, asset: str, t: float) -> tuple[str, Agreement | None]:
    """Who runs a phase that starts at *t*, and the agreement by which it does."""
    deal = world.deal
    effective = [
        (moment, agreement)
        for agreement in deal.makes_developer(asset)
        if (moment := world.effective(agreement)) is not None and moment <= t + TINY
    ]
    if not effective:
        return deal.sheet.owner_of(asset), None
    return deal.developer(asset), min(effective, key=lambda pair: pair[0])[1]


def _payers(world: World, asset: str, t: float, runner: str) -> dict[str, float]:
    """Who pays for a phase that starts at *t*: whom `development_costs` names, each from its first agreement on."""
    costs = world.deal.structure.development_costs
    agreements = [a for a in world.deal.agreements if asset in a.assets]
    if not costs or not agreements:
        return {runner: 1.0}
    payers = dict[str, float]()
    for party, share in costs.items():
        own = [a for a in agreements if party in (a.granter, a.acquirer)] or agreements
        moments = [m for a in own if (m := world.effective(a)) is not None]
        payer = party if moments and min(moments) <= t + TINY else runner
        payers[payer] = payers.get(payer, 0.0) + number(share)
    return payers


def _passed_on(payers: dict[str, float], giver: str, taker: str) -> dict[str, float]:
    """The giver's share of the cost passes to the taker."""
    left = {party: share for party, share in payers.items() if party != giver}
    return {**left, taker: left.get(taker, 0.0) + payers.get(giver, 0.0)}


def _takeovers(world: World, asset: str) -> list[Takeover]:
    """Changes of rights that reach the development of *asset* before its approval, in order."""
    found = []
    for agreement in world.deal.agreements:
        if asset not in agreement.assets or agreement.seller == agreement.granter:
            continue
        step = world.step(agreement, "reverted", "stepped_in", "terminated", "expired", "abandoned")
        if step is None:
            continue
        recovery = getattr(step.clause, "recovery", Recovery())
        returned = step.state in ("reverted", "stepped_in", "abandoned")
        goes_on = returned and develops(world, step.recovery_path, recovery)
        if not goes_on and _develops_under_another(world, asset, agreement, step.k):
            continue
        at = world.clock.start(step.k)
        runner = agreement.granter if goes_on else None
        found.append(Takeover(at, agreement, runner, at + number(recovery.delay)))
    return sorted(found, key=lambda takeover: takeover.at)


def _develops_under_another(world: World, asset: str, agreement: Agreement, k: int) -> bool:
    """Whether the same seller goes on by another agreement over *asset* that is in force in period *k*."""
    return any(
        a != agreement and asset in a.assets and a.seller == agreement.seller and world.state(a, k) in OPEN
        for a in world.deal.agreements
    )


def develops(world: World, path: str, recovery: Recovery) -> bool:
    """Whether the licensor runs the phases left, by the recovery at *path*."""
    if recovery.develop == "if_worth_more":
        return f"{path}.develop" in world.scenario.taken
    return recovery.develop == "yes"


# Cost


@dataclass(frozen=True)
class Cost:
    """An amount that a run costs: spread over *span*, or a dated sum at its start where *dated*."""

    amount: float
    span: tuple[float, float]
    dated: bool = False


def cost_path(asset: str, name: str, phase: Phase) -> str:
    what = "costs_by_year" if phase.costs_by_year else "cost"
    return f"assets.{asset}.development.{name}.{what}"


def costs(world: World, asset: str, run: Run) -> Iterator[Cost]:
    """What *run* costs until its end; a spread cost that is cut short is paid in proportion to time."""
    deal = world.deal
    phase = deal.sheet.assets[asset].development[run.phase]
    times = deal.capability(run.runner, "development_cost", 1.0)
    amount = deal.money(phase.cost) * times
    if phase.costs_by_year:
        yield from _by_year([deal.money(a) * times for a in phase.costs_by_year], run)
    elif phase.spend == "start" or (phase.spend == "even" and run.planned - run.start <= TINY):
        yield Cost(amount, (run.start, run.start), dated=True)
    elif phase.spend == "end":
        if not run.cut:
            yield Cost(amount, (run.end, run.end), dated=True)
    elif run.end > run.start:
        share = (run.end - run.start) / (run.planned - run.start)
        yield Cost(amount * share, (run.start, run.end))


def _by_year(amounts: list[float], run: Run) -> Iterator[Cost]:
    """Each year's amount evenly over the part of that year inside the phase; later ones with the last such year."""
    years = max(1, sum(1 for j in range(len(amounts)) if run.start + j < run.planned - TINY))
    merged = [*amounts[: years - 1], sum(amounts[years - 1 :])]
    for j, amount in enumerate(merged):
        inside = meet((run.start + j, run.start + j + 1), (run.start, run.planned))
        spent = meet(inside, (run.start, run.end))
        if spent[1] > spent[0]:
            yield Cost(amount * (spent[1] - spent[0]) / (inside[1] - inside[0]), spent)


def by_period(
    world: World, amount: float, span: tuple[float, float], *, first: int = 0
) -> Iterator[tuple[int, float]]:
    """*amount* spread evenly over *span* (or at it, where it is a moment), by period from *first* on."""
    clock, (begin, end) = world.clock, span
    if end <= begin:
        k = clock.period_of(begin)
        if first <= k < clock.periods:
            yield k, amount
        return
    for k in range(max(first, clock.period_of(begin)), min(clock.periods, clock.period_of(end) + 1)):
        low, high = clock.span(k)
        inside = min(end, high) - max(begin, low)
        if inside > 0:
            yield k, amount * inside / (end - begin)
