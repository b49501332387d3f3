"""Correlations that no three values can have at once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Correlation, Sheet
from dealcraft.units import Path

_SMALLEST: Final = 1e-10
"""A pivot that is not 0 but for rounding."""
_MOST: Final = 150
"""Values that are looked at; a text of nothing but correlations could name thousands, at a cost of their cube."""


@rule("structure")
def correlations_contradict(sheet: Sheet) -> Iterator[Finding]:
    """Correlations that cannot all hold: their matrix is not positive definite.

    If a moves with b and b with c, then a cannot move against c. A pair that is not named has the rank 0, which may
    be what contradicts the others. A rank of 1 or -1 says that two values are one: write the value once instead.

    *Instead of*

        correlations:
          - {between: [markets.us.sales.peak, markets.eu.sales.peak], rank: 0.9}
          - {between: [markets.eu.sales.peak, markets.row.sales.peak], rank: 0.9}

    *Write*

        correlations:
          - {between: [markets.us.sales.peak, markets.eu.sales.peak], rank: 0.9}
          - {between: [markets.eu.sales.peak, markets.row.sales.peak], rank: 0.9}
          - {between: [markets.us.sales.peak, markets.row.sales.peak], rank: 0.8}
    """
    pairs = [
        (path, tuple(term.between), 2.0 * math.sin(math.pi * float(term.rank) / 6.0))
        for path, term in sheet.terms
        if isinstance(term, Correlation) and len(set(term.between)) == len(term.between) == 2
    ]
    named = tuple(dict.fromkeys(name for _, between, _ in pairs for name in between))[:_MOST]
    chosen = {frozenset(between): rho for _, between, rho in pairs}
    matrix = [
        [1.0 if one == other else chosen.get(frozenset((one, other)), 0.0) for other in named]
        for one in named
    ]
    failed = _without_pivot(matrix)
    if failed is not None:
        yield Finding("correlations-contradict", _last(pairs, named[: failed + 1]), {"found": named[failed]})


def _without_pivot(matrix: list[list[float]]) -> int | None:
    """The first row at which Cholesky's decomposition stops: L_ij = (A_ij - sum_k L_ik L_jk) / L_jj."""
    lower = [[0.0] * len(matrix) for _ in matrix]
    for i, j in product(range(len(matrix)), repeat=2):
        if j > i:
            continue
        rest = matrix[i][j] - sum(lower[i][k] * lower[j][k] for k in range(j))
        if i == j and rest <= _SMALLEST:
            return i
        lower[i][j] = math.sqrt(rest) if i == j else rest / lower[j][j]
    return None


def _last(pairs: list[tuple[Path, tuple[str, ...], float]], names: tuple[str, ...]) -> Path:
    """The last correlation of the last of *names* with an earlier one."""
    return [path for path, between, _ in pairs if names[-1] in between and set(between) <= set(names)][-1]
