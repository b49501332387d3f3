"""What house rules may ask of a value: a closed set of operators over the quantities of a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from dealcraft.errors import Unreadable, UsageError
from dealcraft.rules._worth import point
from dealcraft.terms.events import Moment, OnDate, read_event
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.territory import FieldOfUse, Territory, read_field, read_territory
from dealcraft.units import (
    Duration,
    Money,
    PerTime,
    Quantity,
    Rate,
    read_date,
    read_duration,
    read_money,
    read_per_time,
    read_quantity,
    read_rate,
)

Operator = Callable[[Any, Any, Sheet], bool]
"""Whether a value is as the operand asks; both are read."""


def read_operand(value: Any, operand: Any) -> Any:
    """*operand* as a quantity of the kind of *value*; raises UsageError where it cannot be one."""
    if isinstance(operand, list) and not isinstance(value, Territory | FieldOfUse):
        return [read_operand(value, one) for one in operand]
    for kind, read in _READERS.items():
        if isinstance(point(value), kind):
            try:
                return read(operand)
            except Unreadable as problem:
                found = problem.values.get("found", operand)
                raise UsageError(f"{found} cannot be compared with {value}") from None
    return _text(operand)


def holds(name: str, value: Any, operand: Any, sheet: Sheet) -> bool:
    """Whether *value* is as the operator *name* and its *operand* ask."""
    return OPERATORS[name](value, operand, sheet)


def spelled(value: Any) -> str:
    """*value*, read or as written, as a message shows it."""
    if isinstance(value, list):
        return ", ".join(spelled(one) for one in value)
    include = getattr(value, "include", None)
    if include is not None:
        excluded = f" except {', '.join(value.excluded)}" if value.excluded else ""
        return ", ".join(include) + excluded
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _min(value: Any, operand: Any, sheet: Sheet) -> bool:
    return _number(value, sheet) >= _number(operand, sheet)


def _max(value: Any, operand: Any, sheet: Sheet) -> bool:
    return _number(value, sheet) <= _number(operand, sheet)


def _is(value: Any, operand: Any, sheet: Sheet) -> bool:
    if isinstance(value, Territory):
        return bool(value.countries == operand.countries)
    if isinstance(point(value), Money | PerTime | Rate | Quantity | Duration):
        return _number(value, sheet) == _number(operand, sheet)
    return _text(value) == _text(operand)


def _is_not(value: Any, operand: Any, sheet: Sheet) -> bool:
    return not _is(value, operand, sheet)


def _one_of(value: Any, operand: Any, sheet: Sheet) -> bool:
    return any(_is(value, one, sheet) for one in (operand if isinstance(operand, list) else [operand]))


def _none_of(value: Any, operand: Any, sheet: Sheet) -> bool:
    return not _one_of(value, operand, sheet)


def _covers(value: Any, operand: Any, sheet: Sheet) -> bool:
    return bool(value.covers(operand))


def _within(value: Any, operand: Any, sheet: Sheet) -> bool:
    return bool(operand.covers(value))


def _meets(value: Any, operand: Any, sheet: Sheet) -> bool:
    return bool(value.meets(operand))


def _apart(value: Any, operand: Any, sheet: Sheet) -> bool:
    return not value.meets(operand)


def _before(value: Any, operand: Any, sheet: Sheet) -> bool:
    return _day(value) < _day(operand)


def _after(value: Any, operand: Any, sheet: Sheet) -> bool:
    return _day(value) > _day(operand)


OPERATORS: Final[Mapping[str, Operator]] = {
    "min": _min,
    "max": _max,
    "is": _is,
    "is_not": _is_not,
    "one_of": _one_of,
    "none_of": _none_of,
    "covers": _covers,
    "within": _within,
    "meets": _meets,
    "apart_from": _apart,
    "before": _before,
    "after": _after,
}
"""Every operator that compares a value; `require` and `forbid` ask whether there is one."""
SAYS: Final[Mapping[str, str]] = {
    "min": "{found} is below {limit}",
    "max": "{found} is above {limit}",
    "is": "{found} is not {limit}",
    "is_not": "{found} is not allowed here",
    "one_of": "{found} is none of {limit}",
    "none_of": "{found} is one of {limit}",
    "covers": "{found} does not cover {limit}",
    "within": "{found} lies outside {limit}",
    "meets": "{found} has nothing of {limit}",
    "apart_from": "{found} includes some of {limit}",
    "before": "{found} is not before {limit}",
    "after": "{found} is not after {limit}",
    "require": "{found} is not stated",
    "forbid": "{found} is stated",
}
"""What is said where a value is not as asked, unless the rule has a message of its own."""


def _number(value: Any, sheet: Sheet) -> float:
    """A quantity as a number in the sheet's currency; of a distribution its base, else its likeliest value."""
    quantity = point(value)
    if not isinstance(quantity, Money | PerTime | Rate | Quantity | Duration | int):
        raise UsageError(f"{_text(value)} is no number, so it has no min and no max")
    code = getattr(quantity, "currency", None)
    known = code in sheet.fx
    if code is not None and code != sheet.valuation.currency and not known:
        raise UsageError(f"{value} cannot be compared without `fx` for {code}")
    return float(quantity) * (float(point(sheet.fx[code])) if known and code else 1.0)


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, Moment) and isinstance(value.anchor, OnDate) and value.offset == 0:
        return value.anchor.date
    raise UsageError(f"{_text(value)} is no date, so it is not before or after one")


def _text(value: Any) -> str:
    text = str(value)
    return text.lower() if isinstance(value, bool) else text


def _read_date(operand: Any) -> dt.date:
    return read_date(_text(operand))


def _scalar(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda operand: read(_text(operand))


_READERS: Final[Mapping[type, Callable[[Any], Any]]] = {
    Money: _scalar(read_money),
    PerTime: _scalar(read_per_time),
    Rate: _scalar(read_rate),
    Quantity: _scalar(read_quantity),
    Duration: _scalar(read_duration),
    Territory: read_territory,
    FieldOfUse: read_field,
    dt.date: _read_date,
    Moment: read_event,
}
