"""What is reported of rates, upfronts and discount rates: dated, cited figures that a term can be compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, TypeAlias, cast

from dealcraft.law.parameters import Parameter, Raw, parameter, read_table

Stage: TypeAlias = Literal["early", "late", "any"]
"""Before phase 3, from phase 3 on, or not known."""
_FOLDER: Final = "benchmarks"


@dataclass(frozen=True, slots=True)
class Range:
    """The ends of what is reported, each with its own source."""

    low: Parameter
    high: Parameter


@dataclass(frozen=True, slots=True)
class Rates:
    """What is reported of royalty rates on net sales in a sector."""

    sector: str
    low: Parameter
    high: Parameter
    exclusive_over_others: Decimal
    """How many times a non-exclusive rate an exclusive one is said to come to, at most."""


@cache
def sector_of(word: str) -> str | None:
    """The sector of the tables that a sheet calls *word*; None where they have none."""
    sectors = _table("royalty")["sectors"].items()
    return next(
        (name for name, entry in sectors if word.strip().lower() in (name, *entry.get("also", ()))), None
    )


@cache
def rates_of(sector: str, stage: Stage) -> Rates | None:
    """What is reported for *sector* and *stage*; None where there is no table of it."""
    table, name = _table("royalty"), sector_of(sector)
    if name is None:
        return None
    entry = table["sectors"][name]
    ends = _range(entry.get(stage, entry), table, f"royalty.{name}")
    times = Decimal(table["exclusive_over_non_exclusive"]["value"])
    named = name.replace("_", " ")
    sector = f"{named}, {stage} stage" if stage in entry and stage != "any" else named
    return Rates(sector, ends.low, ends.high, times)


@cache
def upfront_shares(stage: Stage) -> Range:
    """What part of upfront and milestones is paid at signing, in licences of biopharma."""
    table = _table("upfront")
    return _range(table["stages"][stage], table, f"upfront.{stage}")


@cache
def sales_part_of_headline() -> Parameter:
    """The largest median of what milestones on sales make up of potential value."""
    table = _table("upfront")
    return parameter(table["sales_milestones"], "share", table, "upfront.sales_milestones")


@cache
def without_attrition() -> Parameter:
    """The highest discount rate in use for cash flows whose risk of failing is counted apart."""
    table = _table("discount")
    return parameter(table["without_attrition"]["highest"], "share", table, "discount.without_attrition")


def cited(figure: Parameter) -> Mapping[str, str]:
    """What *figure* is, who says so, in which year and how surely, for a sentence."""
    citation = figure.citation
    return {
        "says": citation.note,
        "source": citation.source.partition(", http")[0],
        "year": str(citation.as_of.year),
        "confidence": citation.confidence,
    }


def every_figure() -> Mapping[str, Parameter]:
    """Every figure of the tables by its name, for those who want to look at their sources."""
    royalty, upfront = _table("royalty"), _table("upfront")
    discount = _table("discount")
    found = {"upfront.sales_milestones": sales_part_of_headline()}
    for name, entry in royalty["sectors"].items():
        for place, ends in _ends(entry, f"royalty.{name}"):
            found |= _both(_range(ends, royalty, place), place)
    for stage, ends in upfront["stages"].items():
        found |= _both(_range(ends, upfront, f"upfront.{stage}"), f"upfront.{stage}")
    for name, entry in discount["without_attrition"].items():
        found[f"discount.{name}"] = parameter(entry, "share", discount, name)
    return found


def _ends(entry: Raw, place: str) -> list[tuple[str, Raw]]:
    if "low" in entry:
        return [(place, entry)]
    return [(f"{place}.{stage}", entry[stage]) for stage in ("early", "late", "any")]


def _both(ends: Range, place: str) -> dict[str, Parameter]:
    return {f"{place}.low": ends.low, f"{place}.high": ends.high}


def _range(entry: Raw, table: Raw, place: str) -> Range:
    return Range(
        parameter(entry["low"], "share", table, f"{place}.low"),
        parameter(entry["high"], "share", table, f"{place}.high"),
    )


@cache
def _table(name: str) -> dict[str, Any]:
    table = read_table(_FOLDER, name)
    if table is None:
        raise ValueError(f"there is no table {name} of benchmarks")
    return cast(dict[str, Any], dict(table))
