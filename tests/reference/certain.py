"""From a sheet with uncertain leaves to one with a number in each place, and the numbers of a base case."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from dealcraft.terms.sheet import Sheet
from dealcraft.units import Duration, Money, PerTime, Quantity, Rate
from dealcraft.units.uncertain import (
    Discrete,
    Lognormal,
    Normal,
    Percentiles,
    Pert,
    Triangular,
    Uniform,
)

DRAWN = (Triangular, Pert, Uniform, Normal, Lognormal, Percentiles)
_MAY_BE_NEGATIVE = ("growth",)


def uncertain_leaves(sheet: Sheet) -> dict[str, Any]:
    """Every distribution of *sheet* by its path, in the order of the models."""
    return dict(_leaves(sheet, ""))


def certain(sheet: Sheet, values: Mapping[str, float]) -> Sheet:
    """*sheet* with the value of each path in the place of its distribution.

    A value is in the leaf's own unit and currency: money, fractions, years, money per year.
    """
    settled: Sheet = _settled(sheet, "", values)
    return settled


def base_of(distribution: Any, path: str) -> float:
    """The value of a base case: `base` where it is given, else the mean."""
    if distribution.base is not None:
        return float(distribution.base)
    return _mean(distribution, may_be_negative=path.rsplit(".", 1)[-1] in _MAY_BE_NEGATIVE)


def likeliest(distribution: Discrete[Any]) -> float:
    """The likeliest value of a discrete leaf, the first of equals, unless it has a `base`."""
    if distribution.base is not None:
        return float(distribution.base)
    return float(max(distribution.cases, key=lambda case: case.chance).value)


# The walk over the models


def _steps(value: Any, path: str) -> Iterator[tuple[Any, str, Any]]:
    """Each part of *value*: its key there, its path in the sheet, and the part."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield name, f"{path}.{field.alias or name}".lstrip("."), getattr(value, name)
    elif isinstance(value, dict):
        for key, inner in value.items():
            scalar_overhead = path.endswith(".overheads") and key == "owner"
            yield key, path if scalar_overhead else f"{path}.{key}", inner
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield index, f"{path}[{index}]", inner


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, (*DRAWN, Discrete)):
        yield path, value
    else:
        for _, inner_path, inner in _steps(value, path):
            yield from _leaves(inner, inner_path)


def _settled(value: Any, path: str, values: Mapping[str, float]) -> Any:
    if isinstance(value, (*DRAWN, Discrete)):
        if path not in values:
            raise KeyError(f"no value is given for the uncertain leaf {path}")
        return _quantity(_sample_of(value), values[path])
    changed = {}
    for key, inner_path, inner in _steps(value, path):
        new = _settled(inner, inner_path, values)
        if new is not inner:
            changed[key] = new
    if not changed:
        return value
    if isinstance(value, BaseModel):
        return value.model_copy(update=changed)
    if isinstance(value, list):
        return [changed.get(index, inner) for index, inner in enumerate(value)]
    return {**value, **changed}


def _sample_of(distribution: Any) -> Any:
    """Some quantity of the distribution, for its type and currency."""
    if isinstance(distribution, Discrete):
        return distribution.cases[0].value
    return getattr(distribution, dataclasses.fields(distribution)[0].name)


def _quantity(like: Any, value: float) -> Any:
    exact = Decimal(value)
    match like:
        case Money():
            return Money(exact, like.currency)
        case PerTime():
            return PerTime(Money(exact, like.currency), "year")
        case Rate():
            return Rate(exact)
        case Duration():
            return Duration(exact, "years")
        case Quantity():
            return Quantity(exact)
    raise TypeError(f"no quantity: {like!r}")


# Means


def _mean(d: Any, *, may_be_negative: bool) -> float:
    match d:
        case Discrete():
            return sum(float(case.value) * case.chance for case in d.cases)
        case Triangular():
            return (float(d.low) + float(d.mode) + float(d.high)) / 3
        case Pert():
            return (float(d.low) + 4 * float(d.mode) + float(d.high)) / 6
        case Uniform():
            return (float(d.low) + float(d.high)) / 2
        case Lognormal():
            return float(d.mean)
        case Normal():
            return float(d.mean) if may_be_negative else _truncated_mean(float(d.mean), float(d.sd))
        case Percentiles():
            return _metalog_mean(float(d.p10), float(d.p50), float(d.p90), bounded=not may_be_negative)
    raise TypeError(f"no distribution: {d!r}")


def _truncated_mean(mean: float, sd: float) -> float:
    """mean + sd phi(a) / (1 - Phi(a)), a = -mean / sd: of a normal variable given that it is above 0."""
    if sd == 0:
        return max(0.0, mean)
    a = -mean / sd
    density = math.exp(-a * a / 2) / math.sqrt(2 * math.pi)
    return mean + sd * density / (0.5 * math.erfc(a / math.sqrt(2)))


def _metalog_mean(p10: float, p50: float, p90: float, *, bounded: bool) -> float:
    """Of the three-term metalog; bounded at 0, of its exponential, by the trapezoid rule over the logit."""
    low, mid, high = (math.log(p) for p in (p10, p50, p90)) if bounded else (p10, p50, p90)
    a1, a2 = mid, (high - low) / (2 * math.log(9))
    a3 = (high + low - 2 * mid) / (0.8 * math.log(9))
    if not bounded:
        return a1 + a3 / 2
    step, total = 1 / 64, 0.0
    for i in range(-64 * 40, 64 * 40 + 1):
        z = i * step
        y = 1 / (1 + math.exp(-z))
        total += math.exp(a1 + a2 * z + a3 * (y - 0.5) * z) * y * (1 - y) * step
    return total
