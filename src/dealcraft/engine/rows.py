"""Amounts by period: a window of rows, scenarios along the columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dealcraft.units.array import Array, Number


@dataclass(frozen=True, slots=True)
class Rows:
    """Amounts of the periods from *first* on, shape (K, S), or (K, 1) where all scenarios agree."""

    first: int
    amounts: Array

    @property
    def stop(self) -> int:
        """The period after the last."""
        return self.first + len(self.amounts)

    @property
    def empty(self) -> bool:
        """Whether there is no period."""
        return len(self.amounts) == 0

    def times(self, factor: Number | Array) -> Rows:
        """Every amount multiplied by *factor*: a number, (S,), (K, 1) or (K, S)."""
        return Rows(self.first, self.amounts * factor)

    def window(self, first: int, stop: int) -> Array:
        """The amounts from *first* to *stop*, zero outside this window."""
        if first == self.first and stop == self.stop:
            return self.amounts
        out = np.zeros((stop - first, self.amounts.shape[1]))
        a, b = max(first, self.first), min(stop, self.stop)
        if a < b:
            out[a - first : b - first] = self.amounts[a - self.first : b - self.first]
        return out


NOTHING = Rows(0, np.zeros((0, 1)))


def total(rows: Iterable[Rows]) -> Rows:
    """The sum, over the smallest window that holds all."""
    present = [r for r in rows if not r.empty]
    if not present:
        return NOTHING
    if len(present) == 1:
        return present[0]
    first, stop = min(r.first for r in present), max(r.stop for r in present)
    width = max(r.amounts.shape[1] for r in present)
    out = np.zeros((stop - first, width))
    for r in present:
        out[r.first - first : r.stop - first] += r.amounts
    return Rows(first, out)


def overlap(starts: Array, length: float, begin: Number, end: Number) -> Array:
    """Time of each period [start, start + length) within [begin, end], shape (K, 1) or (K, S), years."""
    low = np.maximum(starts[:, None], begin)
    high = np.minimum(starts[:, None] + length, end)
    return np.asarray(np.maximum(high - low, 0.0))
