"""Amounts by period: a window of rows, scenarios along the columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dealcraft.units.array import Array, Index, Mask, Number


@dataclass(frozen=True, slots=True)
class Rows:
    """Amounts of the periods from *first* on, shape (K, S), or (K, 1) where all scenarios agree.

    They are *factor* times *base*: what is in proportion shares one base, so that it is discounted and added up once.
    """

    first: int
    base: Array
    factor: float = 1.0

    @property
    def amounts(self) -> Array:
        """The amounts themselves."""
        return self.base if self.factor == 1.0 else self.base * self.factor

    @property
    def width(self) -> int:
        """S, or 1 where all scenarios agree."""
        return int(self.base.shape[1])

    @property
    def stop(self) -> int:
        """The period after the last."""
        return self.first + len(self.base)

    @property
    def empty(self) -> bool:
        """Whether there is no period."""
        return len(self.base) == 0

    def in_all(self, size: int) -> Array:
        """The base of all periods of each of *size* scenarios, shape (S,)."""
        return np.broadcast_to(self.base.sum(axis=0), (size,))

    def times(self, factor: Number | Array) -> Rows:
        """Every amount multiplied by *factor*: a number, (S,), (K, 1) or (K, S)."""
        if np.ndim(factor) == 0:
            return Rows(self.first, self.base, self.factor * float(factor))
        return Rows(self.first, self.base * factor, self.factor)

    def window(self, first: int, stop: int) -> Array:
        """The amounts from *first* to *stop*, zero outside this window."""
        if first == self.first and stop == self.stop:
            return self.amounts
        out = np.zeros((stop - first, self.width))
        a, b = max(first, self.first), min(stop, self.stop)
        if a < b:
            np.multiply(
                self.base[a - self.first : b - self.first], self.factor, out=out[a - first : b - first]
            )
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
    out = np.zeros((stop - first, max(r.width for r in present)))
    for r in present:
        out[r.first - first : r.stop - first] += r.amounts
    return Rows(first, out)


def running(amounts: Array, years: Index | None = None) -> Array:
    """Running sums over periods; with the *years* of the periods, sums that start again with each year."""
    out = np.array(amounts)
    for k in range(1, len(out)):
        if years is None or years[k] == years[k - 1]:
            out[k] += out[k - 1]
    return out


def increments(to_date: Array, years: Index | None = None) -> Array:
    """What each period adds to running sums: the inverse of `running`."""
    out = np.array(to_date)
    for k in range(1, len(out)):
        if years is None or years[k] == years[k - 1]:
            out[k] -= to_date[k - 1]
    return out


def first_of(mask: Mask) -> Array:
    """The first row in which each column of *mask* is true, infinity for none, shape (S,)."""
    first = np.full(mask.shape[1], np.inf)
    for k in range(len(mask) - 1, -1, -1):
        first[mask[k]] = k
    return first


def overlap(starts: Array, length: float, begin: Number, end: Number) -> Array:
    """Time of each period [start, start + length) within [begin, end], shape (K, 1) or (K, S), years."""
    until, since = np.minimum(starts[:, None] + length, end), np.maximum(starts[:, None], begin)
    wide = until if until.shape[1] >= since.shape[1] else since
    inside = np.subtract(until, since, out=wide)
    return np.maximum(inside, 0.0, out=inside)
