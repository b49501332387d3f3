"""Lengths of time: months are twelfths of a year, a day is 1/365 year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dealcraft.errors import Unreadable
from dealcraft.units.spelling import NUMBER, decimal_of, plain

PER_YEAR: Final = {"years": 1.0, "quarters": 4.0, "months": 12.0, "weeks": 365.0 / 7.0, "days": 365.0}
_UNIT: Final = {
    "year": "years", "yr": "years", "quarter": "quarters", "month": "months", "mo": "months", "week": "weeks",
    "day": "days", "년": "years", "개월": "months", "분기": "quarters", "주": "weeks", "일": "days",
}  # fmt: skip
_WORDS: Final = re.compile(rf"({NUMBER})\s*({'|'.join(_UNIT)})s?", re.IGNORECASE)
_ISO: Final = re.compile(r"P(\d+(?:\.\d+)?)([YMWD])")
_ISO_UNIT: Final = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}


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
        amount = decimal_of(match[1])
        if amount < 0:
            raise Unreadable("duration-negative", found=text)
        return Duration(amount, _UNIT[match[2].lower()])
    if re.fullmatch(NUMBER, text):
        raise Unreadable("bare-duration", found=text, mend=f"{text} months or {text} years")
    raise Unreadable("duration-unreadable", found=text)
