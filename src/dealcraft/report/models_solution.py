"""The shape of `solution.v1`, what `solve` writes as JSON; money in units of the valuation currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dealcraft._version import __version__
from dealcraft.report.models import FoundSheet, Output
from dealcraft.report.models_valuation import ValuedSettings


class SolvedNumber(Output):
    """One value of the term, in its own unit: its currency (a year, where it runs), a fraction, years."""

    value: float
    """The value."""
    changes: Mapping[str, str]
    """By path what to write there, as `--set` takes it: the term and, of a whole, the shares that give way."""
    left: float | None
    """The left side of the target there; null where the figure has no value."""
    right: float | None
    """The right side."""
    residual: float | None
    """The left side less the right."""
    npv: Mapping[str, Mapping[str, float]]
    """By structure of the target and by party the expected present value."""


class Leapt(Output):
    """A value of the term at which the left side less the right passes nothing without coming to it."""

    value: float
    """The value."""
    before: float
    """The left side less the right just below it."""
    after: float
    """The same at it."""


class NotSound(Output):
    """A value of the term that would meet the target, in a sheet that then has an error."""

    value: float
    """The value."""
    error: str
    """The error."""


class Solutions(Output):
    """The whole of ``dealcraft solve --format json``."""

    dealcraft: str = __version__
    """The version that wrote this."""
    format: Literal["solution.v1"] = "solution.v1"
    """The version of this format."""
    sheet: FoundSheet
    """The sheet."""
    settings: ValuedSettings
    """How it was valued."""
    path: str
    """The term that was solved for."""
    target: str
    """What was to be met."""
    bracket: tuple[float, float]
    """Between which values of the term it was looked for."""
    now: SolvedNumber
    """As the sheet stands; `changes` is empty."""
    solutions: tuple[SolvedNumber, ...]
    """Every value at which the target is met, in rising order; empty where there is none."""
    leaps: tuple[Leapt, ...]
    """Values at which the target is passed and not met."""
    unsound: tuple[NotSound, ...]
    """Values at which it would be met by a sheet with an error."""
    between: tuple[float, float] | None
    """Without solution: the least and the most that was seen of the left side, of the left side less the right where both
    are figures; null where it has no value anywhere."""
    reason: str | None
    """Why there is no solution; null where there is one."""
