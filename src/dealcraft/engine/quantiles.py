"""Inverse distribution functions: only uniforms are drawn."""

from __future__ import annotations

import numpy as np

from dealcraft.engine.plan import Spread
from dealcraft.units.array import Array


def inverse(spread: Spread, u: Array) -> Array:
    """The values of *spread* at the probabilities *u*, any shape."""
    match spread.kind:
        case "triangular":
            low, mode, high = spread.values
            return _triangular(low, mode, high, u)
        case "discrete":
            cuts = np.cumsum(spread.chances)[:-1]
            return np.asarray(spread.values)[np.searchsorted(cuts, u, side="right")]


def _triangular(low: float, mode: float, high: float, u: Array) -> Array:
    """F(x) = (x - a)^2 / ((b - a)(c - a)) up to the mode c, 1 - (b - x)^2 / ((b - a)(b - c)) beyond it."""
    width = high - low
    if width == 0.0:
        return np.full_like(u, low)
    rising = low + np.sqrt(u * width * (mode - low))
    falling = high - np.sqrt((1.0 - u) * width * (high - mode))
    return np.where(u * width < mode - low, rising, falling)
