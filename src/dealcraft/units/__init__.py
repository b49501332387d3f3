"""One quantity each, its spelling and its meaning; numpy is named here for the type checker only."""

from __future__ import annotations

from dealcraft.units.date import read_date
from dealcraft.units.duration import Duration, read_duration
from dealcraft.units.money import Money, PerTime, read_currency, read_money, read_per_time
from dealcraft.units.path import ROOT, Path, Step
from dealcraft.units.rate import Quantity, Rate, read_quantity, read_rate

__all__ = [
    "ROOT",
    "Duration",
    "Money",
    "Path",
    "PerTime",
    "Quantity",
    "Rate",
    "Step",
    "read_currency",
    "read_date",
    "read_duration",
    "read_money",
    "read_per_time",
    "read_quantity",
    "read_rate",
]
