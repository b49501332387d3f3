"""Where a function that was looked at here and there may turn back through zero unseen: looked at more closely."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isfinite
from typing import Final

import numpy as np

from dealcraft.analysis.roots import Many
from dealcraft.units.array import Array

ROUNDS: Final = 6
"""Times that it is looked at more closely."""
PARTS: Final = 8
"""Parts into which a step is cut each time."""


def closer(f: Many, points: Array, values: Array, *, close: float) -> tuple[Array, Array]:
    """*points* in rising order, where *f* has *values*, and more of each step in which it may touch or cross zero twice.

    That is a step on one side of zero over which the lines through the points before and after it meet on the other: a
    function that bends one way there lies above where they meet. A value up to *close* is zero.
    """
    for _ in range(ROUNDS):
        steps = list(_steps(points, values, close))
        if not steps:
            break
        more = np.concatenate([np.linspace(points[i], points[i + 1], PARTS + 1)[1:-1] for i in steps])
        points, values = np.append(points, more), np.append(values, f(more))
        order = np.argsort(points)
        points, values = points[order], values[order]
    return points, values


def _steps(points: Array, values: Array, close: float) -> Iterator[int]:
    """Each step, by the index of the point it begins at, that may hide two crossings."""
    x, v = points.tolist(), values.tolist()
    for i in range(len(x) - 1):
        if not (abs(v[i]) > close and abs(v[i + 1]) > close and (v[i] > 0.0) == (v[i + 1] > 0.0)):
            continue
        sign, width = (1.0 if v[i] > 0.0 else -1.0), x[i + 1] - x[i]
        fall = -sign * _slope(x, v, i - 1) * width
        rise = sign * _slope(x, v, i + 1) * width
        if _lowest(sign * v[i], sign * v[i + 1], fall, rise) <= close:
            yield i


def _slope(x: list[float], v: list[float], i: int) -> float:
    """How steep the step from point *i* is; NaN where there is none."""
    if not 0 <= i < len(x) - 1 or not (isfinite(v[i]) and isfinite(v[i + 1])):
        return float("nan")
    return (v[i + 1] - v[i]) / (x[i + 1] - x[i])


def _lowest(before: float, after: float, fall: float, rise: float) -> float:
    """How low a line that falls from *before* and one that rises to *after* over a step meet; of one alone its end.

    The first is at before - fall t, the second at after - rise (1 - t), for t from 0 to 1.
    """
    if isfinite(fall) and isfinite(rise):
        if fall <= 0.0 or rise <= 0.0:
            return inf  # it does not turn back
        t = min(max((before - after + rise) / (fall + rise), 0.0), 1.0)
        return before - fall * t
    return before - fall if isfinite(fall) else after - rise if isfinite(rise) else inf
