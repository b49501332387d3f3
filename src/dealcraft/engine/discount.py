"""Discounting: a dated sum from its date, a flow spread over a period from a point within it."""

from __future__ import annotations

import numpy as np

from dealcraft.engine.rows import Rows
from dealcraft.engine.timeline import Timeline
from dealcraft.units.array import Array, Number


def factors(rate: Number, timeline: Timeline) -> Array:
    """(1 + r)^-((k + theta) / n) for each period k, shape (T,), or (T, S) where the rate differs by scenario."""
    at = (np.arange(timeline.T) + timeline.theta) / timeline.n
    if np.ndim(rate):
        return np.asarray((1.0 + rate) ** -at[:, None])
    return np.asarray((1.0 + rate) ** -at)


def of_rows(rows: Rows, by_period: Array) -> Array:
    """Present value of amounts by period, shape (S,) or (1,)."""
    window = by_period[rows.first : rows.stop]
    if window.ndim == 1:
        return np.asarray(window @ rows.amounts)
    return np.asarray((window * rows.amounts).sum(axis=0))


def of_sum(time: Number, amount: Number, rate: Number) -> Array:
    """Present value of a sum at *time*, (1 + r)^-t."""
    return np.asarray(amount * (1.0 + rate) ** -np.asarray(time))
