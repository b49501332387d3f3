"""What a solve aims at: two sides of an equation over what structures are worth, ``npv(hanbit, licence) = 25m``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from dealcraft.analysis.study import Worth
from dealcraft.engine.metrics import irr
from dealcraft.engine.sample import quantile
from dealcraft.engine.timeline import Timeline
from dealcraft.errors import Unreadable, UsageError
from dealcraft.terms.sheet import Sheet
from dealcraft.units import read_money, read_rate
from dealcraft.units.spelling import nearest

Unit = Literal["money", "rate"]
_CALL: Final = re.compile(r"\s*([a-z0-9_]+)\s*\(\s*([^(),]*?)\s*(?:,\s*([^(),]*?)\s*)?\)\s*")
_NONE: Final = float("nan")


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one structure; *party* is empty where it is of all of them."""

    name: str
    party: str
    structure: str

    @property
    def unit(self) -> Unit:
        """What it is counted in."""
        return _MEASURES[self.name][0]

    def of(self, worth: Worth, timeline: Timeline) -> float:
        """Its value; NaN where it has none."""
        return _MEASURES[self.name][1](worth, self.party, self.structure, timeline)

    def __str__(self) -> str:
        return f"{self.name}({', '.join(word for word in (self.party, self.structure) if word)})"


@dataclass(frozen=True, slots=True)
class Target:
    """An equation: a figure, and a figure or a number that it shall equal."""

    text: str
    left: Measure
    right: Measure | float

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The figures that it needs."""
        return (self.left, self.right) if isinstance(self.right, Measure) else (self.left,)

    @property
    def structures(self) -> tuple[str, ...]:
        """The structures that have to be valued for it."""
        return tuple(dict.fromkeys(measure.structure for measure in self.measures))

    def sides(self, worth: Worth, timeline: Timeline) -> tuple[float, float]:
        """Both sides."""
        right = self.right
        return (
            self.left.of(worth, timeline),
            right.of(worth, timeline) if isinstance(right, Measure) else right,
        )


def read_target(text: str, sheet: Sheet, *, structure: str | None) -> Target:
    """Read *text*; a figure that names no structure is of *structure*.

    Raises UsageError, with what to write instead.
    """
    left, equals, right = text.partition("=")
    if not equals or not left.strip() or not right.strip():
        raise UsageError(f"{text} is no target; write npv(PARTY, STRUCTURE) = 25m")
    one = _side(left, sheet, structure)
    other = _side(right, sheet, structure)
    if isinstance(one, float):
        one, other = other, one
    if isinstance(one, float):
        raise UsageError(f"{text} names no figure; write npv(PARTY, STRUCTURE) = 25m")
    if isinstance(other, Measure):
        if other.unit != one.unit:
            raise UsageError(f"{one} is {_AN[one.unit]}, {other} is {_AN[other.unit]}: they cannot be equal")
    else:
        other = _number(right if isinstance(_side(right, sheet, structure), float) else left, one, sheet)
    return Target(" ".join(text.split()), one, other)


def _side(text: str, sheet: Sheet, structure: str | None) -> Measure | float:
    match = _CALL.fullmatch(text)
    if match is None:
        if "(" in text:
            raise UsageError(f"{text.strip()} cannot be read; write npv(PARTY, STRUCTURE)")
        return _NONE
    name, first, second = match[1], match[2], match[3]
    _known(name, _MEASURES, "figure")
    if name in _OF_ALL:
        party, named = "", first or second
    else:
        party, named = first, second
        _known(party, sheet.parties, "party")
    named = named or structure or ""
    if not named:
        raise UsageError(f"{text.strip()} names no structure; there are {', '.join(sheet.structures)}")
    _known(named, sheet.structures, "structure")
    return Measure(name, party, named)


def _known(word: str, known: Mapping[str, object], what: str) -> None:
    if word not in known:
        hint = nearest(word, known)
        mend = f"did you mean {hint}?" if hint else f"there are {', '.join(known)}"
        raise UsageError(f"no {what} {word}; {mend}" if word else f"a {what} is missing; {mend}")


def _number(text: str, measure: Measure, sheet: Sheet) -> float:
    currency = sheet.valuation.currency
    try:
        if measure.unit == "rate":
            return float(read_rate(text.strip()))
        money = read_money(text.strip().replace("\u2212", "-"))
    except Unreadable:
        example = "40%" if measure.unit == "rate" else "25m"
        raise UsageError(
            f"{text.strip()} is no {_IN[measure.unit]}, as {measure} is; write {example}"
        ) from None
    if money.currency not in (None, currency):
        raise UsageError(f"{text.strip()} is not in {currency}, in which the sheet is valued")
    return float(money)


def _share(worth: Worth, party: str, structure: str, timeline: Timeline) -> float:
    """Of the value of all who have any, where nobody loses."""
    means = {name: worth.npv(name, structure) for name in worth.outside}
    some = {name: mean for name, mean in means.items() if mean != 0.0}
    if party not in some or len(some) < 2 or min(some.values()) <= 0.0:
        return _NONE
    return some[party] / sum(some.values())


def _irr(worth: Worth, party: str, structure: str, timeline: Timeline) -> float:
    nets = worth.found[structure].nets[party]
    found = irr(nets, (np.arange(timeline.T) + timeline.theta) / timeline.n)
    return _NONE if found is None else found


def _quantile(p: float) -> Figure:
    def at(worth: Worth, party: str, structure: str, timeline: Timeline) -> float:
        outcome = worth.found[structure]
        order = np.argsort(outcome.npvs[party], kind="stable")
        return quantile(outcome.npvs[party][order], np.cumsum(outcome.weight[order]), p)

    return at


Figure = Callable[[Worth, str, str, Timeline], float]
_MEASURES: Final[Mapping[str, tuple[Unit, Figure]]] = {
    "npv": ("money", lambda worth, party, structure, _: worth.npv(party, structure)),
    "view": ("money", lambda worth, party, structure, _: worth.own(party, structure)),
    "outside": ("money", lambda worth, party, structure, _: worth.outside[party]),
    "together": (
        "money",
        lambda worth, _, structure, __: sum(worth.npv(p, structure) for p in worth.outside),
    ),
    "p5": ("money", _quantile(0.05)),
    "p50": ("money", _quantile(0.5)),
    "p95": ("money", _quantile(0.95)),
    "share": ("rate", _share),
    "irr": ("rate", _irr),
    "chance_of_loss": ("rate", lambda worth, party, structure, _: worth.chance_of_loss(party, structure)),
}
_OF_ALL: Final = frozenset({"together"})
_IN: Final[Mapping[Unit, str]] = {"money": "amount of money", "rate": "rate"}
_AN: Final[Mapping[Unit, str]] = {"money": "an amount of money", "rate": "a rate"}
MEASURES: Final = tuple(_MEASURES)
"""The figures that a target may name."""
