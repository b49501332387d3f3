"""Three percentiles through which no distribution of the family passes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.markets import Sales
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.walk import stated
from dealcraft.units import Path
from dealcraft.units.uncertain import Percentiles

_EDGE: Final = 0.5 * (1 - 1.66711 * (0.5 - 0.1))
"""Keelin (2016): a three-term metalog is feasible while the median lies this far, in share, from either percentile."""


@rule("structure")
def percentiles_infeasible(sheet: Sheet) -> Iterator[Finding]:
    """The 10th, 50th and 90th percentile are out of order, or too lopsided for a metalog distribution.

    The three-term metalog passes through three percentiles; where the median lies too near one of the others, its
    density would be negative. Of a value that cannot be negative the logarithms are what must not be lopsided.

    *Instead of*

        peak: {p10: 100m, p50: 110m, p90: 900m}

    *Write*

        peak: {triangular: [90m, 110m, 1.2bn]}
    """
    for path, term in sheet.terms:
        for key, value in stated(term):
            yield from _check(
                path.child(key), value, bounded=not (isinstance(term, Sales) and key == "growth")
            )


def _check(path: Path, value: Any, *, bounded: bool) -> Iterator[Finding]:
    if isinstance(value, Percentiles):
        low, middle, high = (float(point) for point in (value.p10, value.p50, value.p90))
        if not _feasible(low, middle, high, bounded=bounded):
            yield Finding("percentiles-infeasible", path, {"found": f"{value.p10}, {value.p50}, {value.p90}"})
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _check(path.child(key), inner, bounded=bounded)


def _feasible(low: float, middle: float, high: float, *, bounded: bool) -> bool:
    if not low < middle < high:
        return False
    if bounded:
        if low <= 0:
            return False
        low, middle, high = math.log(low), math.log(middle), math.log(high)
    return _EDGE < (middle - low) / (high - low) < 1 - _EDGE
