"""A scenario of the engine as the reference spells it."""

from __future__ import annotations

import math

from dealcraft.engine.classes import exit_key
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.scenarios import Scenarios
from tests.reference import Scenario


def in_reference(plan: Plan, structure: StructurePlan, s: Scenarios, index: int) -> Scenario:
    """The scenario at *index* of *s*, for one structure."""
    return Scenario(
        weight=float(s.weight[index]),
        thresholds={key: float(u[index]) for key, u in s.thresholds.items()},
        shelved=frozenset(party for party, flags in s.shelved.items() if flags[index]),
        values={str(slot.path): float(s.values[slot.index][index]) for slot in plan.slots},
        exits=dict(_exits(structure, s, index)),
        taken=frozenset(str(path) for (path, _), made in s.choices.items() if made[index]),
        stopped=frozenset(
            (str(path), who)
            for (path, who), made in s.choices.items()
            if path[-1] == "continue" and not made[index]
        ),
    )


def _exits(structure: StructurePlan, s: Scenarios, index: int) -> list[tuple[str, int]]:
    """At which of its dates each agreement gives notice: j where the draw lies between 1 - (1-p)^j and 1 - (1-p)^(j+1)."""
    found = []
    for agreement in structure.agreements:
        for clause in agreement.clauses:
            if clause.chance is not None:
                draw = float(s.exits[exit_key(agreement)][index])
                chance = float(s.block(slice(index, index + 1)).num(clause.chance))
                if draw < 1.0 and 0.0 < chance < 1.0:
                    found.append((str(agreement.path), math.floor(math.log1p(-draw) / math.log1p(-chance))))
    return found
