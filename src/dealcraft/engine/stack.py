"""Sheets that differ only in numbers, valued in one pass: their scenarios side by side, each with its own numbers."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from dealcraft.engine.books import Books, blocks, enter
from dealcraft.engine.decisions import open_decisions
from dealcraft.engine.leaf import Product, Slot, Spread
from dealcraft.engine.lower import lower
from dealcraft.engine.plan import Plan
from dealcraft.engine.result import Run, Valuation
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.streams import Stream
from dealcraft.engine.value import stream_of, value
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.array import Array


class DifferentShape(Exception):  # says what is the case, and never leaves this module
    """Two plans differ in more than numbers."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one sheet's structure is worth: by party the present value in each scenario, and their weights."""

    weight: Array
    npvs: Mapping[str, Array]

    def npv(self, party: str) -> float:
        """The expected present value to *party*."""
        return float(self.weight @ self.npvs[party])

    def chance_of_loss(self, party: str, nothing: float = 0.0) -> float:
        """The chance that *party* ends below zero."""
        return float(self.weight[self.npvs[party] < -nothing].sum())


def outcomes(
    sheets: Sequence[Sheet],
    *,
    run: Run = "expected",
    seed: int = 0,
    trials: int | None = None,
    structures: Sequence[str] | None = None,
) -> list[dict[str, Outcome]]:
    """The outcome of every structure of every sheet under the same draws, in the order of *sheets*.

    Sheets of the shape of the first are valued together, others one by one.
    """
    plans = [lower(sheet) for sheet in sheets]
    names = list(structures) if structures is not None else list(plans[0].structures)
    together, alone = _alike(plans)
    decides = any(True for name in names for _ in open_decisions(plans[0], plans[0].structures[name]))
    if decides or len(together) < 2:
        alone, together = list(range(len(sheets))), []
    found = dict[int, dict[str, Outcome]]()
    if together:
        streams = [stream_of(plans[i], run, seed, trials) for i in together]
        found |= dict(zip(together, _stacked([plans[i] for i in together], streams, names), strict=True))
    for index in alone:
        found[index] = _alone(value(sheets[index], run=run, seed=seed, trials=trials, structures=names))
    return [found[index] for index in range(len(sheets))]


def _alike(plans: Sequence[Plan]) -> tuple[list[int], list[int]]:
    """Which of *plans* have the shape of the first, and which do not."""
    everyone = list(range(len(plans)))
    if _merges(plans):
        return everyone, []
    together = [index for index in everyone if _merges((plans[0], plans[index]))]
    return together, [index for index in everyone if index not in together]


def _merges(plans: Sequence[Plan]) -> bool:
    try:
        _Stacker(len(plans)).merge(tuple(plans))
    except DifferentShape:
        return False
    return True


def _alone(valuation: Valuation) -> dict[str, Outcome]:
    return {
        name: Outcome(valuation.weight, {party: p.npvs for party, p in structure.parties.items()})
        for name, structure in valuation.structures.items()
    }


def _stacked(
    plans: Sequence[Plan], streams: Sequence[Stream], names: Sequence[str]
) -> list[dict[str, Outcome]]:
    stacker = _Stacker(len(plans))
    plan: Plan = stacker.merge(tuple(plans))
    plan = replace(plan, slots=(*plans[0].slots, *stacker.slots))
    sizes = [0] * len(plans)

    def parts() -> Iterator[Scenarios]:
        for index, stream in enumerate(streams):
            for part in stream.parts():  # not joined: what never reaches a market needs little room
                sizes[index] += part.size
                yield _with_numbers(part, [numbers[index] for numbers in stacker.numbers], plan)

    books = {name: Books(plan, plan.structures[name]) for name in names}
    for block in blocks(parts()):
        for name in names:
            enter(books[name], block)
    bounds = np.cumsum([0, *sizes])
    weight = np.concatenate(books[names[0]].weights)
    npvs = {name: {p: np.concatenate(x) for p, x in books[name].npvs.items()} for name in names}
    return [
        {
            name: Outcome(weight[a:b], {party: values[a:b] for party, values in npvs[name].items()})
            for name in names
        }
        for a, b in itertools.pairwise(bounds)
    ]


def _with_numbers(part: Scenarios, numbers: Sequence[float], plan: Plan) -> Scenarios:
    """A sheet's own scenarios with its own numbers where the sheets differ."""
    size = part.size
    shelved = {
        p.id: part.shelved.get(p.id, np.zeros(size, dtype=bool))
        for p in plan.parties.values()
        if p.shelving != 0.0
    }
    return replace(
        part, shelved=shelved, values=(*part.values, *(np.full(size, number) for number in numbers))
    )


@dataclass
class _Stacker:
    """Merges plans of one shape into one whose differing numbers are slots."""

    count: int
    slots: list[Slot] = field(default_factory=list)
    numbers: list[tuple[float, ...]] = field(default_factory=list)
    _first: int = 0

    def merge(self, plans: tuple[Plan, ...]) -> Plan:
        """The merged plan; raises DifferentShape where more than numbers differ."""
        self._first = len(plans[0].slots)
        if any(len(plan.slots) != self._first for plan in plans):
            raise DifferentShape
        largest = max(plan.largest for plan in plans)
        rest = tuple(replace(plan, slots=(), largest=0.0) for plan in plans)
        merged: Plan = self._value(rest, leaf=False)
        return replace(merged, slots=plans[0].slots, largest=largest)

    def _value(self, values: tuple[Any, ...], *, leaf: bool) -> Any:
        first = values[0]
        if all(v is first for v in values):
            return first
        if isinstance(first, Slot):
            return self._slot(values)
        if leaf and all(isinstance(v, float | int) for v in values):
            return first if all(v == first for v in values) else self._number(values)
        if any(type(v) is not type(first) for v in values):
            raise DifferentShape
        if dataclasses.is_dataclass(first) and not isinstance(first, type):
            return self._dataclass(values)
        if isinstance(first, tuple) and not isinstance(first, Path):
            if any(len(v) != len(first) for v in values):
                raise DifferentShape
            return tuple(self._value(items, leaf=leaf) for items in zip(*values, strict=True))
        if isinstance(first, Mapping):
            if any(list(v) != list(first) for v in values):
                raise DifferentShape
            return {key: self._value(tuple(v[key] for v in values), leaf=leaf) for key in first}
        if any(v != first for v in values):
            raise DifferentShape
        return first

    def _dataclass(self, values: tuple[Any, ...]) -> Any:
        first = values[0]
        merged = {
            f.name: self._value(
                tuple(getattr(v, f.name) for v in values),
                leaf="Leaf" in str(f.type) or isinstance(first, Product),
            )
            for f in dataclasses.fields(first)
            if f.init
        }
        return replace(first, **merged)

    def _slot(self, values: tuple[Any, ...]) -> Slot:
        """A leaf drawn in every sheet, whatever its distribution: each sheet's own scenarios hold its values."""
        first: Slot = values[0]
        if any(not isinstance(v, Slot) or v.index != first.index for v in values):
            raise DifferentShape
        return first

    def _number(self, values: tuple[Any, ...]) -> Slot:
        numbers = tuple(float(v) for v in values)
        for slot, known in zip(self.slots, self.numbers, strict=True):
            if known == numbers:
                return slot
        base = numbers[0]
        index = self._first + len(self.slots)
        slot = Slot(
            Path(("stack", index)), index, Spread("uniform", (min(numbers), max(numbers))), base, base
        )
        self.slots.append(slot)
        self.numbers.append(numbers)
        return slot
