"""Rough sizes that rules compare: the highest year of a forecast, uncertain figures at base or mode."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from dealcraft.terms.markets import Market
from dealcraft.terms.sheet import Sheet
from dealcraft.units.uncertain import Discrete, Lognormal, Normal, Percentiles, Pert, Triangular, Uniform


def highest_year(sheet: Sheet, market: Market) -> float:
    """The highest yearly sales of *market* in the valuation currency; 0 without a forecast."""
    sales = market.sales
    if sales is None:
        return 0.0
    figures = [sales.peak, *(sales.by_year or ()), *(sales.calendar or {}).values()]
    return max(
        (float(point(figure)) * _rate(sheet, market, figure) for figure in figures if figure is not None),
        default=0.0,
    )


def point(value: Any) -> Any:
    """A quantity, or of a distribution its base, else its most likely or middle value."""
    if getattr(value, "base", None) is not None:
        return value.base
    match value:
        case Triangular() | Pert():
            return value.mode
        case Uniform():
            return (
                value.low
                if float(value.low) == float(value.high)
                else (float(value.low) + float(value.high)) / 2
            )
        case Normal() | Lognormal():
            return value.mean
        case Percentiles():
            return value.p50
        case Discrete():
            return max(value.cases, key=lambda case: case.chance).value
    return value


def amount(sheet: Sheet, figure: Any) -> float:
    """A sum of money in the valuation currency."""
    money = point(figure)
    code = getattr(money, "currency", None) or sheet.valuation.currency
    return float(money) * (float(point(sheet.fx[code])) if code in sheet.fx else 1.0)


def most_in_a_year(sheet: Sheet, markets: Iterable[str]) -> float | None:
    """The most that *markets* sell together in a year, uncertain figures at their highest.

    None where one has no forecast, grows after its peak, or is uncertain without an upper end.
    """
    total, some = 0.0, False
    for name in markets:
        market, some = sheet.markets[name], True
        sales = market.sales
        if sales is None or (sales.growth is not None and _most(sales.growth) > 0):
            return None
        figures = [sales.peak, *(sales.by_year or ()), *(sales.calendar or {}).values()]
        total += max(
            (_most(figure) * _rate(sheet, market, figure) for figure in figures if figure is not None),
            default=math.inf,
        )
    return total if some and math.isfinite(total) else None


def shortened(money: float) -> str:
    """An amount as a sheet would write it: ``1.2m``, ``650k``."""
    for size, sign in ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(money) >= size:
            return f"{money / size:.4g}{sign}"
    return f"{money:.4g}"


def _most(value: Any) -> float:
    """The upper end of an uncertain figure; infinite where it has none."""
    match value:
        case Triangular() | Pert() | Uniform():
            return float(value.high)
        case Discrete():
            return max(float(case.value) for case in value.cases)
        case Normal() | Lognormal() | Percentiles():
            return math.inf
    return float(value)


def _rate(sheet: Sheet, market: Market, figure: Any) -> float:
    code = getattr(point(figure), "currency", None) or market.currency or sheet.valuation.currency
    return float(point(sheet.fx[code])) if code in sheet.fx else 1.0
