"""Where a function of one number crosses zero: all brackets narrowed together, as many values at a time as there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from dealcraft.units.array import Array

Many = Callable[[Array], Array]
"""A function of many numbers at once; NaN where it has no value."""
ManyOf = Callable[[Sequence[tuple[int, float]]], Array]
"""The same of several functions at once: which, and where."""
ROUNDS: Final = 100
PARTS: Final = 16
"""Parts into which a bracket is cut."""
ASTRAY: Final = 0.9
"""How far from where it started a secant may go, as a share of that number."""
BESIDE: Final = (1e-4, 0.01, 0.1)
"""How far beside the secant is looked, as shares of the bracket."""
_NARROW: Final = 4e-16
_ROUNDING: Final = 1000.0
"""Times what counts as zero: a change smaller than this between neighbouring numbers is no leap."""


@dataclass(frozen=True, slots=True)
class Root:
    """A number at which the function is zero."""

    at: float
    value: float
    """What is left there."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A number at which the function leaps over zero."""

    below: float
    """The nearest number before it."""
    at: float
    before: float
    after: float


@dataclass
class Bracket:
    """Two numbers between which the sign changes, and the values there."""

    low: float
    high: float
    f_low: float
    f_high: float

    def __post_init__(self) -> None:
        self.w_low, self.w_high = (
            self.f_low,
            self.f_high,
        )  # in the secant: halved where one end stays (Illinois)
        self.stuck = 0  # rounds that narrowed it little

    def next(self) -> float:
        """The point of the secant; the middle where it has been slow, or where it would leave the bracket."""
        middle = self.low + (self.high - self.low) / 2.0
        if self.stuck >= 2:
            self.stuck = 0
            return middle
        point = self.high - self.w_high * (self.high - self.low) / (self.w_high - self.w_low)
        return point if self.low < point < self.high else middle

    def narrow(self, x: float, f: float) -> Bracket:
        """Take *x* in the place of the end on its side of zero."""
        width = self.high - self.low
        if (f > 0.0) == (self.f_low > 0.0):
            self.low, self.f_low, self.w_low = x, f, f
            self.w_high /= 2.0
        else:
            self.high, self.f_high, self.w_high = x, f, f
            self.w_low /= 2.0
        self.stuck = self.stuck + 1 if self.high - self.low > width / 2.0 else 0
        return self

    def beside(self) -> list[float]:
        """The point of the secant, and points near it on either side."""
        x, width = self.next(), self.high - self.low
        points = {x, *(x + sign * share * width for sign in (-1.0, 1.0) for share in BESIDE)}
        return sorted(point for point in points if self.low < point < self.high)

    def parts(self) -> list[float]:
        """The points that cut it into equal parts."""
        return [float(x) for x in np.linspace(self.low, self.high, PARTS + 1)[1:-1]]

    def cut(self, known: Sequence[tuple[float, float]]) -> None:
        """Keep the first part between the points that are *known* in which the sign changes."""
        ends = [(self.low, self.f_low), *known, (self.high, self.f_high)]
        for (low, f_low), (high, f_high) in pairwise(ends):
            if (f_low > 0.0) != (f_high > 0.0):
                self.low, self.high, self.f_low, self.f_high = low, high, f_low, f_high
                self.w_low, self.w_high = f_low, f_high
                return

    def ended(self, close: float) -> Root | Jump:
        """What stands between the ends: a root as near as numbers come to it, or a leap."""
        if abs(self.f_high - self.f_low) > _ROUNDING * close:
            return Jump(self.low, self.high, self.f_low, self.f_high)
        nearer = min((abs(self.f_low), self.low, self.f_low), (abs(self.f_high), self.high, self.f_high))
        return Root(nearer[1], nearer[2])

    @property
    def spent(self) -> bool:
        """Whether no number lies between the ends."""
        return self.high - self.low <= _NARROW * max(abs(self.low), abs(self.high))


def crossings(
    f: Many, points: Sequence[float], values: Sequence[float], *, close: float
) -> list[Root | Jump]:
    """Every crossing that *points* in rising order, where *f* has *values*, tell apart, in rising order.

    A value up to *close* is zero; of a stretch of such points the first is taken.
    """
    found, brackets = list[Root | Jump](), list[Bracket]()
    before: tuple[float, float] | None = None
    for x, v in zip(points, values, strict=True):
        if np.isnan(v):
            continue
        if abs(v) <= close:
            if before is None or abs(before[1]) > close:
                found.append(Root(x, v))
        elif before is not None and abs(before[1]) > close and (before[1] > 0.0) != (v > 0.0):
            brackets.append(Bracket(before[0], x, before[1], v))
        before = (x, v)
    found += narrowed(brackets, lambda asked: f(np.array([x for _, x in asked])), close=close)
    return sorted(found, key=lambda one: one.at)


