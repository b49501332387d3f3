"""Scenarios: every uncertain input fixed, every technical outcome known, weights that sum to one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from dealcraft.engine import normal
from dealcraft.engine.draws import points
from dealcraft.engine.leaf import Leaf, Product, Slot
from dealcraft.engine.plan import Plan
from dealcraft.engine.plan_terms import AgreementPlan, DecisionPlan
from dealcraft.engine.quantiles import inverse
from dealcraft.errors import UsageError
from dealcraft.units import Path
from dealcraft.units.array import Array, Mask, Number

REPLICATES = 16
POINTS_REACHING = 64
POINTS_ELSE = 4
MOST_CLASSES = 4096
CERTAIN = -1.0
"""A threshold below every chance of success."""
STAYS = 1.0
"""Above every chance of leaving."""


class Group(NamedTuple):
    """Scenarios of one outcome class, contiguous."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Scenarios:
    """S scenarios; arrays of shape (S,), scenarios of one class contiguous."""

    weight: Array
    thresholds: Mapping[tuple[str, str], Array]
    """By asset and phase: the phase passes where this lies below the runner's chance of success."""
    shelved: Mapping[str, Mask]
    exits: Mapping[str, Array]
    """By licensee and part: the uniform whose place among the chances of leaving by each year says when it leaves."""
    values: tuple[Array, ...]
    """By slot."""
    groups: tuple[Group, ...]
    exact: bool
    replicate: Array | None = None
    """Which of the independent randomisations each scenario belongs to; None where nothing was drawn."""
    choices: Mapping[tuple[Path, str], Mask] = field(default_factory=dict)
    """By path and holder: where each decision that is taken only if worth more is taken."""

    def takes(self, decision: DecisionPlan) -> Mask:
        """In which scenarios *decision* is taken."""
        if decision.take != "if_worth_more":
            return np.full(self.size, decision.take == "always")
        taken = self.choices.get((decision.path, decision.holder))
        return np.full(self.size, decision.path[-1] == "continue") if taken is None else taken

    @property
    def size(self) -> int:
        """S."""
        return self.weight.size

    def num(self, leaf: Leaf) -> Number:
        """The number of *leaf*: plain, or one per scenario."""
        return number(leaf, self.values)

    def block(self, start: int, stop: int) -> Scenarios:
        """The scenarios from *start* to *stop*, their weights unchanged."""
        cut = slice(start, stop)
        return Scenarios(
            self.weight[cut],
            {key: u[cut] for key, u in self.thresholds.items()},
            {key: s[cut] for key, s in self.shelved.items()},
            {key: u[cut] for key, u in self.exits.items()},
            tuple(v[cut] for v in self.values),
            (Group(0, stop - start),),
            self.exact,
            None if self.replicate is None else self.replicate[cut],
            {key: mask[cut] for key, mask in self.choices.items()},
        )


def number(leaf: Leaf, values: Sequence[Array]) -> Number:
    """The number of *leaf* under the *values* of the slots."""
    match leaf:
        case Slot():
            return collapse(values[leaf.index])
        case Product(amount, rate):
            return number(amount, values) * number(rate, values)
        case _:
            return leaf


def collapse(x: Number) -> Number:
    """One number where all of *x* are equal: what does not differ is computed once."""
    if isinstance(x, float | int):
        return float(x)
    return float(x[0]) if x.size and (x == x[0]).all() else x


def success(plan: Plan) -> Scenarios:
    """One scenario: every phase passed, nobody shelved, inputs at base or likeliest."""
    one = np.ones(1)
    return Scenarios(
        one,
        {(a.id, p.name): one * CERTAIN for a in plan.assets.values() for p in a.phases},
        {},
        dict.fromkeys(_exits(plan), one * STAYS),
        tuple(one * slot.likeliest for slot in plan.slots),
        (Group(0, 1),),
        exact=all(slot.enumerated for slot in plan.slots),
    )


