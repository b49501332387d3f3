"""Dated facts of income tax by country of residence: rates, losses, credit for foreign tax, IP boxes, reliefs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final, Literal, cast

from dealcraft.law.parameters import (
    Citation,
    Parameter,
    Raw,
    Unit,
    citation,
    in_force,
    parameter,
    read_table,
    share,
    table_names,
)

Income = Literal["price", "licence"]
"""What a relief is on: the price of rights sold, or all that a licence pays."""

UNITS: Final[dict[str, Unit]] = {
    "corporate_rate": "share",
    "losses_expire": "years",
    "losses_limit": "share",
    "credit_carry_forward": "years",
    "credit_limit": "word",
    "credit_open": "text",
    "ip_box_open": "text",
}
"""The values of a country's table, and the unit of each."""

_FOLDER: Final = "income_tax"
_GENERAL: Final = "general"


@dataclass(frozen=True, slots=True)
class LossRule:
    """What becomes of a company's tax losses; None where the table does not tell it."""

    expires: Parameter | None
    """How long they can be used."""
    limit: Parameter | None
    """Part of a year's income that they may cover; of some countries only above an amount, which the note names."""


@dataclass(frozen=True, slots=True)
class CreditRule:
    """How foreign tax that a year's limit leaves unused is credited later."""

    years: float
    """How many years it is carried forward; 0: it is lost; infinite: without end."""
    by_country: bool | None
    """Whether the limit is computed for each country, or for all together; None where the table does not tell it."""
    citation: Citation


@dataclass(frozen=True, slots=True)
class IpBox:
    """A lower tax on income from rights."""

    name: str
    rate: Decimal | None
    """The effective rate; None where it is a formula."""
    mechanism: str
    rights: str
    """Which rights qualify, in the words of the source."""
    nexus: bool
    """Whether the party must have done the research itself, or a share of it."""
    citation: Citation


@dataclass(frozen=True, slots=True)
class Relief:
    """A cut of the tax on some income that a party can claim."""

    id: str
    name: str
    country: str
    """Of the party that claims it."""
    share: Decimal
    """Part of the tax on the income that is not owed."""
    income: Income
    rights: tuple[str, ...]
    """The kinds of rights."""
    sizes: tuple[str, ...]
    """The sizes of the parties that can claim it."""
    payers: tuple[str, ...]
    """Countries of which the payer must be resident; empty: any."""
    unrelated: bool
    """Whether the payer must not be affiliated."""
    citation: Citation


def corporate_rate(country: str, on: date) -> Parameter | None:
    """The combined rate of tax of a large company, for information."""
    return _value(country, "corporate_rate", on)


def loss_rule(country: str, on: date) -> LossRule:
    """What becomes of tax losses."""
    return LossRule(_value(country, "losses_expire", on), _value(country, "losses_limit", on))


def credit_rule(country: str, on: date) -> CreditRule | None:
    """How unused foreign tax is carried forward; None where that is not known."""
    years, limit = _value(country, "credit_carry_forward", on), _value(country, "credit_limit", on)
    if years is None:
        return None
    by_country = None if limit is None else limit.value == "by_country"
    return CreditRule(years.years, by_country, years.citation)


def ip_box(country: str, on: date) -> IpBox | None:
    """The country's lower tax on income from rights on that day, if the table knows one."""
    return in_force(_ip_boxes(country), on)


def relief(name: str, on: date) -> Relief | None:
    """The relief called *name* on that day; None where none is called so, or it is not in force."""
    return in_force(_reliefs(name.partition("_")[0].upper(), name), on)


@cache
def reliefs() -> tuple[str, ...]:
    """The names of all reliefs, in force or not, in the order of the countries."""
    return tuple(name for country in countries() for name in (_table(country) or {}).get("reliefs", {}))


def countries() -> tuple[str, ...]:
    """The countries that have a table."""
    return tuple(name.upper() for name in table_names(_FOLDER) if name != _GENERAL)


def _value(country: str, key: str, on: date) -> Parameter | None:
    table = _table(country)
    if table is None:
        return None
    return in_force(_parameters(table, key), on)


def _parameters(table: Raw, key: str) -> Iterator[Parameter]:
    for entry in table.get(key, ()):
        yield parameter(entry, UNITS[key], table, f"{table['country']}, {key}")


def _ip_boxes(country: str) -> Iterator[IpBox]:
    table = _table(country) or {}
    for entry in table.get("ip_box", ()):
        place = f"{country}, ip_box"
        yield IpBox(
            name=entry["name"],
            rate=share(entry["rate"], place) if "rate" in entry else None,
            mechanism=entry["mechanism"],
            rights=entry["rights"],
            nexus=entry["nexus"] == "yes",
            citation=citation(entry, table, place),
        )


def _reliefs(country: str, name: str) -> Iterator[Relief]:
    table = _table(country) or {}
    for entry in table.get("reliefs", {}).get(name, ()):
        place = f"{country}, {name}"
        yield Relief(
            id=name,
            name=entry["name"],
            country=country,
            share=share(entry["share"], place),
            income=cast(Income, entry["income"]),
            rights=tuple(entry["rights"].split()),
            sizes=tuple(entry["sizes"].split()),
            payers=tuple(entry.get("payers", "").split()),
            unrelated=entry.get("unrelated") == "yes",
            citation=citation(entry, table, place),
        )


@cache
def _table(country: str) -> Raw | None:
    return read_table(_FOLDER, country) if len(country) == 2 and country.isupper() else None
