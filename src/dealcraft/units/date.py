"""Calendar dates, ISO 8601 only."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from dealcraft.errors import Unreadable

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
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
