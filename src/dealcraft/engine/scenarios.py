"""Scenarios: every uncertain input fixed, every technical outcome known, weights that sum to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from dealcraft.engine.inputs import Inputs
from dealcraft.engine.leaf import Leaf, Product, Slot
from dealcraft.engine.plan_decisions import DecisionPlan
from dealcraft.engine.rows import Rows, total
from dealcraft.units import Path
from dealcraft.units.array import Array, Index, Mask, Number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scenarios:
    """S scenarios; arrays of shape (S,)."""

    weight: Array
    thresholds: Mapping[tuple[str, str], Array]
    """By asset and phase: the phase passes where this lies below the runner's chance of success."""
    shelved: Mapping[str, Mask]
    exits: Mapping[str, Array]
    """By licensee and part: the uniform whose place among the chances of leaving by each year says when it leaves."""
    values: Sequence[Array]
    """By slot; made when they are asked for where they are drawn."""
    replicate: Array | None = None
    """Which of the independent randomisations each scenario belongs to; None where there are none."""
    reaches: bool = True
    """Whether any of them may reach a market: those that do not need little room."""
    choices: Mapping[tuple[Path, str], Mask] = field(default_factory=dict)
    """By path and holder: where each decision that is taken only if worth more is taken."""
    case: Array | None = None
    """Which of several cases valued side by side each belongs to, known to everyone; None where there is one."""

    known: dict[tuple[object, ...], list[tuple[tuple[Number, ...], Any]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What was computed of these scenarios, so that structures and rounds that share it compute it once."""

    def remembered(self, key: tuple[object, ...], about: tuple[Number, ...], make: Callable[[], T]) -> T:
        """What *make* makes of *about*: made once for equal numbers and one *key*."""
        kept = self.known.setdefault((*key, id(self.values)), [])
        for earlier, made in kept:
            if all(np.array_equal(a, b) for a, b in zip(earlier, about, strict=True)):
                return made  # type: ignore[no-any-return]
        made = make()
        kept.append((about, made))
        return made

    def once(self, key: tuple[object, ...], rows: Sequence[Rows], make: Callable[[], T]) -> T:
        """What *make* makes of *rows*: made once for the same bases in the same proportions."""
        bases = tuple((id(r.base), r.first, r.factor) for r in rows)
        kept = self.known.setdefault((*key, bases), [])
        if not kept:
            kept.append(((), (rows, make())))  # the rows are kept, so that no other array takes their place
        return kept[0][1][1]  # type: ignore[no-any-return]

    def total(self, rows: Iterable[Rows]) -> Rows:
        """The sum of *rows*, added up once."""
        parts = tuple(r for r in rows if not r.empty)
        return self.once(("total",), parts, lambda: total(parts))

    def takes(self, decision: DecisionPlan) -> Mask:
        """In which scenarios *decision* is taken, shape (S,) or ()."""
        if decision.take != "if_worth_more":
            return np.asarray(decision.take == "always")
        taken = self.choices.get((decision.path, decision.holder))
        return np.asarray(decision.path[-1] == "continue") if taken is None else taken

    @property
    def size(self) -> int:
        """S."""
        return self.weight.size

    def num(self, leaf: Leaf) -> Number:
        """The number of *leaf*: plain, or one per scenario."""
        return number(leaf, self.values)

    def block(self, cut: slice | Index) -> Scenarios:
        """Some of the scenarios, their weights unchanged."""
        return Scenarios(
            self.weight[cut],
            {key: u[cut] for key, u in self.thresholds.items()},
            {key: s[cut] for key, s in self.shelved.items()},
            {key: u[cut] for key, u in self.exits.items()},
            self.values.only(cut) if isinstance(self.values, Inputs) else tuple(v[cut] for v in self.values),
            None if self.replicate is None else self.replicate[cut],
            self.reaches,
            {key: mask[cut] for key, mask in self.choices.items()},
            None if self.case is None else self.case[cut],
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


def flat(x: Number) -> Number:
    """A plain number where *x* is one or all of it is equal, else *x*."""
    return collapse(x) if isinstance(x, np.ndarray) and x.ndim else float(x)


def join(parts: Sequence[Scenarios]) -> Scenarios:
    """The scenarios of all *parts*, in order."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    return Scenarios(
        np.concatenate([p.weight for p in parts]),
        {key: np.concatenate([p.thresholds[key] for p in parts]) for key in first.thresholds},
        {key: np.concatenate([p.shelved[key] for p in parts]) for key in first.shelved},
        {key: np.concatenate([p.exits[key] for p in parts]) for key in first.exits},
        tuple(np.concatenate([p.values[i] for p in parts]) for i in range(len(first.values))),
        None
        if first.replicate is None
        else np.concatenate([p.replicate for p in parts if p.replicate is not None]),
        any(p.reaches for p in parts),
        {key: np.concatenate([p.choices[key] for p in parts]) for key in first.choices},
        None if first.case is None else np.concatenate([p.case for p in parts if p.case is not None]),
    )
