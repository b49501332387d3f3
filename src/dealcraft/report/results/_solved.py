"""What is said of a solution in words: the numbers in their units, why there is none, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import isnan
from shlex import quote
from typing import Final

from dealcraft.analysis.solve import Solution, Stand
from dealcraft.analysis.targets import Measure, Unit
from dealcraft.report.inert import inert
from dealcraft.report.results._figures import NONE
from dealcraft.report.results._spelled import spelled
from dealcraft.terms.paths import Plain
from dealcraft.units import Money, Rate

_UNITS: Final[Mapping[Unit, Plain]] = {"money": Money(Decimal(1)), "rate": Rate(Decimal(1))}


def number(found: Solution, value: float) -> str:
    """A value of the term, for people."""
    return spelled(found.lever.unit, value)


def figure(found: Solution, amount: float) -> str:
    """A side of the target, for people."""
    return NONE if isnan(amount) else spelled(_UNITS[found.target.left.unit], amount)


def changes(found: Solution, stand: Stand) -> dict[str, str]:
    """By path what to write there."""
    return {str(path): found.lever.spelled(value) for path, value in found.lever.case(stand.value).items()}


def options(found: Solution, stand: Stand) -> list[str]:
    """The same as options of a command line."""
    return [f"--set {quote(f'{path}={text}')}" for path, text in changes(found, stand).items()]


def reason(found: Solution) -> str | None:
    """Why there is no solution; None where there is one."""
    if found.solutions:
        return None
    low, high = (number(found, end) for end in found.bracket)
    if found.between is None:
        missing = next(str(measure) for measure in found.target.measures)
        return f"no solution in [{low}, {high}]: {inert(missing)} has no value anywhere there"
    if found.unsound or found.leaps:
        return f"no solution in [{low}, {high}]: {next(passed(found))}"
    side, (least, most) = _side(found), found.between
    if least == most:
        return f"no solution in [{low}, {high}]: {side} stays at {figure(found, least)}"
    return f"no solution in [{low}, {high}]: {side} lies between {figure(found, least)} and {figure(found, most)}"


def passed(found: Solution) -> Iterator[str]:
    """Where the target is passed and not met, and where it is met by a sheet with an error."""
    for one in found.unsound:
        yield f"at {number(found, one.at)} the target is met, but the sheet is not sound: {inert(one.wrong)}"
    for leap in found.leaps:
        ends = f"from {_end(found, leap.before)} to {_end(found, leap.after)}"
        yield f"at {number(found, leap.at)} {_side(found)} leaps past the target, {ends}"


def _end(found: Solution, gap: float) -> str:
    right = found.target.right
    return figure(found, gap if isinstance(right, Measure) else gap + right)


def _side(found: Solution) -> str:
    """What `between` is of."""
    left, right = found.target.left, found.target.right
    return inert(f"{left} less {right}" if isinstance(right, Measure) else str(left))