def expected(plan: Plan, *, seed: int, at_base: bool = False) -> Scenarios:
    """Every outcome class exactly, each crossed with quasi-random points of what else is uncertain.

    *at_base* puts drawn inputs at their base instead. Raises UsageError beyond 4,096 classes.
    """
    drawn = [slot for slot in plan.slots if not slot.enumerated]
    one_point = at_base or not drawn
    parts = list[_Part]()
    for chosen in _classes(plan):
        count = 1 if one_point else REPLICATES * (POINTS_REACHING if chosen.reaches else POINTS_ELSE)
        part = _part(plan, chosen, seed, count, at_base=one_point)
        if part.weight.any():
            parts.append(part)
        if len(parts) > MOST_CLASSES:
            raise UsageError(f"more than {MOST_CLASSES} outcome classes; fewer discrete leaves or phases are needed")
    sizes = np.cumsum([0, *(part.weight.size for part in parts)])
    weight = np.concatenate([part.weight for part in parts])
    return Scenarios(
        weight / weight.sum(),
        {key: np.concatenate([part.thresholds[key] for part in parts]) for key in parts[0].thresholds},
        {key: np.concatenate([part.shelved[key] for part in parts]) for key in parts[0].shelved},
        {key: np.concatenate([part.exits[key] for part in parts]) for key in parts[0].exits},
        tuple(np.concatenate([part.values[i] for part in parts]) for i in range(len(plan.slots))),
        tuple(Group(int(a), int(b)) for a, b in pairwise(sizes)),
        exact=not drawn,
        replicate=None if one_point else np.concatenate([_replicates(part.weight.size) for part in parts]),
    )


class _Class(NamedTuple):
    """One way that everything enumerated can turn out."""

    cases: Mapping[int, int]
    """Which case each discrete slot takes."""
    shelved: Mapping[str, bool]
    chains: Mapping[str, tuple[int, ...]]
    """By asset, the interval in which each phase's threshold lies, up to the phase that fails for all."""
    exits: Mapping[str, int]
    """By licensee and part, the interval in which its uniform lies."""
    reaches: bool


class _Part(NamedTuple):
    weight: Array
    thresholds: dict[tuple[str, str], Array]
    shelved: dict[str, Mask]
    exits: dict[str, Array]
    values: list[Array]