def searched(f: Many, looks: Array, *, rough: Many | None = None, close: float) -> list[Root | Jump]:
    """Every crossing that *looks* tell apart; *rough* says in advance near which of them the function need be asked."""
    if rough is not None:
        looks = around(looks, rough(looks))
    return crossings(f, looks.tolist(), f(looks).tolist(), close=close)


def astride(looks: Array, rough: Array) -> Array:
    """Those of *looks* between which the sign of *rough* changes."""
    signs = np.sign(np.nan_to_num(rough))
    before = np.flatnonzero(signs[:-1] * signs[1:] < 0.0)
    return np.array([looks[index] for index in sorted({*before.tolist(), *(before + 1).tolist()})])


def around(looks: Array, rough: Array) -> Array:
    """The ends of *looks*, those with the least, the most and the nearest to zero, and between which the sign may change."""
    wanted = {0, len(looks) - 1}
    signs = np.sign(np.nan_to_num(rough))
    for index in np.flatnonzero(signs[:-1] != signs[1:]).tolist():
        wanted.update(range(max(0, index - 1), min(len(looks), index + 3)))
    if not np.isnan(rough).all():
        wanted |= {int(np.nanargmin(np.abs(rough))), int(np.nanargmin(rough)), int(np.nanargmax(rough))}
    return looks[sorted(wanted)]


def polished(f: ManyOf, starts: Sequence[float], *, close: float, rounds: int = 12) -> list[Root | None]:
    """The roots next to *starts*, by secants, all together; None where they do not come near zero."""
    asked = list(enumerate(starts))
    before = dict(zip(range(len(starts)), f(asked).tolist(), strict=True))
    last = {index: (x, before[index]) for index, x in asked}
    here = {index: x * (1.0 + 1e-4) if x else 1e-4 for index, x in asked}
    found = dict[int, Root | None]()
    for _ in range(rounds):
        found |= {i: Root(x, v) for i, (x, v) in last.items() if i not in found and abs(v) <= close}
        left = [(i, x) for i, x in here.items() if i not in found]
        if not left:
            break
        for (i, x), v in zip(left, f(left).tolist(), strict=True):
            (x0, v0), last[i] = last[i], (x, v)
            here[i] = x - v * (x - x0) / (v - v0) if v != v0 else np.inf
            astray = not abs(here[i] - starts[i]) <= (ASTRAY * abs(starts[i]) or 1.0)
            if astray and abs(v) > close:
                found[i] = None
    return [found.get(index) for index in range(len(starts))]


def narrowed(
    brackets: Sequence[Bracket], f: ManyOf, *, close: float, rounds: int = ROUNDS
) -> list[Root | Jump]:
    """What each of *brackets* closes in on, in their order; all are narrowed together, in at most *rounds*."""
    found, left = dict[int, Root | Jump](), dict(enumerate(brackets))
    for _ in range(rounds):
        asked = [(index, bracket.next()) for index, bracket in left.items()]
        if not asked:
            break
        for (index, x), v in zip(asked, f(asked).tolist(), strict=True):
            if abs(v) <= close:
                found[index] = Root(x, v)
            elif np.isnan(v) or left[index].narrow(x, v).spent:
                found[index] = left[index].ended(close)
        left = {index: bracket for index, bracket in left.items() if index not in found}
    found |= {index: bracket.ended(close) for index, bracket in left.items()}
    return [found[index] for index in range(len(brackets))]


def narrowed_wide(
    brackets: Sequence[Bracket], f: ManyOf, *, close: float, rounds: int, cuts: int
) -> list[Root | Jump]:
    """The same in few *rounds* of many values, where asking costs more than what is asked: the secant and what lies
    beside it; what is left then, a leap as a rule, is cut into sixteen parts *cuts* times.
    """
    found, left = dict[int, Root | Jump](), dict(enumerate(brackets))
    for number in range(rounds + cuts):
        places = {i: bracket.beside() if number < rounds else bracket.parts() for i, bracket in left.items()}
        if not places:
            break
        values = iter(f([(index, x) for index, xs in places.items() for x in xs]).tolist())
        for index, xs in places.items():
            known = [(x, next(values)) for x in xs]
            x, v = min(known, key=lambda one: abs(one[1]))
            if abs(v) <= close:
                found[index] = Root(x, v)
            else:
                left[index].cut(known)
        left = {index: bracket for index, bracket in left.items() if index not in found}
    found |= {index: bracket.ended(close) for index, bracket in left.items()}
    return [found[index] for index in range(len(brackets))]
