"""Amounts of money, and money per time, as a term sheet writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dealcraft.errors import Unreadable
from dealcraft.units.currencies import CURRENCIES, RETIRED, SYMBOLS
from dealcraft.units.spelling import NUMBER, decimal_of, nearest, plain

_SCALE: Final = {
    "": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "mm": 10**6, "mn": 10**6, "million": 10**6,
    "bn": 10**9, "b": 10**9, "billion": 10**9, "tn": 10**12, "trillion": 10**12,
    "만": 10**4, "억": 10**8, "조": 10**12,
}  # fmt: skip
_WORD: Final = "|".join(sorted(filter(None, _SCALE), key=len, reverse=True))
_PART: Final = re.compile(rf"\s*({NUMBER})\s*({_WORD})?(?![A-Za-z가-힣])", re.IGNORECASE)
_KOREAN_PART: Final = re.compile(rf"\s*({NUMBER})\s*(조|억|만)?")
_CURRENCY: Final = re.compile(r"\s*([A-Za-z]{3})(?=[\s\d.])\s*(.*)", re.DOTALL)
_PER: Final = re.compile(r"(.*?)\s+(?:per|a)\s+(year|quarter|month|annum)\s*", re.IGNORECASE | re.DOTALL)
PER_YEAR: Final = {"year": 1, "annum": 1, "quarter": 4, "month": 12}
_ISO_SUFFIX: Final = re.compile(r"(.*\d.*?)\s*\b([A-Z]{3})\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, and the currency the sheet named with it (None: the currency of its place)."""

    amount: Decimal
    currency: str | None = None

    def __str__(self) -> str:
        text = _spell(self.amount)
        return f"{self.currency} {text}" if self.currency else text

    def __float__(self) -> float:
        return float(self.amount)


@dataclass(frozen=True, slots=True)
class PerTime:
    """Money per ``year``, ``quarter`` or ``month``."""

    amount: Money
    per: str = "year"

    @property
    def currency(self) -> str | None:
        """The currency the sheet named, if any."""
        return self.amount.currency

    def __float__(self) -> float:
        """Per year."""
        return float(self.amount) * PER_YEAR[self.per]

    def __str__(self) -> str:
        return f"{self.amount} per {self.per}"


def read_money(text: str) -> Money:
    """Read ``40m``, ``USD 1.2bn``, ``KRW 500억`` or ``5,000,000``.

    Raises Unreadable where the text is no amount, or could be two.
    """
    text = text.strip()
    if text[:1] in SYMBOLS or text[-1:] in SYMBOLS:
        symbol = text[0] if text[0] in SYMBOLS else text[-1]
        amount = text.strip(symbol + " ")
        choices = " or ".join(f"{code} {amount}" for code in SYMBOLS[symbol])
        raise Unreadable("money-symbol", found=text, symbol=symbol, mend=choices)
    currency, rest = None, text
    if match := _CURRENCY.fullmatch(text):
        currency, rest = read_currency(match[1]), match[2]
    amount = _amount(rest)
    if amount is None:
        if (swapped := _ISO_SUFFIX.fullmatch(text)) and swapped[2] in CURRENCIES:
            raise Unreadable("money-order", found=text, mend=f"{swapped[2]} {swapped[1].strip()}")
        raise Unreadable("money-unreadable", found=text)
    return Money(amount, currency)


def read_per_time(text: str) -> PerTime:
    """Read ``4m per year`` or ``100k per quarter``.

    Raises Unreadable where either half is missing.
    """
    match = _PER.fullmatch(text.strip())
    if match is None:
        read_money(text)
        raise Unreadable("per-time-missing", found=text.strip())
    per = match[2].lower()
    return PerTime(read_money(match[1]), "year" if per == "annum" else per)


def read_currency(code: str) -> str:
    """An ISO 4217 code in use; Unreadable names the successor of a retired one."""
    upper = code.strip().upper()
    if upper in CURRENCIES:
        return upper
    if upper in RETIRED:
        raise Unreadable("currency-retired", found=code, mend=RETIRED[upper])
    raise Unreadable("currency-unknown", found=code, hint=nearest(upper, CURRENCIES))


def _amount(text: str) -> Decimal | None:
    """The number in *text*, whose scale words may add up in Korean (``1조 2,000억``)."""
    pattern = _KOREAN_PART if re.search("[만억조]", text) else _PART
    total, at, last = Decimal(0), 0, None
    text = text.strip()
    while at < len(text):
        match = pattern.match(text, at)
        if match is None or (at and pattern is _PART):
            return None
        scale = _SCALE[(match[2] or "").lower()]
        if last is not None and scale >= last:
            return None
        total += decimal_of(match[1]) * scale
        at, last = match.end(), scale
    return total if text else None


def _spell(amount: Decimal) -> str:
    """The shortest plain spelling: ``40m``, ``1.2bn``, ``17.5``."""
    for word, scale in (("bn", 10**9), ("m", 10**6), ("k", 10**3)):
        scaled = amount / scale
        if abs(amount) >= scale and scaled * scale == amount and -scaled.as_tuple().exponent <= 3:  # type: ignore[operator]
            return plain(scaled) + word
    return plain(amount)