def _replicates(size: int) -> Array:
    return np.repeat(np.arange(REPLICATES), size // REPLICATES)


def _classes(plan: Plan) -> Iterator[_Class]:
    discrete = [slot for slot in plan.slots if slot.enumerated]
    shelving = [p.id for p in plan.parties.values() if p.shelving != 0.0]
    exits = {key: range(len(chances) * _years(plan) + 1) for key, chances in _exits(plan).items()}
    chains = [list(_chains(len(runners(plan, asset)), len(plan.assets[asset].phases))) for asset in plan.assets]
    sold = {cell.asset for cell in plan.cells.values()}
    for cases in product(*(range(len(slot.spread.values)) for slot in discrete)):
        for flags in product((False, True), repeat=len(shelving)):
            for chain in product(*chains):
                ways = dict(zip(plan.assets, chain, strict=True))
                reaches = any(
                    len(way) == len(plan.assets[a].phases) and (not way or way[-1] < len(runners(plan, a)))
                    for a, way in ways.items()
                    if a in sold
                )
                for years in product(*exits.values()):
                    yield _Class(
                        dict(zip((slot.index for slot in discrete), cases, strict=True)),
                        dict(zip(shelving, flags, strict=True)), ways, dict(zip(exits, years, strict=True)), reaches,
                    )  # fmt: skip


def exit_key(agreement: AgreementPlan) -> str:
    """Agreements of one licensee in different structures share one draw; those of one package do not."""
    part = str(agreement.path[-1]) if "parts" in agreement.path else ""
    return f"{agreement.acquirer}/{part}"


def _exits(plan: Plan) -> dict[str, list[Leaf]]:
    """The yearly chances of leaving that each draw has to tell apart."""
    found = dict[str, list[Leaf]]()
    for structure in plan.structures.values():
        for agreement in structure.agreements:
            for clause in agreement.clauses:
                if clause.chance is not None and clause.chance not in found.setdefault(exit_key(agreement), []):
                    found[exit_key(agreement)].append(clause.chance)
    return found


def _years(plan: Plan) -> int:
    """How many anniversaries of a right to leave the horizon can hold."""
    return int(np.ceil(plan.timeline.horizon)) + 1


def _chains(rates: int, phases: int) -> Iterator[tuple[int, ...]]:
    """The intervals in which the thresholds of a chain can lie; the last one of a phase fails for everyone."""
    if not phases:
        yield ()
        return
    for interval in range(rates):
        for rest in _chains(rates, phases - 1):
            yield (interval, *rest)
    yield (rates,)


def runners(plan: Plan, asset: str) -> list[Leaf]:
    """The distinct multipliers of success among those who may run the development of *asset*."""
    names = [plan.assets[asset].owner]
    names += [s.developers[asset] for s in plan.structures.values() if asset in s.assets]
    names += [a.grantor for s in plan.structures.values() for a in s.agreements if asset in a.assets]
    return list(dict.fromkeys(plan.parties[name].success for name in names))


def _part(plan: Plan, chosen: _Class, seed: int, count: int, *, at_base: bool) -> _Part:
    """The scenarios of one class at *count* points."""
    values, weight = list[Array](), np.full(count, 1.0 / count)
    uniforms = {} if at_base else _uniforms(plan, seed, count)
    for slot in plan.slots:
        if slot.index in chosen.cases:
            case = chosen.cases[slot.index]
            values.append(np.full(count, slot.spread.values[case]))
            weight = weight * slot.spread.chances[case]
        elif at_base:
            values.append(np.full(count, slot.base))
        else:
            values.append(inverse(slot.spread, uniforms[slot.index]))

    def num(leaf: Leaf) -> Number:
        return number(leaf, values)

    for party, is_shelved in chosen.shelved.items():
        chance = num(plan.parties[party].shelving)
        weight = weight * (chance if is_shelved else 1.0 - chance)
    thresholds = dict[tuple[str, str], Array]()
    for asset, chain in chosen.chains.items():
        multipliers = [num(leaf) for leaf in runners(plan, asset)]
        for phase, interval in zip(plan.assets[asset].phases, (*chain, *[None] * len(plan.assets[asset].phases)), strict=False):
            u, width = _interval(num(phase.success), multipliers, interval, count)
            thresholds[asset, phase.name] = u
            weight = weight * width
    exits = dict[str, Array]()
    for key, leaves in _exits(plan).items():
        gone = [1.0 - (1.0 - num(leaf)) ** (year + 1.0) for leaf in leaves for year in range(_years(plan))]
        exits[key], width = _between(gone, chosen.exits[key], count)
        weight = weight * width
    shelved = {party: np.full(count, flag) for party, flag in chosen.shelved.items()}
    return _Part(weight, thresholds, shelved, exits, values)


def _uniforms(plan: Plan, seed: int, count: int) -> dict[int, Array]:
    """Uniforms by slot, each from its own path; those that correlations name go through a normal copula."""
    found = {
        slot.index: points(seed, slot.path, replicates=REPLICATES, count=count // REPLICATES).reshape(-1)
        for slot in plan.slots
        if not slot.enumerated
    }
    named = sorted({index for first, second, _ in plan.correlations for index in (first, second)})
    if not named:
        return found
    matrix = np.eye(len(named))
    for first, second, rho in plan.correlations:
        a, b = named.index(first), named.index(second)
        matrix[a, b] = matrix[b, a] = rho
    factor = np.linalg.cholesky(matrix)
    together = factor @ np.stack([normal.inverse_cdf(found[index]) for index in named])
    return found | {index: normal.cdf(row) for index, row in zip(named, together, strict=True)}


def _interval(
    success_rate: Number, multipliers: Sequence[Number], interval: int | None, count: int
) -> tuple[Array, Number]:
    """The middle and the width of one interval between the chances of success that structures use."""
    if interval is None:
        return np.full(count, 0.5), 1.0
    return _between([np.minimum(success_rate * m, 1.0) for m in multipliers], interval, count)


def _between(chances: Sequence[Number], interval: int, count: int) -> tuple[Array, Array]:
    """The middle and the width of one of the intervals into which *chances* cut [0, 1]."""
    cuts = np.sort([np.broadcast_to(chance, (count,)) for chance in chances], axis=0)
    low = cuts[interval - 1] if interval else np.zeros(count)
    high = cuts[interval] if interval < len(cuts) else np.ones(count)
    return (low + high) / 2.0, high - low
