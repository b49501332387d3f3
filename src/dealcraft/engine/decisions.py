"""Rights to decide, solved backwards: each is taken where its holder expects to be better off for it.

The holder compares the conditional expectation of its own present value on the two branches, given what has shown by
then: phases passed or failed, parties shelved, agreements ended, discrete facts known. Draws are never known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from dealcraft.engine.books import blocks
from dealcraft.engine.development import continuing
from dealcraft.engine.moments import NEVER
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.plan_decisions import DecisionPlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.project import project
from dealcraft.engine.rights import settle
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.world import Place, World
from dealcraft.terms.events import FirstSale, Moment
from dealcraft.units import Path
from dealcraft.units.array import Array, Mask, Number

TIE = 1e-9
"""Times the sheet's largest sum: a gain below this is a tie, and a tie is not taken."""

KnownBy = tuple[float, ...]
"""What has shown by a moment, as one scenario has it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A right to decide: in which scenarios it came up and was taken, and what it is worth to each party."""

    decision: DecisionPlan
    time: Array
    taken: Mask
    worth: dict[str, float]

    @property
    def comes_up(self) -> bool:
        """Whether it comes up in any scenario."""
        return bool(np.isfinite(self.time).any())


@dataclass(frozen=True, slots=True)
class _Open:
    """A decision that is open, and when it comes up in a world; infinity for never."""

    decision: DecisionPlan
    time: Callable[[World], Number]


def open_decisions(plan: Plan, structure: StructurePlan) -> Iterator[_Open]:
    """Every decision of *structure* that its holder takes only if it is worth more."""
    for asset in structure.assets:
        for phase in plan.assets[asset].phases:
            for holder in dict.fromkeys((structure.developers[asset], plan.assets[asset].owner)):
                decision = continuing(plan.assets[asset], phase, holder)
                if decision.take == "if_worth_more":
                    yield _Open(decision, _starts(asset, phase.name, holder))
    for agreement in structure.agreements:
        lines = (*agreement.royalties, *agreement.opt_out_royalties)
        holders = (agreement.option, agreement.opt_in, *(line.buy_out for line in lines))
        rights = [term.decision for term in holders if term is not None]
        for right in (*rights, *((agreement.opt_out,) if agreement.opt_out else ())):
            if right.take == "if_worth_more":
                yield _Open(right, _at_event(agreement, right))
        for clause in agreement.clauses:
            if clause.recovery.develop.take == "if_worth_more" and clause.abandoned is None:
                yield _Open(clause.recovery.develop, _acts(agreement, clause.path))


def _starts(asset: str, phase: str, holder: str) -> Callable[[World], Number]:
    def time(world: World) -> Number:
        chain = world.chains[asset]
        spells = [s for s in chain.spells if s.phase.name == phase and s.runner == holder and not s.restart]
        return spells[0].start if spells else NEVER

    return time


def _at_event(agreement: AgreementPlan, right: DecisionPlan) -> Callable[[World], Number]:
    def time(world: World) -> Number:
        seen = None if agreement.option and right is agreement.option.decision else agreement
        at = Place(world, seen).time(right.at, NEVER)
        over = np.minimum(world.ended(agreement), world.dead(agreement))
        return np.where((np.asarray(at) >= 0.0) & (at < over), at, NEVER)

    return time


def _acts(agreement: AgreementPlan, path: Path) -> Callable[[World], Number]:
    def time(world: World) -> Number:
        return next((at for clause, at in world.rights_of(agreement).acted if clause.path == path), NEVER)

    return time


Policy = dict[tuple[Path, str], frozenset[KnownBy]]
"""By decision and holder, the earliest first: what must be known for it to be taken."""


def decide(plan: Plan, structure: StructurePlan, s: Scenarios) -> tuple[Scenarios, Policy]:
    """The scenarios with every open decision made, the latest first, and the policy."""
    rights = list(open_decisions(plan, structure))
    policy: Policy = {}
    everyone = {(right.decision.path, right.decision.holder): np.ones(s.size, dtype=bool) for right in rights}
    s = replace(s, choices={**s.choices, **everyone})
    order = sorted(rights, key=lambda right: -_mean(_times(plan, structure, s, right)[0], s))
    for right in order:
        key = (right.decision.path, right.decision.holder)
        time, known = _times(plan, structure, s, right)
        reached = time < plan.timeline.horizon
        gain = _gain(plan, structure, s, right.decision, reached)
        states = dict[KnownBy, int]()
        state = np.array([states.setdefault(k, len(states)) for k in known])
        chance = np.bincount(state, s.weight * reached, len(states))
        worth_it = np.bincount(state, s.weight * reached * gain, len(states)) > TIE * plan.largest * chance
        policy = {key: frozenset(k for k, number in states.items() if worth_it[number]), **policy}
        s = replace(s, choices={**s.choices, key: reached & worth_it[state]})
    return s, policy


