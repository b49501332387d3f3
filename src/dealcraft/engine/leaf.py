"""A number of the plan: plain, or one for each scenario."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from dealcraft.terms.events import Event
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class Spread:
    """A lowered distribution: its kind, its parameters as plain numbers, what it is at base."""

    kind: Literal["uniform", "triangular", "pert", "normal", "lognormal", "metalog", "discrete"]
    values: tuple[float, ...]
    chances: tuple[float, ...] = ()
    positive: bool = True
    """Whether the leaf cannot be negative: a normal is truncated at 0, a metalog bounded there."""
    stated: float | None = None
    """What the sheet states as `base`."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A leaf whose value differs by scenario; *index* finds it among the draws."""

    path: Path
    index: int
    spread: Spread
    base: float
    likeliest: float
    """In the `success` run: base, or the likeliest value of a discrete leaf."""
    known: Event | None = None
    """Of a discrete leaf: when its value shows (None: the first sale)."""
    copula: bool = False
    """Whether correlations name it, so that it is drawn even where it is discrete."""

    @property
    def enumerated(self) -> bool:
        """Whether each of its values is a class of its own."""
        return self.spread.kind == "discrete" and not self.copula

    def fixed(self, number: float) -> Slot:
        """The slot with *number* for certain; one that correlations name is still drawn, from a single point."""
        spread = Spread("uniform", (number, number)) if self.copula else certain(number)
        return replace(self, spread=spread, base=number, likeliest=number)


def certain(number: float) -> Spread:
    """A distribution of one value."""
    return Spread("discrete", (number,), (1.0,))


@dataclass(frozen=True, slots=True)
class Product:
    """An amount in another currency at an uncertain rate: one times the other in each scenario."""

    amount: Leaf
    rate: Leaf


Leaf = float | Slot | Product
"""A plain number, or one per scenario."""


def at_base(leaf: Leaf) -> float:
    """*leaf* at its base, or its mean."""
    match leaf:
        case Slot():
            return leaf.base
        case Product(amount, rate):
            return at_base(amount) * at_base(rate)
        case _:
            return leaf
