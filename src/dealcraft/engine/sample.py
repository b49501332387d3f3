"""Figures of a present value over scenarios, and how far each may be off because inputs were drawn.

Standard errors are those of means: over independent draws by their spread, over independent randomisations by that of
their means. A percentile is off as far as the weight below it is (R. S. Woodruff, "Confidence intervals for medians and
other position measures", JASA 47 (1952)), a shortfall as far as the mean of what lies below its edge (S. X. Chen,
"Nonparametric estimation of expected shortfall", Journal of Financial Econometrics 6 (2008)).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from dealcraft.engine.streams import REPLICATES
from dealcraft.units.array import Array, Index, Mask

TIE = 1e-12
LARGE = 65_536
"""From so many values on only those near what is asked for are sorted."""
EVERY = 64
"""Of so many values one tells about where the others lie."""


class Sample:
    """Values with weights that sum to one: each *drawn* by itself, or by *group* of independent randomisations."""

    def __init__(
        self, values: Array, weight: Array, *, drawn: bool = False, group: Index | None = None
    ) -> None:
        self.equal = weight.strides == (0,) or bool((weight == weight[0]).all())
        self.values, self.weight, self.drawn, self.group = values, weight, drawn, group
        order = None if self.equal else np.argsort(values, kind="stable")
        self._ordered = None if order is None else values[order]
        self._cumulative = None if order is None else np.cumsum(weight[order])

    @property
    def mean(self) -> float:
        """The mean."""
        return float(self.values.mean() if self.equal else self.weight @ self.values)

    def given(self, where: Mask) -> Sample:
        """The values *where* something holds that has a chance, given that it does."""
        if where.all():
            return self
        values = self.values[where]
        if self.equal:
            weight = np.broadcast_to(1.0 / values.size, values.shape)
        else:
            weight = self.weight[where]
            weight = weight / weight.sum()
        group = None if self.group is None else self.group[where]
        return Sample(values, weight, drawn=self.drawn, group=group)

    def error(self, amounts: Array, where: Mask | None = None) -> float | None:
        """Standard error of the mean of *amounts*, one for each value (those *where* they are not 0); None of no sample."""
        if self.drawn:
            count = self.values.size
            mean = float(amounts.sum()) / count
            squares = (count - amounts.size) * mean * mean
            for start in range(0, amounts.size, LARGE):  # without a copy of all
                squares += float(((amounts[start : start + LARGE] - mean) ** 2).sum())
            return math.sqrt(squares) / count
        if self.group is None:
            return None
        weight, group = (
            (self.weight, self.group) if where is None else (self.weight[where], self.group[where])
        )
        return of_groups(by_group(group, weight * amounts), by_group(self.group, self.weight))

    def error_of_chance(self, where: Mask) -> float | None:
        """Standard error of the weight of the values *where* something holds."""
        if self.drawn:
            chance = float(np.count_nonzero(where)) / self.values.size
            return math.sqrt(chance * (1.0 - chance) / self.values.size)
        return None if self.group is None else self.error(np.ones(np.count_nonzero(where)), where)

    def quantiles(self, *chances: float) -> tuple[float, ...]:
        """For each of *chances* the smallest value whose cumulative weight is at least that."""
        if self._ordered is not None and self._cumulative is not None:
            return tuple(quantile(self._ordered, self._cumulative, p) for p in chances)
        count = len(self.values)
        places = [min(max(math.ceil((p - TIE) * count) - 1, 0), count - 1) for p in chances]
        return tuple(select(self.values, places))

    def error_of_quantile(self, at: float, p: float) -> float | None:
        """Standard error of the quantile *at* which *p* of the weight is reached."""
        if self.drawn:
            off: float | None = math.sqrt(p * (1.0 - p) / self.values.size)
        else:
            off = self.error_of_chance(self.values <= at)
        if off is None:
            return None
        low, high = self.quantiles(max(p - off, 0.0), min(p + off, 1.0))
        return (high - low) / 2.0

    def shortfall(self, at: float, p: float) -> tuple[float, float | None]:
        """Mean of the lowest *p* of weight, which ends *at* its quantile, the atom there split; and its error."""
        below = self.values < at
        missing = (self.values[below] - at) / p
        mean = float(missing.sum()) / self.values.size if self.equal else float(self.weight[below] @ missing)
        return at + mean, self.error(missing, below)


def quantile(ordered: Array, cumulative: Array, p: float) -> float:
    """The smallest value whose cumulative weight is at least p."""
    index = int(np.searchsorted(cumulative, p - TIE))
    return float(ordered[min(index, len(ordered) - 1)])


def by_group(group: Index, amounts: Array) -> Array:
    """The sum of *amounts* of each independent randomisation, shape (16,)."""
    return np.bincount(group, amounts, REPLICATES).astype(np.float64)


def of_groups(sums: Array, weights: Array) -> float | None:
    """Standard error of a mean whose weighted *sums* are known by independent randomisation."""
    if not weights.all():
        return None
    return float(np.std(sums / weights, ddof=1) / math.sqrt(sums.size))


def select(values: Array, places: Sequence[int]) -> list[float]:
    """What would stand at *places* if *values* were sorted.

    Of many values only those are sorted that lie near, as a sample tells (R. W. Floyd and R. L. Rivest, "Expected time
    bounds for selection", Communications of the ACM 18 (1975)): the same result without a copy of all.
    """
    if values.size < LARGE:
        return [float(x) for x in np.partition(values, sorted(places))[list(places)]]
    found = dict[int, float]()
    for low, high, together in _near(values, sorted(set(places))):
        first = int(np.count_nonzero(values < low))
        inside = first + int(np.count_nonzero(values == low))
        between = np.sort(values[(values > low) & (values < high)])
        after = inside + between.size
        if not first <= together[0] <= together[-1] < after + int(np.count_nonzero(values == high)):
            first, inside, between, after = 0, 0, np.sort(values), values.size  # the sample misled
        for place in together:
            found[place] = (
                low if place < inside else float(between[place - inside]) if place < after else high
            )
    return [found[place] for place in places]


def _near(values: Array, places: Sequence[int]) -> Iterator[tuple[float, float, list[int]]]:
    """Between which two values *places* are likely to lie, those that lie close together at a time."""
    sample = np.sort(values[::EVERY])
    apart = 2 * math.isqrt(sample.size) + 1

    def edge(rank: int) -> float:
        return float(sample[rank]) if 0 <= rank < sample.size else math.copysign(math.inf, rank)

    together = [places[0]]
    for place in (*places[1:], None):
        if place is not None and (place - together[-1]) // EVERY < apart:
            together.append(place)
            continue
        yield edge(together[0] // EVERY - apart), edge(together[-1] // EVERY + apart), together
        together = [place] if place is not None else []
