"""The chain of phases: who runs each, when it starts and succeeds, what is spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dealcraft.engine.plan import AssetPlan, PartyPlan, PhasePlan
from dealcraft.engine.plan_decisions import DecisionPlan
from dealcraft.engine.scenarios import Scenarios, flat
from dealcraft.terms.events import Moment, PhaseStart
from dealcraft.units import Path
from dealcraft.units.array import Mask, Number

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Spell:
    """One party's work on a phase: from *start* to *end*, spending until *stop*."""

    phase: PhasePlan
    runner: str
    start: Number
    end: Number
    stop: Number
    cost_factor: Number
    restart: bool = False
    """Whether a licensor took it up again."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Development of one asset: times of each phase, years, infinity for never."""

    start: Mapping[str, Number]
    success: Mapping[str, Number]
    approval: Number
    dead: Number
    stopped: Number
    """When the developer declined to start a phase."""
    spells: tuple[Spell, ...]

    @property
    def over(self) -> Number:
        """When it has come to its end: approved or failed; infinity where it waits."""
        return np.minimum(self.approval, self.dead)


@dataclass(frozen=True, slots=True)
class Handover:
    """Rights come back to *licensor* at *at*, who goes on developing after *delay* where *develops* holds."""

    licensee: str
    licensor: str
    at: Number
    delay: Number
    develops: Mask | bool


def develop(
    s: Scenarios,
    asset: AssetPlan,
    parties: Mapping[str, PartyPlan],
    *,
    developer: str,
    since: Number,
    handover: Handover | None,
) -> Chain:
    """The chain of *asset*: its owner runs phases that start before *since*, *developer* the others."""
    start, success = dict[str, Number](), dict[str, Number]()
    spells = list[Spell]()
    ready: Number = asset.available  # a plain number where all are ready at one time, or never
    dead: Number = NEVER
    stopped: Number = NEVER
    for phase in asset.phases:
        if isinstance(ready, float) and ready == NEVER:
            start[phase.name] = success[phase.name] = NEVER
            continue
        threshold = s.thresholds[asset.id, phase.name]
        begun: Number = NEVER
        ended: Number = NEVER
        chance: Number = 1.0
        for runner, mine in _runners(ready, asset.owner, developer, since):
            party = parties[runner]
            can = mine & ~s.shelved[runner] if runner in s.shelved else mine
            goes_on = s.takes(continuing(asset, phase, runner))
            if runner == developer and not goes_on.all():
                declines = can & ~goes_on
                if handover is not None and runner == handover.licensee:
                    declines = declines & np.asarray(ready < handover.at)  # after that it is not asked
                stopped = np.minimum(stopped, np.where(declines, ready, NEVER))
            begin = np.where(can & goes_on, ready, NEVER)
            end = begin + s.num(phase.duration) * s.num(party.time)
            stop, taken = end, None
            if handover is not None and runner == handover.licensee and runner != handover.licensor:
                taken = mine & np.isfinite(ready) & (end > handover.at) & np.isfinite(handover.at)
                begin = np.where(taken & (begin >= handover.at), NEVER, begin)
                stop = np.where(taken, np.minimum(end, handover.at), end)
            _append(spells, Spell(phase, runner, begin, end, stop, s.num(party.cost)), begin, stop)
            begun = np.minimum(begun, begin)
            finished = end if taken is None else np.where(taken, NEVER, end)
            ended = np.minimum(ended, finished)
            chance = np.where(np.isfinite(finished), _chance(s, phase, party), chance)
            if taken is not None and np.any(taken):
                again = _restart(s, phase, parties, handover, taken, ready)
                _append(spells, again, again.start, again.stop)
                begun, ended = np.minimum(begun, again.start), np.minimum(ended, again.end)
                chance = np.where(np.isfinite(again.end), _chance(s, phase, parties[again.runner]), chance)
        passed = threshold < chance
        start[phase.name] = flat(begun)
        ready = flat(np.where(passed, ended, NEVER))
        success[phase.name] = ready
        dead = np.minimum(dead, np.where(passed, NEVER, ended))
    dead, stopped = (flat(t) for t in (dead, stopped))
    return Chain(start, success, ready, dead, stopped, tuple(spells))


def continuing(asset: AssetPlan, phase: PhasePlan, runner: str) -> DecisionPlan:
    """The decision of *runner* to start *phase*."""
    path = Path(("assets", asset.id, "development", phase.name, "continue"))
    return DecisionPlan(path, runner, Moment(PhaseStart(phase.name, asset.id)), phase.goes_on)


def _runners(ready: Number, owner: str, developer: str, since: Number) -> list[tuple[str, Mask]]:
    """Who runs a phase that is ready at *ready*, and in which scenarios."""
    late = np.asarray(ready >= since - 1e-9)
    if developer == owner or late.all():
        return [(developer, np.asarray(True))]
    if not late.any():
        return [(owner, np.asarray(True))]
    return [(owner, ~late), (developer, late)]


def _chance(s: Scenarios, phase: PhasePlan, party: PartyPlan) -> Number:
    return np.minimum(s.num(phase.success) * s.num(party.success), 1.0)


def _restart(
    s: Scenarios,
    phase: PhasePlan,
    parties: Mapping[str, PartyPlan],
    handover: Handover | None,
    taken: Mask,
    ready: Number,
) -> Spell:
    """The licensor's own run of a phase that the licensee did not finish."""
    assert handover is not None
    party = parties[handover.licensor]
    goes_on = taken & handover.develops
    if handover.licensor in s.shelved:
        goes_on = goes_on & ~s.shelved[handover.licensor]
    begin = np.where(goes_on, np.maximum(ready, handover.at + handover.delay), NEVER)
    end = begin + s.num(phase.duration) * s.num(party.time)
    return Spell(phase, handover.licensor, begin, end, end, s.num(party.cost), restart=True)


def _append(spells: list[Spell], spell: Spell, begin: Number, stop: Number) -> None:
    """Keep *spell* if it happens anywhere, with what does not differ collapsed."""
    if not np.isfinite(begin).any():
        return
    spells.append(replace(spell, start=flat(spell.start), end=flat(spell.end), stop=flat(stop)))
