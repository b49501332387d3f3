"""A sheet lowered once with some of its numbers left open, valued at many choices of them under the same draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from dealcraft.engine.books import blocks
from dealcraft.engine.classes import Ways, classes, scenarios_of
from dealcraft.engine.decisions import decide, follow, open_decisions
from dealcraft.engine.lower import lower
from dealcraft.engine.plan import Plan
from dealcraft.engine.project import project
from dealcraft.engine.result import Run
from dealcraft.engine.scenarios import Scenarios, join
from dealcraft.engine.streams import at_base_of, at_points, expected, stream_of
from dealcraft.terms.paths import replace_all
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.array import Array

Case = Mapping[Path, float]
"""Numbers for some leaves: money in the leaf's own currency (per year where it runs), rates as fractions, durations in
years. A leaf that is left out stays as the sheet has it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one structure is worth in one case."""

    weight: Array
    """Of the scenarios, shape (S,)."""
    npvs: Mapping[str, Array]
    """By party the present value in each scenario, shape (S,), in the valuation currency."""
    nets: Mapping[str, Array] = field(default_factory=dict)
    """By party the expected net of each period, shape (T,); empty unless asked for."""

    def npv(self, party: str) -> float:
        """The expected present value to *party*."""
        return float(self.weight @ self.npvs[party])

    def chance_of_loss(self, party: str, nothing: float = 0.0) -> float:
        """The chance that *party* ends below zero by more than *nothing*."""
        return float(self.weight[self.npvs[party] < -nothing].sum())


ROOM = 32_768
"""Scenarios of a class that are held at a time."""
Found = dict[str, Outcome]
"""By structure."""


class Axes:
    """A sheet whose leaves at *paths* are open: each is an axis along which it can be valued.

    A leaf that the engine reads as a setting, or that the sheet does not state, makes a sheet of its own for each
    value that is asked for: slower, with the same result.
    """

    def __init__(
        self,
        sheet: Sheet,
        paths: Iterable[Path],
        *,
        run: Run = "expected",
        seed: int = 0,
        trials: int | None = None,
        roughly: bool = False,
    ) -> None:
        self.roughly = roughly
        """Whether what is decided may be decided at the points of the run, where a valuation would take more."""
        self.sheet, self.run, self.seed, self.trials = sheet, run, seed, trials
        self.paths = frozenset(paths)
        self.plan = lower(sheet, open_=self.paths)
        self.index = {slot.path: slot.index for slot in self.plan.slots if slot.path in self.paths}

    @property
    def nothing(self) -> float:
        """Amounts up to this are none: a billionth of the sheet's largest sum."""
        return 1e-9 * self.plan.largest

    def effort(self, structures: Sequence[str], *, deciding: int) -> int:
        """Scenarios that one case takes at base: one for each class and structure, *deciding* where someone decides."""
        slower = len(self._decides(structures)) * (deciding - 1)
        return (len(structures) + slower) * sum(1 for _ in classes(self.plan))

    def outcomes(
        self, cases: Sequence[Case], *, structures: Sequence[str] | None = None, nets: bool = False
    ) -> list[Found]:
        """What every structure (or those named) is worth in each of *cases*, in their order.

        Raises Unreadable where a number does not fit the place of a leaf that makes a sheet of its own.
        """
        names = list(self.plan.structures if structures is None else structures)
        found = dict[int, Found]()
        for axes, members in self._by_sheet(cases):
            rest = [{p: x for p, x in cases[i].items() if p in self.index} for i in members]
            found |= zip(members, axes._own(rest, names, nets), strict=True)
        return [found[index] for index in range(len(cases))]

    def _by_sheet(self, cases: Sequence[Case]) -> Iterator[tuple[Axes, list[int]]]:
        """Which of *cases* one sheet can value; what the engine does not read makes no other sheet."""
        groups = self._by_settings(cases)
        own = groups.pop((), [])
        for key, members in groups.items():
            other = self._other(dict(key))
            if other.plan == self.plan:
                own += members
            else:
                yield other, members
        if own:
            yield self, own

    def _by_settings(self, cases: Sequence[Case]) -> dict[tuple[tuple[Path, float], ...], list[int]]:
        """Which of *cases* share the part that makes another sheet."""
        groups = dict[tuple[tuple[Path, float], ...], list[int]]()
        for index, case in enumerate(cases):
            key = tuple((path, number) for path, number in case.items() if path not in self.index)
            groups.setdefault(key, []).append(index)
        return groups

    def _other(self, settings: Case) -> Axes:
        return Axes(
            replace_all(self.sheet, settings), self.index, run=self.run, seed=self.seed, trials=self.trials,
            roughly=self.roughly,
        )  # fmt: skip

    def _own(self, cases: Sequence[Case], names: Sequence[str], nets: bool) -> list[Found]:
        """Cases side by side on the points of the run, as many at a time as there is room for; else one by one."""
        fixed = [{self.index[path]: float(number) for path, number in case.items()} for case in cases]
        exactly = self.trials is not None and not self.roughly
        if self.run in ("plain", "success") or (exactly and self._decides(names)):
            return [self._alone(case, names, nets) for case in fixed]
        points = self._points
        step = max(1, ROOM // max(len(point.weight) for point in points))
        groups = [fixed[first : first + step] for first in range(0, len(fixed), step)]
        return [found for group in groups for found in self._side_by_side(points, group, names, nets)]

    def _decides(self, names: Iterable[str]) -> list[str]:
        """The structures in which someone has something to decide."""
        structures = self.plan.structures
        return [name for name in names if any(True for _ in open_decisions(self.plan, structures[name]))]

    @cached_property
    def _points(self) -> Sequence[_Points]:
        return tuple(self._looks())

    def _looks(self) -> Iterator[_Points]:
        """Where each class is looked at: drawn inputs at base, or at the quasi-random points of an `expected` run."""
        slots = self.plan.slots
        if self.run == "base" or all(slot.enumerated for slot in slots):
            found = list(classes(self.plan))
            values = at_base_of(self.plan, found).values
            yield _Points(Ways.of(self.plan, found), np.ones(len(found)), values)
        else:
            sizes = dict[int, int]()
            parts = list(at_points(self.plan, seed=self.seed, trials=self.trials))
            for chosen, part in parts:
                sizes[id(chosen)] = sizes.get(id(chosen), 0) + part.size
            for chosen, part in parts:
                weight = np.full(part.size, 1.0 / sizes[id(chosen)])
                values = [part.values[slot.index] for slot in slots]
                yield _Points(Ways.of(self.plan, [chosen]), weight, values)

    def _side_by_side(
        self,
        points: Sequence[_Points],
        cases: Sequence[Mapping[int, float]],
        names: Sequence[str],
        nets: bool,
    ) -> list[Found]:
        parts = list(blocks(self._parts(points, cases)))
        decides, found = self._decides(names), [Found() for _ in cases]
        for name in names:
            own = (
                [decide(self.plan, self.plan.structures[name], join(parts))[0]] if name in decides else parts
            )
            for known, outcome in zip(found, _read(self.plan, name, own, len(cases), nets=nets), strict=True):
                known[name] = outcome
        return found

    def _parts(self, points: Sequence[_Points], cases: Sequence[Mapping[int, float]]) -> Iterator[Scenarios]:
        """Every class at its points, once for each case with the numbers of the case, chances as these make them."""
        moved = _moved(cases)
        for here in points:
            count = here.weight.size
            values = [_repeated(own, len(cases), moved.get(index)) for index, own in enumerate(here.values)]
            ways = here.ways.again(len(cases))
            part = scenarios_of(self.plan, ways, np.tile(here.weight, len(cases)), values)
            if part.weight.any():
                number = np.repeat(np.arange(float(len(cases))), count)
                yield replace(part, case=number)

    def _at(self, case: Mapping[int, float]) -> Plan:
        """The plan with one number in the place of each open leaf."""
        slots = tuple(
            slot.fixed(case[slot.index]) if slot.index in case else slot for slot in self.plan.slots
        )
        return replace(self.plan, slots=slots)

    def _alone(self, case: Mapping[int, float], names: Sequence[str], nets: bool) -> Found:
        """One case on the scenarios of its own plan; what is decided is decided as `value` does."""
        plan, found = self._at(case), Found()
        parts = list(blocks(stream_of(plan, self.run, self.seed, self.trials).parts()))
        for name in names:
            structure, own = plan.structures[name], parts
            if any(True for _ in open_decisions(plan, structure)):
                points = expected(plan, seed=self.seed, at_base=self.run == "base").whole()
                policy = decide(plan, structure, points)[1]
                own = [follow(plan, structure, part, policy) for part in parts]
            (found[name],) = _read(plan, name, own, 1, nets=nets)
        return found


@dataclass(frozen=True, slots=True)
class _Points:
    """Classes, and where they are looked at: the weights of the points, and by slot their values."""

    ways: Ways
    weight: Array
    values: Sequence[Array]


def _moved(cases: Sequence[Mapping[int, float]]) -> dict[int, tuple[list[int], Array]]:
    """By slot, which of *cases* move it and to what."""
    turns = dict[int, list[int]]()
    for turn, case in enumerate(cases):
        for index in case:
            turns.setdefault(index, []).append(turn)
    return {index: (some, np.array([cases[turn][index] for turn in some])) for index, some in turns.items()}


def _repeated(values: Array, count: int, moved: tuple[list[int], Array] | None) -> Array:
    """*values* once for each of *count* cases, in those that are *moved* the number that they have instead."""
    if moved is None:
        return values if count == 1 else np.tile(values, count)
    found = np.tile(values, (count, 1))
    turns, numbers = moved
    found[turns] = numbers[:, None]
    return found.ravel()


def _read(plan: Plan, name: str, parts: Sequence[Scenarios], count: int, *, nets: bool) -> list[Outcome]:
    """The outcomes of *count* cases, each with its share of the scenarios of *parts*."""
    values, weight = dict[str, list[Array]](), np.concatenate([part.weight for part in parts])
    case = np.concatenate([np.zeros(part.size) if part.case is None else part.case for part in parts])
    sums = {party: np.zeros((count, plan.timeline.T)) for party in plan.parties}
    for block in blocks(parts):
        found = project(plan, plan.structures[name], block)
        for party, npv in found.values.npv.items():
            values.setdefault(party, []).append(npv)
            if nets:
                turn = np.zeros(block.size, int) if block.case is None else block.case.astype(int)
                np.add.at(sums[party], turn, (found.nets.of(party) * block.weight).T)
    together = {party: np.concatenate(npvs) for party, npvs in values.items()}
    outcomes = list[Outcome]()
    for number in range(count):
        own = case == number
        expected_nets = {party: rows[number] for party, rows in sums.items()} if nets else {}
        outcomes.append(Outcome(weight[own], {party: x[own] for party, x in together.items()}, expected_nets))
    return outcomes
