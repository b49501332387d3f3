"""Figures of a distribution and of a series of cash flows."""

from __future__ import annotations

import math

import numpy as np

from dealcraft.units.array import Array

TIE = 1e-12


def quantile(sorted_values: Array, cumulative: Array, p: float) -> float:
    """The smallest value whose cumulative weight is at least p."""
    index = int(np.searchsorted(cumulative, p - TIE))
    return float(sorted_values[min(index, len(sorted_values) - 1)])


def shortfall(sorted_values: Array, sorted_weights: Array, p: float = 0.05) -> float:
    """Mean of the lowest *p* of weight; the atom at the edge is split."""
    before = np.cumsum(sorted_weights) - sorted_weights
    taken = np.clip(p - before, 0.0, sorted_weights)
    return float(taken @ sorted_values / p)


class Spread:
    """A distribution of values with weights that sum to one."""

    def __init__(self, values: Array, weight: Array) -> None:
        equal = weight.strides == (0,) or bool((weight == weight[0]).all())
        # equal weights need no order beyond the values asked for
        order = None if equal else np.argsort(values, kind="stable")
        self.values = values if order is None else values[order]
        self.weight = weight if order is None else weight[order]
        self.cumulative = None if order is None else np.cumsum(self.weight)

    @property
    def mean(self) -> float:
        """The mean."""
        return float(self.weight @ self.values)

    def quantiles(self, *chances: float) -> tuple[float, ...]:
        """For each of *chances* the smallest value whose cumulative weight is at least that."""
        if self.cumulative is not None:
            return tuple(quantile(self.values, self.cumulative, p) for p in chances)
        count = len(self.values)
        places = [min(max(math.ceil((p - TIE) * count) - 1, 0), count - 1) for p in chances]
        ordered = np.partition(self.values, places)
        return tuple(float(ordered[place]) for place in places)

    def shortfall(self, p: float) -> float:
        """Mean of the lowest *p* of weight; the atom at the edge is split."""
        if self.cumulative is not None:
            return shortfall(self.values, self.weight, p)
        edge = min(int(p * len(self.values)), len(self.values) - 1)
        lowest = np.sort(np.partition(self.values, edge)[: edge + 1])
        return shortfall(lowest, np.full(edge + 1, 1.0 / len(self.values)), p)


def irr(nets: Array, times: Array) -> float | None:
    """The single root of the expected nets in (-50%, 1000%); None where there is none or several."""

    def npv(rate: Array) -> Array:
        return np.asarray(((1.0 + rate)[:, None] ** -times) @ nets)

    grid = np.concatenate([np.linspace(-0.499, 1.0, 1500), np.geomspace(1.001, 10.0, 500)])
    values = npv(grid)
    scale = np.abs(nets).sum()
    if scale == 0.0:
        return None
    crossings = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0)
    if len(crossings) != 1:
        return None
    low, high = float(grid[crossings[0]]), float(grid[crossings[0] + 1])
    rising = npv(np.array([low]))[0] < 0.0
    for _ in range(80):
        middle = (low + high) / 2.0
        if (npv(np.array([middle]))[0] < 0.0) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def payback(nets: Array) -> int | None:
    """The first period from whose end on the cumulative net stays at or above 0; None if it was never below."""
    cumulative = np.cumsum(nets)
    slack = 1e-9 * np.abs(nets).sum()
    below = np.flatnonzero(cumulative < -slack)
    if not below.size or below[-1] == len(nets) - 1:
        return None
    return int(below[-1]) + 1


def largest_fall(net: Array) -> float:
    """The largest fall below 0 of the cumulative net in any scenario, as a positive number; net (T, S)."""
    if not net.size:
        return 0.0
    reached = net[0].copy()
    lowest = reached.copy()
    for flow in net[1:]:
        reached += flow
        np.minimum(lowest, reached, out=lowest)
    return float(max(0.0, -lowest.min()))
