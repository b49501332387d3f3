"""The inverse of the beta distribution, in plain numpy.

The distribution function is the continued fraction of the regularised incomplete beta function (Abramowitz and
Stegun 26.5.8, evaluated by Lentz's method); it is inverted by Newton's method, kept inside a bracket.
"""

from __future__ import annotations

import math

import numpy as np

from dealcraft.units.array import Array

_TINY = 1e-300
_TERMS = 200
_STEPS = 60


def beta_cdf(a: float, b: float, x: Array) -> Array:
    """The chance that a beta(a, b) variable lies below *x*, 0 <= x <= 1."""
    x = np.asarray(x, dtype=np.float64)
    swap = x > (a + 1.0) / (a + b + 2.0)
    inside = np.where(swap, 1.0 - x, x)
    first = np.where(swap, b, a)
    second = np.where(swap, a, b)
    with np.errstate(divide="ignore"):
        front = np.exp(first * np.log(inside) + second * np.log1p(-inside) - _log_beta(a, b)) / first
    value = front * _fraction(first, second, inside)
    return np.asarray(np.where(swap, 1.0 - value, value))


def inverse_beta(a: float, b: float, p: Array) -> Array:
    """The point below which a beta(a, b) variable lies with chance *p*."""
    low, high = np.zeros_like(p), np.ones_like(p)
    x = np.full_like(p, a / (a + b))
    for _ in range(_STEPS):
        gap = beta_cdf(a, b, x) - p
        low, high = np.where(gap < 0.0, x, low), np.where(gap < 0.0, high, x)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            slope = np.exp((a - 1.0) * np.log(x) + (b - 1.0) * np.log1p(-x) - _log_beta(a, b))
            newton = x - gap / slope
        good = (newton > low) & (newton < high)
        following = np.where(good, newton, (low + high) / 2.0)
        if np.max(np.abs(following - x), initial=0.0) < 1e-15:
            return following
        x = following
    return x


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _fraction(a: Array, b: Array, x: Array) -> Array:
    """The continued fraction, until no term changes it."""
    c = np.ones_like(x)
    d = 1.0 / _away(1.0 - (a + b) * x / (a + 1.0))
    total = d
    for m in range(1, _TERMS):
        for term in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):  # fmt: skip
            d = 1.0 / _away(1.0 + term * d)
            c = _away(1.0 + term / c)
            total = total * d * c
        if np.max(np.abs(d * c - 1.0), initial=0.0) < 1e-15:
            break
    return total


def _away(x: Array) -> Array:
    """*x*, kept away from zero."""
    return np.where(np.abs(x) < _TINY, _TINY, x)
