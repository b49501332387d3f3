"""Numbers of a sheet as people write them, in the sheet's own units: ``28m``, ``15.6%``, ``2.4 years``."""

from __future__ import annotations

from typing import Final

from dealcraft.report.results._figures import DIGITS, MINUS, number
from dealcraft.terms.paths import Plain
from dealcraft.units import Duration, Money, PerTime, Quantity, Rate
from dealcraft.units.duration import PER_YEAR

_SCALES: Final = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def spelled(unit: Plain, amount: float) -> str:
    """*amount*, in units of the valuation (per year where it runs, years, fractions), with four digits at most.

    Money names its currency where *unit* does.
    """
    match unit:
        case Money(currency=currency):
            return _money(amount, currency)
        case PerTime(currency=currency):
            return f"{_money(amount, currency)} a year"
        case Rate():
            return f"{_plain(amount * 100)}%"
        case Duration(unit=word):
            return f"{_plain(amount * PER_YEAR[word])} {word}"
        case Quantity():
            return _plain(amount)


def _money(amount: float, currency: str | None) -> str:
    """In billions, millions or thousands, whichever gives one to three digits before the point."""
    rounded = abs(float(f"{amount:.{DIGITS}g}"))
    scale, word = next(((scale, word) for scale, word in _SCALES if rounded >= scale), (1.0, ""))
    return f"{currency} " * bool(currency) + _plain(amount / scale) + word


def _plain(value: float) -> str:
    """Four significant digits, without zeros at the end."""
    small = 0.0 < abs(value) < 1.0
    text = f"{value:.{DIGITS}g}".replace("-", MINUS) if small else number(value, DIGITS - 1)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
