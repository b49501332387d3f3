"""The types of a term sheet's leaves: a quantity, or a distribution in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Final, TypeVar

from dealcraft.errors import Unreadable
from dealcraft.terms.term import ReadBy, Term, said
from dealcraft.units import (
    Duration,
    Money,
    PerTime,
    Quantity,
    Rate,
    read_currency,
    read_date,
    read_duration,
    read_money,
    read_per_time,
    read_quantity,
    read_rate,
)
from dealcraft.units.spelling import nearest
from dealcraft.units.uncertain import (
    Case,
    Discrete,
    Distribution,
    Lognormal,
    Normal,
    Percentiles,
    Pert,
    Triangular,
    Uniform,
)

Q = TypeVar("Q", Money, PerTime, Rate, Quantity, Duration)
Read = Callable[[Any], Q]

_LISTED: Final[Mapping[str, tuple[Any, int]]] = {
    "triangular": (Triangular, 3),
    "pert": (Pert, 3),
    "uniform": (Uniform, 2),
}
_MOMENTS: Final[Mapping[str, Any]] = {"normal": Normal, "lognormal": Lognormal}
_PERCENTILES: Final = ("p10", "p50", "p90")
KINDS: Final = (*_LISTED, *_MOMENTS, *_PERCENTILES, "discrete")


def scalar(value: object, wanted: str) -> str:
    """The text of a scalar; Unreadable for a list, a map or nothing."""
    if isinstance(value, str):
        return value
    raise Unreadable("not-a-scalar", found=shape_of(value), wanted=wanted)


def shape_of(value: object) -> str:
    """What *value* is, in words."""
    if isinstance(value, str):
        return f"the text {value}"
    return "a map" if isinstance(value, dict) else "a list" if isinstance(value, list) else "nothing"


def _bounded(read: Callable[[str], Q], wanted: str, low: str | None, high: str | None) -> Read[Q]:
    """Read a scalar and hold it to its limits, each spelled as the sheet would spell it."""
    floor, ceiling = (None if limit is None else float(read(limit)) for limit in (low, high))

    def bounded(value: Any) -> Q:
        quantity = read(scalar(value, wanted))
        number = float(quantity)
        if floor is not None and number < floor:
            raise Unreadable("out-of-range", found=value, limit=f"at least {low}", mend=low)
        if ceiling is not None and number > ceiling:
            raise Unreadable("out-of-range", found=value, limit=f"at most {high}", mend=high)
        return quantity

    return bounded


def _not(read: Read[Q], end: float, limit: str, mend: str) -> Read[Q]:
    """*read* but for the *end* of its range, at which the term has no meaning."""

    def strict(value: Any) -> Q:
        quantity = read(value)
        if float(quantity) == end:
            raise Unreadable("out-of-range", found=value, limit=limit, mend=mend)
        return quantity

    return strict


def _uncertain(read: Read[Q]) -> Callable[[Any], Q | Distribution[Q]]:
    """Read a quantity, or a map that names a distribution of it."""

    def leaf(value: Any) -> Q | Distribution[Q]:
        if not isinstance(value, dict):
            return read(value)
        kind: str | None = next((key for key in value if key in KINDS), None)
        if kind is None:
            return read(value)
        known = {*(_PERCENTILES if kind in _PERCENTILES else (kind,)), "base"}
        if kind == "discrete":
            known.add("known")
        for key in value:
            if key not in known:
                raise Unreadable(
                    "unknown-key", at=(key,), found=key, place="a distribution", hint=nearest(key, known)
                )
        base = below("base", read, value["base"]) if "base" in value else None
        return _distribution(kind, value, read, base)

    return leaf


def _distribution(kind: str, value: Mapping[str, Any], read: Read[Q], base: Q | None) -> Distribution[Q]:
    if kind == "discrete":
        return _discrete(value, read, base)
    if kind in _PERCENTILES:
        missing = [key for key in _PERCENTILES if key not in value]
        if missing:
            raise Unreadable("missing-key", key=missing[0], place="the percentiles")
        p10, p50, p90 = (below(key, read, value[key]) for key in _PERCENTILES)
        return Percentiles(p10, p50, p90, base)
    inner = value[kind]
    if kind in _MOMENTS:
        if not isinstance(inner, dict) or set(inner) != {"mean", "sd"}:
            raise Unreadable("distribution-moments", at=(kind,), kind=kind)
        mean, sd = (below((kind, key), read, inner[key]) for key in ("mean", "sd"))
        if float(sd) < 0:
            raise Unreadable("out-of-range", at=(kind, "sd"), found=inner["sd"], limit="at least 0", mend="0")
        return _MOMENTS[kind](mean, sd, base=base)  # type: ignore[no-any-return]
    build, count = _LISTED[kind]
    if not isinstance(inner, list) or len(inner) != count:
        raise Unreadable("distribution-length", at=(kind,), kind=kind, count=count)
    points = [below((kind, index), read, point) for index, point in enumerate(inner)]
    for index, (one, next_one) in enumerate(pairwise(points)):
        if float(one) > float(next_one):
            raise Unreadable("distribution-order", at=(kind, index + 1), found=next_one, before=one)
    return build(*points, base=base)  # type: ignore[no-any-return]


def _discrete(value: Mapping[str, Any], read: Read[Q], base: Q | None) -> Discrete[Q]:
    inner, cases = value["discrete"], list[Case[Q]]()
    if not isinstance(inner, list) or not inner:
        raise Unreadable("discrete-cases", at=("discrete",))
    total = Decimal(0)
    for index, case in enumerate(inner):
        if not isinstance(case, dict) or set(case) != {"value", "chance"}:
            raise Unreadable("discrete-cases", at=("discrete", index))
        chance = below(("discrete", index, "chance"), _CHANCE, case["chance"])
        total += chance.value
        cases.append(Case(below(("discrete", index, "value"), read, case["value"]), float(chance)))
    if abs(total - 1) > Decimal("1e-9"):
        raise Unreadable("chances-do-not-sum", at=("discrete",), found=Rate(total))
    return Discrete(tuple(cases), value.get("known"), base)


def below(steps: str | tuple[str | int, ...], read: Callable[[Any], Any], value: Any) -> Any:
    """``read(value)``, its problems placed *steps* below the field."""
    try:
        return read(value)
    except Unreadable as problem:
        raise problem.below(*((steps,) if isinstance(steps, str) else steps)) from None


_AMOUNT: Final = ("amount", "currency")


def _money(low: str | None) -> Read[Money]:
    """Read a scalar, or ``{amount, currency}``."""
    read = _bounded(read_money, "an amount of money", low, None)

    def money(value: Any) -> Money:
        if not isinstance(value, dict):
            return read(value)
        for key in value:
            if key not in _AMOUNT:
                raise Unreadable(
                    "unknown-key",
                    at=(key,),
                    found=key,
                    place="an amount of money",
                    hint=nearest(key, _AMOUNT),
                )
        if "amount" not in value:
            raise Unreadable("missing-key", key="amount", place="an amount of money")
        amount: Money = below("amount", read, value["amount"])
        if "currency" not in value:
            return amount
        return Money(amount.amount, below("currency", _currency, value["currency"]))

    return money


_CHANCE = _bounded(read_rate, "a rate", "0%", "100%")


def _rate(low: str | None, high: str | None) -> ReadBy:
    return ReadBy(_uncertain(_bounded(read_rate, "a rate", low, high)))


MoneyLeaf = Annotated[Money | Distribution[Money], ReadBy(_uncertain(_money("0"))), said("money")]
"""An amount of money, at least 0."""
PerTimeLeaf = Annotated[
    PerTime | Distribution[PerTime],
    ReadBy(_uncertain(_bounded(read_per_time, "money per year", "0 per year", None))),
    said("money_per_time"),
]
"""Money per year, quarter or month, at least 0."""
ShareLeaf = Annotated[Rate | Distribution[Rate], _rate("0%", "100%"), said("share")]
"""A share or a chance, between 0% and 100%."""
RateLeaf = Annotated[Rate | Distribution[Rate], _rate("0%", None), said("rate")]
"""A rate, at least 0%."""
PriceLeaf = Annotated[
    Money | Distribution[Money], ReadBy(_uncertain(_not(_money("0"), 0.0, "more than 0", "1"))), said("money")
]
"""An amount of money above 0, by which something is divided."""
PartLeaf = Annotated[
    Rate | Distribution[Rate], ReadBy(_uncertain(_not(_CHANCE, 1.0, "less than 100%", "99%"))), said("share")
]
"""A share that leaves something, from 0% to below 100%."""
GrowthLeaf = Annotated[Rate | Distribution[Rate], _rate("-100%", None), said("growth")]
"""A rate of growth, which may be negative."""
DurationLeaf = Annotated[
    Duration | Distribution[Duration],
    ReadBy(_uncertain(_bounded(read_duration, "a duration", None, None))),
    said("duration"),
]
"""A length of time."""
QuantityLeaf = Annotated[
    Quantity | Distribution[Quantity],
    ReadBy(_uncertain(_bounded(read_quantity, "a number", "0", None))),
    said("number"),
]
"""A plain number, at least 0."""

PlainDuration = Annotated[
    Duration, ReadBy(_bounded(read_duration, "a duration", None, None)), said("plain_duration")
]
"""A length of time that is a setting and so cannot be uncertain."""
Interval = Annotated[
    Duration,
    ReadBy(_not(_bounded(read_duration, "a duration", None, None), 0.0, "more than no time", "1 year")),
    said("plain_duration"),
]
"""The time from one to the next of what comes again and again."""
Rank = Annotated[Quantity, ReadBy(_bounded(read_quantity, "a number", "-1", "1")), said("rank")]
"""A rank correlation, from -1 to 1; a setting."""
PlainShare = Annotated[Rate, ReadBy(_CHANCE), said("plain_share")]
"""A share that is a setting and so cannot be uncertain."""


def _whole(value: Any) -> int:
    text = scalar(value, "a whole number").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Unreadable("not-a-whole-number", found=text)
    return int(text)


def read_flag(value: Any) -> bool:
    """``true`` or ``false``, and nothing that other readers take for them."""
    text = scalar(value, "true or false")
    if text not in ("true", "false"):
        raise Unreadable(
            "unknown-word", found=text, allowed="true or false", hint=nearest(text, ("true", "false"))
        )
    return text == "true"


def _day(value: Any) -> dt.date:
    return read_date(scalar(value, "a date"))


def _exact_day(value: Any) -> dt.date:
    return read_date(scalar(value, "a date"), to_the_day=True)


def _currency(value: Any) -> str:
    return read_currency(scalar(value, "a currency"))


def _text(value: Any) -> str:
    return scalar(value, "text")


WholeNumber = Annotated[int, ReadBy(_whole), said("whole_number")]
"""A count."""
Flag = Annotated[bool, ReadBy(read_flag), said("flag")]
"""``true`` or ``false``."""
Day = Annotated[dt.date, ReadBy(_day), said("day")]
"""A date; a month alone means its first day."""
ExactDay = Annotated[dt.date, ReadBy(_exact_day), said("exact_day")]
"""A date to the day, where a month alone could mean its last."""
Currency = Annotated[str, ReadBy(_currency), said("currency")]
"""An ISO 4217 code."""
Text = Annotated[str, ReadBy(_text), said("text")]
"""Words for people; they move no money."""


class ByYear(Term):
    """One amount for each year from the item's start; nothing after the last."""

    by_year: list[MoneyLeaf]
    """Amounts, the first for the first year."""
