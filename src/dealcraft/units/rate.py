"""Rates and plain numbers: a rate carries a percent sign, a number does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dealcraft.errors import Unreadable
from dealcraft.units.spelling import NO_LONGER, NOT_NEGATIVE, NUMBER, any_case, decimal_of, pattern, plain

_PERCENT: Final = f"(?:%|％|{any_case('per cent', 'percent')})"
_BASIS: Final = f"(?:{any_case('bp', 'bps')})"
_RATE: Final = re.compile(rf"({NUMBER})\s*(?:({_PERCENT})|{_BASIS})")
_BARE: Final = re.compile(NUMBER)

_ZERO: Final = r"-(?:0+(?:\.0+)?|\.0+)"
_TO_100: Final = NO_LONGER + r"(?:0*(?:[0-9]{1,2}(?:\.[0-9]+)?|100(?:\.0+)?)|\.[0-9]+)"
_TO_10000: Final = NO_LONGER + (
    r"(?:0*(?:[0-9]{1,4}(?:\.[0-9]+)?|10000(?:\.0+)?)|[1-9],[0-9]{3}(?:\.[0-9]+)?|10,000(?:\.0+)?|\.[0-9]+)"
)
_TO_1: Final = NO_LONGER + r"(?:0*1(?:\.0+)?|0+(?:\.[0-9]+)?|\.[0-9]+)"

RATE_PATTERN: Final = pattern(rf"{NOT_NEGATIVE}\s*(?:{_PERCENT}|{_BASIS})")
"""A rate of at least 0%, as JSON Schema says it; tests hold the patterns to the readers."""
SHARE_PATTERN: Final = pattern(
    rf"(?:\+?{_TO_100}|{_ZERO})\s*{_PERCENT}|(?:\+?{_TO_10000}|{_ZERO})\s*{_BASIS}"
)
"""A rate from 0% to 100%."""
GROWTH_PATTERN: Final = pattern(
    rf"{NOT_NEGATIVE}\s*(?:{_PERCENT}|{_BASIS})|-{_TO_100}\s*{_PERCENT}|-{_TO_10000}\s*{_BASIS}"
)
"""A rate of at least -100%."""
NUMBER_PATTERN: Final = pattern(NOT_NEGATIVE)
"""A plain number of at least 0."""
RANK_PATTERN: Final = pattern(rf"[+-]?{_TO_1}")
"""A plain number from -1 to 1."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A fraction of one, written with a percent sign."""

    value: Decimal

    def __str__(self) -> str:
        return plain(self.value * 100) + "%"

    def __float__(self) -> float:
        return float(self.value)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A plain number: units, multiples, counts."""

    value: Decimal

    def __str__(self) -> str:
        return plain(self.value)

    def __float__(self) -> float:
        return float(self.value)


def read_rate(text: str) -> Rate:
    """Read ``5%``, ``7.5 %``, ``50bp`` or ``5 per cent``.

    Raises Unreadable for a bare number, which could be read two ways.
    """
    text = text.strip()
    if match := _RATE.fullmatch(text):
        per = 100 if match[2] else 10_000
        return Rate(decimal_of(match[1]) / per)
    if _BARE.fullmatch(text):
        number = decimal_of(text)
        as_fraction = f" or {plain(number * 100)}%" if abs(number) <= 1 else ""
        raise Unreadable("bare-rate", found=text, mend=f"{plain(number)}%{as_fraction}")
    raise Unreadable("rate-unreadable", found=text)


def read_quantity(text: str) -> Quantity:
    """Read ``1.5`` or ``3``; Unreadable otherwise."""
    text = text.strip()
    if _BARE.fullmatch(text):
        return Quantity(decimal_of(text))
    raise Unreadable("number-unreadable", found=text)
