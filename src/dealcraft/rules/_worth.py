"""Rough sizes that rules compare: the highest year of a forecast, uncertain figures at base or mode."""

from __future__ import annotations

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
    return max((_in_currency(sheet, market, figure) for figure in figures if figure is not None), default=0.0)


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


def _in_currency(sheet: Sheet, market: Market, figure: Any) -> float:
    money = point(figure)
    code = getattr(money, "currency", None) or market.currency or sheet.valuation.currency
    rate = float(point(sheet.fx[code])) if code in sheet.fx else 1.0
    return float(money) * rate
