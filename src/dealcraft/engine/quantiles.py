"""Inverse distribution functions and means: only uniforms are drawn.

Sources: the PERT beta with shape 4 (D. G. Malcolm et al., Operations Research 7 (1959)); the three-term metalog
through symmetric percentiles and its bounded form (T. W. Keelin, "The metalog distributions", Decision Analysis 13
(2016), with feasibility from the same).
"""

from __future__ import annotations

import math

import numpy as np

from dealcraft.engine import normal
from dealcraft.engine.beta import inverse_beta
from dealcraft.engine.leaf import Spread
from dealcraft.units.array import Array

_LN9 = math.log(9.0)


def inverse(spread: Spread, u: Array) -> Array:
    """The values of *spread* at the probabilities *u*, any shape."""
    match spread.kind:
        case "uniform":
            low, high = spread.values
            return low + (high - low) * u
        case "triangular":
            low, mode, high = spread.values
            return _triangular(low, mode, high, u)
        case "pert":
            low, mode, high = spread.values
            return _pert(low, mode, high, u)
        case "normal":
            mean, sd = spread.values
            floor = float(normal.cdf(-mean / sd)) if spread.positive and sd > 0.0 else 0.0
            return np.maximum(
                mean + sd * normal.inverse_cdf(floor + (1.0 - floor) * u), 0.0 if spread.positive else -np.inf
            )
        case "lognormal":
            mean, sd = spread.values
            mu, sigma = _log_moments(mean, sd)
            return np.asarray(np.exp(mu + sigma * normal.inverse_cdf(u)))
        case "metalog":
            return _metalog(spread.values, u, positive=spread.positive)
        case "discrete":
            cuts = np.cumsum(spread.chances)[:-1]
            return np.asarray(spread.values)[np.searchsorted(cuts, u, side="right")]


def of_normal(spread: Spread, z: Array) -> Array:
    """The values of *spread* at the probabilities of standard normals *z*."""
    if spread.kind == "lognormal":
        mu, sigma = _log_moments(*spread.values)
        return np.asarray(np.exp(mu + sigma * z))
    return inverse(spread, np.clip(normal.cdf(z), 1e-16, 1.0 - 1e-16))


def mean_of(spread: Spread) -> float:
    """The mean of *spread*."""
    match spread.kind:
        case "uniform":
            return sum(spread.values) / 2.0
        case "triangular":
            return sum(spread.values) / 3.0
        case "pert":
            low, mode, high = spread.values
            return (low + 4.0 * mode + high) / 6.0
        case "normal":
            mean, sd = spread.values
            if not spread.positive or sd == 0.0:
                return mean
            cut = -mean / sd
            return mean + sd * float(normal.density(cut) / normal.cdf(-cut))
        case "lognormal":
            return spread.values[0]
        case "metalog":
            return _metalog_mean(spread)
        case "discrete":
            return sum(v * c for v, c in zip(spread.values, spread.chances, strict=True))


def _triangular(low: float, mode: float, high: float, u: Array) -> Array:
    """F(x) = (x - a)^2 / ((b - a)(c - a)) up to the mode c, 1 - (b - x)^2 / ((b - a)(b - c)) beyond it."""
    width = high - low
    if width == 0.0:
        return np.full_like(u, low)
    rising = low + np.sqrt(u * width * (mode - low))
    falling = high - np.sqrt((1.0 - u) * width * (high - mode))
    return np.where(u * width < mode - low, rising, falling)


def _pert(low: float, mode: float, high: float, u: Array) -> Array:
    """Low + (high - low) B, B beta with a = 1 + 4 (mode - low) / width, b = 1 + 4 (high - mode) / width."""
    width = high - low
    if width == 0.0:
        return np.full_like(u, low)
    return low + width * inverse_beta(1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width, u)


def _log_moments(mean: float, sd: float) -> tuple[float, float]:
    """Of the logarithm: sigma^2 = ln(1 + sd^2 / mean^2), mu = ln(mean) - sigma^2 / 2."""
    variance = math.log1p((sd / mean) ** 2) if mean > 0.0 else 0.0
    return (math.log(mean) if mean > 0.0 else -math.inf) - variance / 2.0, math.sqrt(variance)


def _metalog(points: tuple[float, ...], u: Array, *, positive: bool) -> Array:
    """a1 + a2 L + a3 (u - 1/2) L with L = ln(u / (1 - u)), of the logarithm where the leaf is positive."""
    low, middle, high = (math.log(x) for x in points) if positive else points
    width = high - low
    if width == 0.0:
        return np.full_like(u, points[1])
    skew = (middle - low) / width
    a2, a3 = width / (2.0 * _LN9), (1.0 - 2.0 * skew) * width / (0.8 * _LN9)
    logit = np.log(u / (1.0 - u))
    value = middle + a2 * logit + a3 * (u - 0.5) * logit
    return np.asarray(np.exp(value)) if positive else value


def _metalog_mean(spread: Spread) -> float:
    """The integral of the inverse over (0, 1), by the midpoint rule on points that crowd at both ends."""
    v = (np.arange(20_000) + 0.5) / 20_000
    u, density = v * v * (3.0 - 2.0 * v), 6.0 * v * (1.0 - v)
    return float(np.mean(inverse(spread, u) * density))
