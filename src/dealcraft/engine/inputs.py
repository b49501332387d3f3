"""Values of what is uncertain, each made from its uniforms when it is first asked for.

Most scenarios of most deals reach no market, and nobody asks what it would have been worth there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np

from dealcraft.engine import normal
from dealcraft.engine.plan import Plan
from dealcraft.engine.quantiles import inverse, of_normal
from dealcraft.units.array import Array, Index

TINY = 1e-16
"""The nearest to 0 and to 1 that a probability is taken."""


@dataclass
class Inputs(Sequence[Array]):
    """By slot, its values in some of the scenarios that were drawn, shape (S,)."""

    plan: Plan
    uniforms: Mapping[int, Array]
    """By slot, of all that were drawn."""
    fixed: Mapping[int, float] = field(default_factory=dict)
    """The value of slots that have the same one everywhere."""
    own: slice | Index = field(default_factory=lambda: slice(None))
    """Which of all that were drawn."""
    _made: dict[int, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.plan.slots)

    @overload
    def __getitem__(self, index: int) -> Array: ...
    @overload
    def __getitem__(self, index: slice) -> list[Array]: ...
    def __getitem__(self, index: int | slice) -> Array | list[Array]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index not in self._made:
            self._make(index)
        return self._made[index]

    def only(self, cut: slice | Index) -> Inputs:
        """Those of some of these scenarios."""
        own = cut if isinstance(self.own, slice) and self.own == slice(None) else self._places()[cut]
        made = {index: values[cut] for index, values in self._made.items()}
        return Inputs(self.plan, self.uniforms, self.fixed, own, made)

    def _places(self) -> Index:
        if isinstance(self.own, slice):
            return np.arange(next(iter(self.uniforms.values())).size)[self.own]
        return self.own

    def _make(self, index: int) -> None:
        if index in self.fixed:
            size = next(iter(self.uniforms.values()))[self.own].size
            self._made[index] = np.full(size, self.fixed[index])
            return
        together = coupled(self.plan)
        slots = self.plan.slots
        if index not in together:
            self._made[index] = inverse(slots[index].spread, _inside(self.uniforms[index][self.own]))
            return
        z = np.stack([normal.inverse_cdf(_inside(self.uniforms[i][self.own])) for i in together])
        for i, row in zip(together, _factor(self.plan) @ z, strict=True):
            self._made[i] = of_normal(slots[i].spread, row)


def coupled(plan: Plan) -> list[int]:
    """The slots that some correlation names."""
    return sorted({index for first, second, _ in plan.correlations for index in (first, second)})


def _factor(plan: Plan) -> Array:
    """The Cholesky factor of the correlations of the normals behind the slots that are coupled."""
    together = coupled(plan)
    matrix = np.eye(len(together))
    for first, second, rho in plan.correlations:
        a, b = together.index(first), together.index(second)
        matrix[a, b] = matrix[b, a] = rho
    return np.asarray(np.linalg.cholesky(matrix))


def _inside(u: Array) -> Array:
    return np.clip(u, TINY, 1.0 - TINY)
