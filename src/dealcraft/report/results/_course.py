"""A picture of both sides of a target over the values of a term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Final

import numpy as np
from rich.cells import cell_len
from rich.text import Text

from dealcraft.report.results._bars import Scale
from dealcraft.report.results._look import ACCENT, FAINT, Look

LINES: Final = 9
WIDEST: Final = 72
_LEFT: Final = "●"
_RIGHT: Final = "─"
_MET: Final = "┊"
_MARGIN: Final = "  "


def course(
    points: Sequence[tuple[float, float, float]],
    marks: Sequence[float],
    ends: tuple[str, str],
    levels: tuple[str, str],
    look: Look,
) -> Iterator[Text]:
    """Both sides at *points* (value, left, right), upright lines at *marks*; *ends* and *levels* name the corners.

    *levels* spell the lowest and the highest value of a side.
    """
    labels = [levels[1], *[""] * (LINES - 2), levels[0]]
    room = max(map(cell_len, labels))
    width = min(WIDEST, look.page - room - 2 * len(_MARGIN))
    across = Scale(points[0][0], points[-1][0], width)
    for label, row in zip(labels, _drawn(points, marks, across), strict=True):
        line = Text(_MARGIN + look.spell(label).rjust(room) + _MARGIN, FAINT)
        for sign in row:
            line.append(look.spell(sign), ACCENT if sign == _LEFT else "" if sign == _RIGHT else FAINT)
        yield line
    low, high = (look.spell(end) for end in ends)
    space = " " * max(1, width - cell_len(low) - cell_len(high))
    yield Text(f"{_MARGIN}{' ' * room}{_MARGIN}{low}{space}{high}", FAINT)


def reach(points: Sequence[tuple[float, float, float]]) -> tuple[float, float] | None:
    """The lowest and the highest value of a side; None where none has any."""
    known = [side for point in points for side in point[1:] if isfinite(side)]
    return (min(known), max(known)) if known else None


def _drawn(
    points: Sequence[tuple[float, float, float]], marks: Sequence[float], across: Scale
) -> list[list[str]]:
    low, high = reach(points) or (0.0, 0.0)
    up = Scale(low, high, LINES)
    rows = [[" "] * across.width for _ in range(LINES)]
    for mark in marks:
        for row in rows:
            row[across.cell(mark)] = _MET
    at, left, right = (np.array(side) for side in zip(*points, strict=True))
    cells = np.linspace(at[0], at[-1], across.width)
    for values, sign in ((right, _RIGHT), (left, _LEFT)):
        for cell, value in enumerate(np.interp(cells, at, values)):
            if isfinite(value):
                rows[LINES - 1 - up.cell(float(value))][cell] = sign
    return rows
