"""Amounts of money, and money per time, as a term sheet writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dealcraft.errors import Unreadable
from dealcraft.units.currencies import CURRENCIES, RETIRED, SYMBOLS
from dealcraft.units.spelling import (
    NOT_NEGATIVE,
    NUMBER,
    UNSIGNED,
    any_case,
    decimal_of,
    nearest,
    pattern,
    plain,
)

_SCALE: Final = {
    "": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "mm": 10**6, "mn": 10**6, "million": 10**6,
    "bn": 10**9, "b": 10**9, "billion": 10**9, "tn": 10**12, "trillion": 10**12,
    "만": 10**4, "억": 10**8, "조": 10**12,
}  # fmt: skip
_ENGLISH: Final = any_case(*(word for word in _SCALE if word.isascii() and word))
_PLAIN: Final = re.compile(rf"({NUMBER})(?:\s*({_ENGLISH}))?")
_COUNT: Final = rf"({UNSIGNED})\s*(천|백)?"
_KOREAN: Final = rf"(?:{_COUNT}\s*조\s*)?(?:{_COUNT}\s*억\s*)?(?:{_COUNT}\s*만\s*)?({UNSIGNED})?"
_IN_KOREAN: Final = re.compile(_KOREAN)
_KOREAN_SCALES: Final = (10**12, 10**8, 10**4, 1)
_TIMES_KOREAN: Final = {"천": 1000, "백": 100, None: 1}
_CURRENCY: Final = re.compile(r"([A-Za-z]{3})(?=[\s0-9.])\s*(.*)", re.DOTALL)
_TIMES: Final = any_case("year", "quarter", "month", "annum")
_PER: Final = re.compile(rf"\s(?:{any_case('per', 'a')})\s+({_TIMES})$")
PER_YEAR: Final = {"year": 1, "annum": 1, "quarter": 4, "month": 12}


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
        bare = text.strip(symbol + " ")
        choices = " or ".join(f"{code} {bare}" for code in SYMBOLS[symbol])
        raise Unreadable("money-symbol", found=text, symbol=symbol, mend=choices)
    currency, rest = None, text
    if match := _CURRENCY.fullmatch(text):
        currency, rest = read_currency(match[1]), match[2]
    amount = _amount(rest)
    if amount is None:
        if (code := text[-3:]) in CURRENCIES and text[:1].isdigit():
            raise Unreadable("money-order", found=text, mend=f"{code} {text[:-3].strip()}")
        raise Unreadable("money-unreadable", found=text)
    return Money(amount, currency)


def read_per_time(text: str) -> PerTime:
    """Read ``4m per year`` or ``100k per quarter``.

    Raises Unreadable where either half is missing.
    """
    text = text.strip()
    match = _PER.search(text)
    if match is None:
        read_money(text)
        raise Unreadable("per-time-missing", found=text)
    per = match[1].lower()
    return PerTime(read_money(text[: match.start()]), "year" if per == "annum" else per)


def read_currency(code: str) -> str:
    """An ISO 4217 code in use; Unreadable names the successor of a retired one."""
    upper = code.strip().upper() if code.isascii() else code
    if upper in CURRENCIES:
        return upper
    if upper in RETIRED:
        raise Unreadable("currency-retired", found=code, mend=RETIRED[upper])
    raise Unreadable("currency-unknown", found=code, hint=nearest(upper, CURRENCIES))


def currency_pattern() -> str:
    """A currency in use, in any case, as JSON Schema says it."""
    return pattern(_currencies())


def money_pattern() -> str:
    """An amount of at least 0, as JSON Schema says it."""
    return pattern(_money())


def per_time_pattern() -> str:
    """Money per time, at least 0, as JSON Schema says it."""
    return pattern(rf"(?:{_money()})\s+(?:{any_case('per', 'a')})\s+(?:{_TIMES})")


def _currencies() -> str:
    return any_case(*(code.lower() for code in sorted(CURRENCIES)))


def _money() -> str:
    korean = rf"(?=[^만억조]*[만억조]){_KOREAN}"
    return rf"(?:(?:{_currencies()})(?=[\s0-9.])\s*)?(?:{NOT_NEGATIVE}(?:\s*(?:{_ENGLISH}))?|{korean})"


def _amount(text: str) -> Decimal | None:
    """The number in *text*, whose scale words may add up in Korean (``1조 2,000억``, ``5천만``)."""
    text = text.strip()
    if not re.search("[만억조]", text):
        match = _PLAIN.fullmatch(text)
        return decimal_of(match[1]) * _SCALE[(match[2] or "").lower()] if match else None
    match = _IN_KOREAN.fullmatch(text)
    if match is None:
        return None
    *counted, rest = match.groups()
    parts = zip((*counted[::2], rest), (*counted[1::2], None), _KOREAN_SCALES, strict=True)
    return sum((decimal_of(n) * _TIMES_KOREAN[word] * scale for n, word, scale in parts if n), Decimal(0))


def _spell(amount: Decimal) -> str:
    """The shortest plain spelling: ``40m``, ``1.2bn``, ``17.5``."""
    for word, scale in (("bn", 10**9), ("m", 10**6), ("k", 10**3)):
        scaled = amount / scale
        if abs(amount) >= scale and scaled * scale == amount and -scaled.as_tuple().exponent <= 3:  # type: ignore[operator]
            return plain(scaled) + word
    return plain(amount)