def decided(plan: Plan, structure: StructurePlan, s: Scenarios) -> list[Decided]:
    """What each right of *structure* is worth, under the decisions made in *s*."""
    rights = list(open_decisions(plan, structure))
    as_it_is = _npvs(plan, structure, s) if rights else {}
    return [_decided(plan, structure, s, right, as_it_is) for right in rights]


def follow(plan: Plan, structure: StructurePlan, s: Scenarios, policy: Policy) -> Scenarios:
    """Other scenarios of the same sheet under a policy that was made without knowing them."""
    if not policy:
        return s
    rights = {
        (right.decision.path, right.decision.holder): right for right in open_decisions(plan, structure)
    }
    s = replace(s, choices={key: np.ones(s.size, dtype=bool) for key in rights})
    for key, worth_it in policy.items():
        time, known = _times(plan, structure, s, rights[key])
        taken = (time < plan.timeline.horizon) & np.array([k in worth_it for k in known])
        s = replace(s, choices={**s.choices, key: taken})
    return s


def _decided(
    plan: Plan, structure: StructurePlan, s: Scenarios, right: _Open, as_it_is: Mapping[str, Array]
) -> Decided:
    """What the right is worth: with it as decided, less without it (never taken; a phase always started)."""
    key = (right.decision.path, right.decision.holder)
    usual = right.decision.path[-1] == "continue"
    own = np.flatnonzero(s.choices[key] != usual)  # elsewhere it changes nothing
    bare = _npvs(plan, structure, _with(s.block(own), key, usual)) if own.size else {}
    worth = {
        party: float(s.weight[own] @ (as_it_is[party][own] - bare[party])) if own.size else 0.0
        for party in plan.parties
    }
    return Decided(
        right.decision, _times(plan, structure, _with(s, key, True), right)[0], s.choices[key], worth
    )


def _with(s: Scenarios, key: tuple[Path, str], taken: bool) -> Scenarios:
    return replace(s, choices={**s.choices, key: np.full(s.size, taken)})


def _gain(plan: Plan, structure: StructurePlan, s: Scenarios, decision: DecisionPlan, reached: Mask) -> Array:
    """What its holder gains where the decision is taken, in the scenarios that have *reached* it; 0 in others."""
    gain, own = np.zeros(s.size), np.flatnonzero(reached)
    if own.size:
        key, some = (decision.path, decision.holder), s.block(own)
        taken, without = (
            _npvs(plan, structure, one)[decision.holder] for one in (some, _with(some, key, False))
        )
        gain[own] = taken - without
    return gain


def _npvs(plan: Plan, structure: StructurePlan, s: Scenarios) -> dict[str, Array]:
    """By party the present value in each scenario, shape (S,)."""
    found = [project(plan, structure, block).values.npv for block in blocks((s,))]
    return {party: np.concatenate([npv[party] for npv in found]) for party in plan.parties}


def _mean(time: Array, s: Scenarios) -> float:
    own = np.isfinite(time)
    return float(s.weight[own] @ time[own] / s.weight[own].sum()) if s.weight[own].sum() > 0.0 else NEVER


def _times(plan: Plan, structure: StructurePlan, s: Scenarios, right: _Open) -> tuple[Array, list[KnownBy]]:
    """When the decision comes up in each scenario, and what is known then."""
    times, known = list[Array](), list[KnownBy]()
    for block in blocks((s,)):
        world = settle(plan, structure, block)
        time = np.broadcast_to(np.asarray(right.time(world), dtype=np.float64), (block.size,))
        times.append(time)
        facts = [np.broadcast_to(fact, (block.size,)) for fact in _facts(world, time)]
        known += list(zip(*(fact.tolist() for fact in facts), strict=True)) if facts else [()] * block.size
    return np.concatenate(times), known


def _facts(world: World, time: Array) -> Iterator[Number]:
    """What shows by *time*: phases passed, assets failed, parties shelved, agreements ended, discrete values."""
    by = time + 1e-9
    for chain in world.chains.values():
        for success in chain.success.values():
            yield np.where(success <= by, 1.0, 0.0)
        yield np.where(chain.dead <= by, 1.0, 0.0)
    if world.s.case is not None:
        yield world.s.case
    for shelved in world.s.shelved.values():
        yield shelved.astype(np.float64)
    for agreement in world.structure.agreements:
        yield np.where(world.ended(agreement) <= by, 1.0, 0.0)
    for slot in world.plan.slots:
        if slot.enumerated and len(slot.spread.values) > 1:
            shows = Place(world, None).time(slot.known or Moment(FirstSale()), NEVER)
            yield np.where(shows <= by, world.s.values[slot.index], -1.0)
