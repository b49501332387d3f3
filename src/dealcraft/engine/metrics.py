"""Figures of a distribution and of a series of cash flows."""

from __future__ import annotations

import numpy as np

from dealcraft.units.array import Array


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
