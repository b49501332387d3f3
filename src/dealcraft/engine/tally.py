"""What is known of a present value without keeping it: its mean, its spread and its chance of loss, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dealcraft.engine.streams import REPLICATES
from dealcraft.units.array import Array, Index

NOTHING = 1e-9
"""Times the sheet's largest sum: below this a loss is none."""


@dataclass
class Tally:
    """Weighted sums that add up in the order of the blocks, whoever valued them."""

    weight: float = 0.0
    mean: float = 0.0
    squares: float = 0.0
    """Of the distances from the mean."""
    loss: float = 0.0
    """The weight of values below 0."""
    replicated: Array = field(default_factory=lambda: np.zeros((2, REPLICATES)))
    """By independent randomisation: its weight, and its weighted sum."""

    def add(self, values: Array, weight: Array, replicate: Array | None, nothing: float) -> None:
        """Count a block: *values* above minus *nothing* are no loss."""
        whole = float(weight.sum())
        mean = float(weight @ values) / whole if whole else 0.0
        block = Tally(
            whole, mean, float(weight @ (values - mean) ** 2), float(weight[values < -nothing].sum())
        )
        if replicate is not None:
            group = replicate.astype(np.int64)
            block.replicated[0] = np.bincount(group, weight, REPLICATES)
            block.replicated[1] = np.bincount(group, weight * values, REPLICATES)
        self.absorb(block)

    def absorb(self, other: Tally) -> None:
        """Add another's sums: squares grow by what the two means are apart (T. Chan et al., 1979)."""
        whole = self.weight + other.weight
        if whole == 0.0:
            return
        apart, share = other.mean - self.mean, other.weight / whole
        self.squares += other.squares + apart * apart * self.weight * share
        self.mean += apart * share
        self.weight = whole
        self.loss += other.loss
        self.replicated = self.replicated + other.replicated

    @property
    def total(self) -> float:
        """The weighted sum of all values."""
        return self.mean * self.weight

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return float(np.sqrt(max(self.squares, 0.0)))

    @property
    def means(self) -> tuple[float, ...]:
        """The mean of each independent randomisation; none where there are none."""
        weight, total = self.replicated
        return tuple((total / weight).tolist()) if weight.all() else ()


def thinned(values: Array, every: int) -> Array:
    """Every so many of *values*; all where that is 1."""
    return values if every == 1 else values[::every].copy()


def held(weight: Array) -> Array:
    """*weight* in as little memory as it needs: one number where all are equal."""
    return np.broadcast_to(weight[0], weight.shape) if weight.size and (weight == weight[0]).all() else weight


def together(weights: Sequence[Array]) -> Array:
    """All *weights*, still one number where all are equal."""
    if not weights:
        return np.ones(0)
    first = weights[0][0]
    if all(w.strides == (0,) and w[0] == first for w in weights):
        return np.broadcast_to(first, (sum(w.size for w in weights),))
    return np.concatenate(weights)


def grouped(groups: Sequence[Index]) -> Index | None:
    """Which randomisation each scenario belongs to; None where they belong to none."""
    return np.concatenate(groups) if groups else None
