"""The shape of `sensitivity.v1`, what `sensitivity` writes as JSON; money in units of the valuation currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dealcraft._version import __version__
from dealcraft.report.models import FoundSheet, Output
from dealcraft.report.models_valuation import ValuedSettings


class MovedNumber(Output):
    """One number of the sheet, moved by itself; in its own unit: its currency, a year, a fraction."""

    path: str
    """The term."""
    now: float
    """As the sheet has it; of an uncertain number its base, else its mean."""
    low: float
    """The low value that was tried."""
    high: float
    """The high value."""
    npv_low: Mapping[str, float]
    """By party what the structure is worth to it at the low value, as it sees it."""
    npv_high: Mapping[str, float]
    """The same at the high value."""
    every_low: Mapping[str, float]
    """By structure what it is worth to the party read for, as it sees it, at the low value."""
    every_high: Mapping[str, float]
    """The same at the high value."""
    lead_low: float | None
    """How far the structure that is first as the sheet stands is ahead of the best of the others at the low value; null
    where there is one structure only."""
    lead_high: float | None
    """The same at the high value; below 0 another comes first."""


class Leading(Output):
    """The two best structures for the party read for, as the sheet stands."""

    first: str
    """The best."""
    second: str
    """The one behind it."""
    lead: float
    """By how much the first is worth more."""


class TwoNumbers(Output):
    """Two numbers moved together."""

    paths: tuple[str, str]
    """The two terms."""
    values: tuple[tuple[float, ...], tuple[float, ...]]
    """The values of the first and of the second, each in its own unit."""
    npv: Mapping[str, tuple[tuple[float, ...], ...]]
    """By party what the structure is worth to it: a list for each value of the first."""
    first: tuple[tuple[str, ...], ...]
    """The structure that is best for the party read for, laid out alike."""


class Sensitivities(Output):
    """The whole of ``dealcraft sensitivity --format json``."""

    dealcraft: str = __version__
    """The version that wrote this."""
    format: Literal["sensitivity.v1"] = "sensitivity.v1"
    """The version of this format."""
    sheet: FoundSheet
    """The sheet."""
    settings: ValuedSettings
    """How it was valued."""
    structure: str
    """Whose value is told."""
    party: str
    """For whom rows are ranked and structures compared."""
    base: Mapping[str, float]
    """By party what the structure is worth to it as the sheet stands."""
    every: Mapping[str, float]
    """By structure what it is worth to the party read for as the sheet stands, the best first."""
    leading: Leading | None
    """The two best structures; null where there is one only."""
    rows: tuple[MovedNumber, ...]
    """Every number that moves anything, the widest swing for the party first."""
    still: int
    """How many numbers were tried that move nothing."""
    sketched: bool
    """Whether each number was tried at fewer scenarios than the run, its differences added to the run's value."""
    grid: TwoNumbers | None
    """Two numbers together; null unless asked for."""
