"""Lengths of time: months are twelfths of a year, a day is 1/365 year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dealcraft.errors import Unreadable
from dealcraft.units.spelling import NUMBER, UNSIGNED, any_case, decimal_of, pattern, plain

PER_YEAR: Final = {"years": 1.0, "quarters": 4.0, "months": 12.0, "weeks": 365.0 / 7.0, "days": 365.0}
_UNIT: Final = {
    "year": "years", "yr": "years", "quarter": "quarters", "month": "months", "mo": "months", "week": "weeks",
    "day": "days", "년": "years", "개월": "months", "분기": "quarters", "주": "weeks", "일": "days",
}  # fmt: skip
_ENGLISH: Final = any_case(*(word for word in _UNIT if word.isascii()))
_KOREAN: Final = "|".join(word for word in _UNIT if not word.isascii())
_ISO_UNIT: Final = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}

DURATION: Final = rf"(?:P{UNSIGNED}[YMWD]|{UNSIGNED}\s*(?:(?:{_ENGLISH})[sS]?|{_KOREAN}))"
"""The form of a length of time, for larger forms."""
DURATION_PATTERN: Final = pattern(DURATION)
"""The same as JSON Schema says it."""
_WORDS: Final = re.compile(rf"(-?{UNSIGNED})\s*(?:({_ENGLISH})[sS]?|({_KOREAN}))")
_ISO: Final = re.compile(rf"P({UNSIGNED})([YMWD])")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in the unit it was written in."""

    amount: Decimal
    unit: str = "years"

    def __float__(self) -> float:
        """In years."""
        return float(self.amount) / PER_YEAR[self.unit]

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self.unit}"


def read_duration(text: str) -> Duration:
    """Read ``18 months``, ``1.5 years``, ``P18M`` or ``18개월``.

    Raises Unreadable for a bare number, a mixture such as ``1y6``, and a negative length.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return Duration(decimal_of(match[1]), _ISO_UNIT[match[2]])
    if match := _WORDS.fullmatch(text):
        if text.startswith("-"):
            raise Unreadable("duration-negative", found=text)
        return Duration(decimal_of(match[1]), _UNIT[(match[2] or match[3]).lower()])
    if re.fullmatch(NUMBER, text):
        raise Unreadable("bare-duration", found=text, mend=f"{text} months or {text} years")
    raise Unreadable("duration-unreadable", found=text)
