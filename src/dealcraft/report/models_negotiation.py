"""The shape of `negotiation.v1`, what `negotiate` writes as JSON; money in units of the valuation currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dealcraft._version import __version__
from dealcraft.report.models import FoundSheet, Output
from dealcraft.report.models_valuation import ValuedSettings


class TablePoint(Output):
    """One value of the term."""

    value: float
    """In the term's own unit."""
    npv: Mapping[str, float]
    """By party what the structure is worth to it there, as it sees it."""
    gain: Mapping[str, float]
    """The same over what it has without the deal."""


class CommonRate(Output):
    """How much of the gain is only that sides discount differently."""

    rate_of: str
    """The party whose discount rate is taken for all."""
    own: float
    """What all sides gain together at the Nash point, each at its own rate."""
    common: float
    """The same with all at that rate."""


class FrontierPoint(Output):
    """A pair of values that leaves whoever decides as well off as now."""

    values: tuple[float, float]
    """Of the two terms."""
    npv: Mapping[str, float]
    """By party what the structure is worth to it there."""
    chance_of_loss: float
    """Of whoever decides."""
    p5: float
    """The 5% point of what the structure is worth to whoever decides."""


class CounterTerms(Output):
    """Terms that restore what was conceded."""

    terms: Mapping[str, float]
    """By path the number that the term would have."""
    npv: Mapping[str, float]
    """By party what the structure is then worth to it."""
    problem: str | None
    """What is wrong with the sheet then; null where nothing is."""


class CounterOffer(Output):
    """What makes up for concessions."""

    party: str
    """Whose value is restored."""
    conceded: tuple[str, ...]
    """The paths of what was conceded."""
    before: Mapping[str, float]
    """By party what the structure is worth in the sheet."""
    after: Mapping[str, float]
    """The same with the concessions alone."""
    together: CounterTerms | None
    """The smallest change to all unlocked terms; null where none restores it."""
    alone: Mapping[str, CounterTerms | None]
    """By path the change to that term alone; empty where only one is unlocked."""


class TradedTerm(Output):
    """What a term gives for what it costs."""

    path: str
    """The term."""
    moves: Mapping[str, float]
    """By party what a rise of a tenth does to it."""
    gives: float
    """What the others gain for each 1 that whoever decides gives up on it."""
    rises: bool
    """Whether whoever decides gives by a rise."""


class Negotiation(Output):
    """The whole of ``dealcraft negotiate --format json``."""

    dealcraft: str = __version__
    """The version that wrote this."""
    format: Literal["negotiation.v1"] = "negotiation.v1"
    """The version of this format."""
    sheet: FoundSheet
    """The sheet."""
    settings: ValuedSettings
    """How it was valued."""
    structure: str
    """What is negotiated."""
    paths: tuple[str, ...]
    """The terms that were asked about."""
    bracket: tuple[float, float] | None
    """Where the zone was looked for."""
    outside: Mapping[str, float]
    """By party what it has without the deal, as it sees it; empty without a zone asked for."""
    zone: tuple[tuple[float, float], ...]
    """Every stretch of the term on which no side loses by the deal."""
    nash: float | None
    """The value at which the product of the gains is largest."""
    equal_gain: float | None
    """The value at which two sides gain the same."""
    points: tuple[TablePoint, ...]
    """What each side has across the zone (without one, across the bracket), as it stands and at those two values."""
    common: CommonRate | None
    """The gain at the Nash point at one rate."""
    short: Mapping[str, float]
    """Without zone: by party the most that it gains anywhere."""
    frontier: tuple[FrontierPoint, ...]
    """Pairs of two terms; empty unless asked for."""
    counter: CounterOffer | None
    """What makes up for concessions; null unless asked for."""
    trades: tuple[TradedTerm, ...]
    """The terms that move value between the sides, the cheapest to give first."""
