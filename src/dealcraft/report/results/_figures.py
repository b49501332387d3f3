"""How numbers are written for people: one unit for a page, four digits at most, decimal points in line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import Final

NONE: Final = "–"
"""Stands where a figure does not apply; never 0."""
MINUS: Final = "−"
DIGITS: Final = 4
_ROUNDING: Final = 1e-9
"""What a sum of chances may be short of 1 and still be certain."""
_BILLION: Final = 1e9
_UNITS: Final = ((_BILLION, "billion"), (1e6, "million"), (1e3, "thousand"), (1.0, ""))


@dataclass(frozen=True, slots=True)
class Unit:
    """What amounts on a page are counted in."""

    scale: float
    word: str
    """`million`, `billion`, `thousand`, or empty."""
    decimals: int
    """The most that a figure shows."""

    def money(self, amount: float | None, *, sign: bool = False) -> str:
        """*amount* without a sign for the unit: ``48.2``, ``1,365``, ``−7.8``, ``–``."""
        if amount is None or not isfinite(amount):
            return NONE
        return number(amount / self.scale, self.decimals, sign=sign)

    def shows(self, amount: float) -> bool:
        """Whether *amount* reads as more than 0.0."""
        return any(digit in "123456789" for digit in self.money(amount))

    def error(self, amount: float) -> str:
        """A standard error, with one decimal more where it needs it; empty where it would not show."""
        value = amount / self.scale
        for decimals in (self.decimals, self.decimals + 1):
            text = number(value, decimals)
            if text.strip("0."):
                return text
        return ""

    def brief(self, amount: float) -> str:
        """The same without decimals where three digits stand before them."""
        return number(amount / self.scale, self.decimals if abs(amount / self.scale) < 10 else 0)


def unit_for(amounts: Iterable[float]) -> Unit:
    """The unit in which the largest of *amounts* has one to four digits before the point."""
    largest = max((abs(a) for a in amounts if isfinite(a)), default=0.0)
    scale, word = next(((s, w) for s, w in _UNITS if largest >= (10 * s if s == _BILLION else s)), (1.0, ""))
    lead = largest / scale
    return Unit(scale, word, 2 if lead < 10 or scale == _BILLION else 1)


def number(value: float, decimals: int, *, sign: bool = False) -> str:
    """At most four significant digits and at most *decimals* decimals, thousands separated, a real minus."""
    places = max(0, min(decimals, DIGITS - 1 - _exponent(value)))
    if abs(value) >= 10**DIGITS:
        value = round(value, DIGITS - 1 - _exponent(value))
    text = f"{abs(value):,.{places}f}"
    if not any(digit in "123456789" for digit in text):
        return text
    return (MINUS if value < 0 else "+" if sign else "") + text


def _exponent(value: float) -> int:
    """Of the first digit that is shown: 999.96 shows as 1,000 and so counts as four digits."""
    if value == 0:
        return 0
    exponent = floor(log10(abs(value)))
    rounds_up = round(abs(value), DIGITS - 1 - exponent) >= 10.0 ** (exponent + 1)
    return exponent + rounds_up


def in_line(texts: Iterable[str]) -> list[str]:
    """Figures padded on the right so that their decimal points stand in one column when set flush right."""
    texts = list(texts)
    widest = max((len(_tail(text)) for text in texts), default=0)
    return [text + " " * (widest - len(_tail(text))) for text in texts]


def _tail(text: str) -> str:
    head, point, decimals = text.partition(".")
    return point + decimals if head[-1:].isdigit() else ""


def percent(share: float | None, *, decimals: int = 0) -> str:
    """``62%``; what is not quite nothing or everything says so: ``<1%``, ``>99%``."""
    if share is None or not isfinite(share):
        return NONE
    step = 10.0**-decimals / 100
    if 0 < share < step / 2:
        return f"<{step * 100:.{decimals}f}%"
    if 1 - step / 2 < share < 1 - _ROUNDING:
        return f">{100 - step * 100:.{decimals}f}%"
    text = f"{abs(share) * 100:,.{decimals}f}%"
    return (MINUS if share < 0 and text.strip("0.%") else "") + text


def exact_percent(share: float | None) -> str:
    """A rate as it would be written in a sheet: ``8.5%``."""
    return NONE if share is None else f"{share * 100:.4g}%".replace("-", MINUS)


def year(date: dt.date | None) -> str:
    """``2026``."""
    return NONE if date is None else f"{date:%Y}"


def month(date: dt.date | None) -> str:
    """``2026-01``."""
    return NONE if date is None else f"{date:%Y-%m}"


def span(first: dt.date | None, last: dt.date | None) -> str:
    """``2026-01``, or ``2034 – 2043`` where it lasts longer than a year."""
    if first is None or last is None or last == first:
        return month(first if first is not None else last)
    if first.year == last.year:
        return f"{first:%Y-%m} – {last:%m}"
    return f"{first:%Y} – {last:%Y}"


def counted(count: int, word: str) -> str:
    """``1 warning``, ``2 warnings``."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def listed(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last
