"""Values of a sheet by their path: read one, list the numeric ones, make a sheet with another value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dealcraft.errors import DealcraftError, UnknownPath, Unreadable
from dealcraft.findings import Finding, catalogue
from dealcraft.terms.change import nearest_path, set_value
from dealcraft.terms.load import validate
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated
from dealcraft.units import Duration, Money, Path, PerTime, Quantity, Rate, Step
from dealcraft.units.spelling import plain
from dealcraft.units.uncertain import (
    Discrete,
    Distribution,
    Lognormal,
    Normal,
    Percentiles,
    Pert,
    Triangular,
    Uniform,
)

Plain = Money | PerTime | Rate | Quantity | Duration
Leaf = Plain | Distribution[Any]
"""A number of the sheet, or the distribution in its place."""
PLAIN = (Money, PerTime, Rate, Quantity, Duration)
"""The types of a leaf that is no distribution."""
DISTRIBUTIONS = (Triangular, Pert, Uniform, Normal, Lognormal, Percentiles, Discrete)
"""The types of a leaf that is one."""
_DECIMALS = 18


def get(sheet: Sheet, path: Path) -> Any:
    """What stands at *path*: a leaf, a term, a list or a map of them.

    Raises UnknownPath, with the nearest path, where the sheet states nothing there.
    """
    here: Any = sheet
    for depth, step in enumerate(path):
        below = _below(here)
        if step not in below:
            raise UnknownPath(path, nearest_path(Path.of(path[:depth]), step, below))
        here = below[step]
    if path[-1:] == ("overheads",) and here.keys() == {"owner"}:
        return here["owner"]  # one amount, written without naming the owner
    return here


def leaves(sheet: Sheet) -> Iterator[tuple[Path, Leaf]]:
    """Every number that the sheet states, an uncertain value being one, with the path it is written at."""
    for path, term in sheet.terms:
        for key, value in stated(term):
            for place, leaf in _leaves(path.child(key), value):
                yield _written(sheet.data, place), leaf


def replace(sheet: Sheet, path: Path, value: object) -> Sheet:
    """The sheet with *value* at *path*, validated anew.

    A text is read as the sheet would write it; a bare number is taken in the unit of the leaf that stands there:
    money in its currency (per year where it runs), a rate as a fraction, a duration in years.
    """
    return replace_all(sheet, {path: value})


def replace_all(sheet: Sheet, changes: Mapping[Path, object]) -> Sheet:
    """The same for several leaves at once.

    Raises UnknownPath, and Unreadable where a value does not fit its place.
    """
    data = sheet.data
    for path, value in changes.items():
        text = spell(get(sheet, path), value) if isinstance(value, int | float) else value
        data = set_value(
            data, path, text if isinstance(text, str | dict | list) or text is None else str(text)
        )
    changed, findings = validate(data)
    if changed is None:
        first = findings[0]
        raise _unreadable(first)
    return changed


def as_seen_by(sheet: Sheet, party: str) -> Sheet:
    """The sheet under what *party* believes instead (its `view`); the same sheet where it believes nothing else."""
    view = sheet.parties[party].view
    return replace_all(sheet, {Path.parse(text): value for text, value in view.items()}) if view else sheet


def spell(leaf: object, number: float) -> str:
    """*number*, in the unit of *leaf*, as the sheet would write it."""
    exact = Decimal(repr(float(number)))
    if exact.adjusted() < -_DECIMALS:
        exact = Decimal(0)
    match _unit(leaf):
        case Money(currency=currency):
            return f"{currency} {plain(exact)}" if currency else plain(exact)
        case PerTime(currency=currency):
            amount = f"{currency} {plain(exact)}" if currency else plain(exact)
            return f"{amount} per year"
        case Rate():
            return f"{plain(exact * 100)}%"
        case Duration():
            return f"{plain(exact)} years"
        case Quantity():
            return plain(exact)
    raise DealcraftError(f"a number cannot stand where {type(leaf).__name__} does")


def _unreadable(found: Finding) -> Unreadable:
    """The error of a call that *found* is, in the words of the catalogue."""
    problem = Unreadable(found.code, at=tuple(found.path), **found.values)
    words = catalogue.entry(found.code)
    advice = words.advise(found.values)
    problem.said = f"{found.path}: {words.say(found.values)}{f'; {advice}' if advice else ''}"
    return problem


def _below(here: Any) -> dict[Step, Any]:
    if isinstance(here, Term):
        return {key: value for key, value in stated(here) if value is not None}
    if isinstance(here, Mapping):
        return dict(here)
    return dict(enumerate(here)) if isinstance(here, list) else {}


def _leaves(path: Path, value: Any) -> Iterator[tuple[Path, Leaf]]:
    if isinstance(value, (*PLAIN, *DISTRIBUTIONS)):
        yield path, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(path.child(key), inner)


def _written(data: Any, path: Path) -> Path:
    """*path* as far as the plain data goes: a short spelling (`overheads: 5m per year`) hides the steps below it."""
    here: Any = data
    for depth, step in enumerate(path):
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return Path.of(path[:depth])
    return path


def _unit(leaf: object) -> object:
    """A quantity of the unit that *leaf* is in."""
    match leaf:
        case Triangular() | Pert():
            return leaf.mode
        case Uniform():
            return leaf.low
        case Normal() | Lognormal():
            return leaf.mean
        case Percentiles():
            return leaf.p50
        case Discrete():
            return leaf.cases[0].value
    return leaf
