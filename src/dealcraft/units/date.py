"""Calendar dates, ISO 8601 only."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from dealcraft.errors import Unreadable
from dealcraft.units.spelling import pattern

_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR: Final = r"(?!0000)[0-9]{4}"
_LEAP: Final = r"(?!0000)(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"

DAY: Final = (
    rf"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    rf"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
"""The form of a day that exists, for larger forms."""
MONTH: Final = rf"(?:{_YEAR}-(?:0[1-9]|1[0-2]))"
"""The form of a month."""
EXACT_DAY_PATTERN: Final = pattern(DAY)
"""A date to the day, as JSON Schema says it."""
DAY_PATTERN: Final = pattern(f"{DAY}|{MONTH}")
"""A date, or a month for its first day."""
_LOOKS_LIKE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


def read_date(text: str, *, to_the_day: bool = False) -> dt.date:
    """Read ``2031-06-30``, or ``2031-06`` as the first of that month unless *to_the_day*.

    Raises Unreadable for anything else, a day that does not exist included.
    """
    text = text.strip()
    if match := _MONTH.fullmatch(text):
        if to_the_day:
            raise Unreadable("date-without-day", found=text, first=f"{text}-01", last=_last_day(text, match))
        return _date(text, int(match[1]), int(match[2]), 1)
    if match := _DAY.fullmatch(text):
        return _date(text, int(match[1]), int(match[2]), int(match[3]))
    if _LOOKS_LIKE.fullmatch(text):
        raise Unreadable("date-order", found=text)
    raise Unreadable("date-unreadable", found=text)


def _date(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Unreadable("date-impossible", found=text) from None


def _last_day(text: str, match: re.Match[str]) -> dt.date:
    first = _date(text, int(match[1]), int(match[2]), 1)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
