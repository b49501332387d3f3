"""What a deal team does not know: a distribution in place of a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Q = TypeVar("Q")
"""The quantity that is uncertain: Money, Rate, Duration or Quantity."""


@dataclass(frozen=True, slots=True)
class Triangular(Generic[Q]):
    """Between *low* and *high*, most likely *mode*, densities in straight lines."""

    low: Q
    mode: Q
    high: Q
    base: Q | None = None


@dataclass(frozen=True, slots=True)
class Pert(Generic[Q]):
    """A beta distribution on [low, high] whose mean is (low + 4 mode + high) / 6."""

    low: Q
    mode: Q
    high: Q
    base: Q | None = None


@dataclass(frozen=True, slots=True)
class Uniform(Generic[Q]):
    """Anywhere between *low* and *high*, equally likely."""

    low: Q
    high: Q
    base: Q | None = None


@dataclass(frozen=True, slots=True)
class Normal(Generic[Q]):
    """Normal with this mean and standard deviation, truncated at 0 where the leaf cannot be negative."""

    mean: Q
    sd: Q
    base: Q | None = None


@dataclass(frozen=True, slots=True)
class Lognormal(Generic[Q]):
    """Lognormal; *mean* and *sd* are those of the variable itself."""

    mean: Q
    sd: Q
    base: Q | None = None


@dataclass(frozen=True, slots=True)
class Percentiles(Generic[Q]):
    """A three-term metalog through the 10th, 50th and 90th percentile."""

    p10: Q
    p50: Q
    p90: Q
    base: Q | None = None


@dataclass(frozen=True, slots=True)
class Case(Generic[Q]):
    """One value of a discrete distribution and its chance, a fraction."""

    value: Q
    chance: float


@dataclass(frozen=True, slots=True)
class Discrete(Generic[Q]):
    """One of a few values; ``known`` is the event at which it shows (None: the first sale)."""

    cases: tuple[Case[Q], ...]
    known: str | None = None
    base: Q | None = None


Drawn = Triangular[Q] | Pert[Q] | Uniform[Q] | Normal[Q] | Lognormal[Q] | Percentiles[Q]
"""Distributions that are drawn; a Discrete is enumerated."""
Distribution = Drawn[Q] | Discrete[Q]
"""Every distribution a leaf may carry."""
