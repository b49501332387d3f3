"""Rates and plain numbers: a rate carries a percent sign, a number does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dealcraft.errors import Unreadable
from dealcraft.units.spelling import NUMBER, decimal_of, plain

_RATE: Final = re.compile(rf"({NUMBER})\s*(%|％|per cent|percent|bp|bps)", re.IGNORECASE)
_BARE: Final = re.compile(NUMBER)


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
        per = 10_000 if match[2].lower().startswith("bp") else 100
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
