"""A dated fact of law: its value, since when and until when it holds, who says so, as of when, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final, Literal, Protocol, TypeAlias, TypeVar, cast, get_args

Confidence = Literal["high", "medium", "low"]
Unit = Literal["share", "years", "word", "text"]
Raw: TypeAlias = Mapping[str, Any]
"""A map of a table: every scalar is text, so that the country NO and the date 2026-01-01 are what they look like."""

UNLIMITED: Final = "unlimited"
"""What a number of years may be besides a number."""

_SHARE: Final = re.compile(r"(\d+(?:\.\d+)?)%")
_YEARS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact stands, and for which days."""

    source: str
    """Who says so: an address, or an act and its article."""
    as_of: date
    """The day on which the source said so."""
    confidence: Confidence
    """How surely the source bears it out."""
    since: date | None = None
    """Its first day, where the source tells it."""
    until: date | None = None
    """Its last day, where the source tells it."""
    note: str = ""
    """What the source adds."""

    def holds_on(self, day: date) -> bool:
        """Whether the fact holds on *day*, as far as the table knows."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value of a table."""

    value: str
    """As the table spells it."""
    unit: Unit
    """What it is: a share, years, one of some words, or a text."""
    citation: Citation

    @property
    def share(self) -> Decimal:
        """The value as a fraction; it must be a share."""
        return share(self.value)

    @property
    def years(self) -> float:
        """The value in years, infinite where it is unlimited; it must be years."""
        return float("inf") if self.value == UNLIMITED else float(self.value)


class Cited(Protocol):
    """Anything that carries a citation."""

    @property
    def citation(self) -> Citation:
        """Where it stands, and for which days."""


Dated = TypeVar("Dated", bound=Cited)


def in_force(facts: Iterable[Dated], on: date) -> Dated | None:
    """The first of *facts* that holds *on* that day."""
    return next((fact for fact in facts if fact.citation.holds_on(on)), None)


def read_table(folder: str, name: str) -> Raw | None:
    """The table *name* of *folder*, or None where there is none."""
    import yaml

    table = files(__package__).joinpath("tables", folder, f"{name.lower()}.yaml")
    if not (name.isalnum() and name.isascii() and table.is_file()):
        return None
    return cast(Raw, yaml.load(table.read_bytes(), Loader=yaml.CBaseLoader))


def table_names(folder: str) -> tuple[str, ...]:
    """The names of the tables of *folder*, in alphabetical order."""
    found = files(__package__).joinpath("tables", folder).iterdir()
    return tuple(sorted(entry.name[:-5] for entry in found if entry.name.endswith(".yaml")))


def citation(entry: Raw, table: Raw, place: str) -> Citation:
    """The citation of an *entry* of *table*; an entry without source, date or confidence is refused.

    ``source`` names one of the table's ``sources``, and ``note`` may name one of its ``notes``.
    """
    source = table.get("sources", {}).get(entry.get("source"))
    if source is None:
        raise ValueError(f"{place}: a fact of law needs a source that the table names under `sources`")
    if not source.get("address") or not source.get("as_of"):
        raise ValueError(f"{place}: its source {entry['source']} needs an address and the date as_of")
    if entry.get("confidence") not in get_args(Confidence):
        raise ValueError(f"{place}: confidence is {entry.get('confidence')}; write high, medium or low")
    note = entry.get("note", "")
    return Citation(
        source=source["address"],
        as_of=_day(source["as_of"], place),
        confidence=entry["confidence"],
        since=_day(entry["from"], place) if "from" in entry else None,
        until=_day(entry["until"], place) if "until" in entry else None,
        note=table.get("notes", {}).get(note, note),
    )


def parameter(entry: Raw, unit: Unit, table: Raw, place: str) -> Parameter:
    """The dated value that an *entry* states; one that is not of its *unit* is refused."""
    value = entry.get("value")
    if not isinstance(value, str) or not value:
        raise ValueError(f"{place}: value is missing")
    if unit == "years" and value != UNLIMITED and not _YEARS.fullmatch(value):
        raise ValueError(f"{place}: value is {value}; write a number of years, or {UNLIMITED}")
    if unit == "share":
        share(value, place)
    return Parameter(value, unit, citation(entry, table, place))


def share(text: str, place: str = "share") -> Decimal:
    """A share as a fraction: ``16.5%`` is 0.165."""
    found = _SHARE.fullmatch(text)
    if found is None:
        raise ValueError(f"{place}: {text} is no share; write it with a percent sign")
    return Decimal(found[1]) / 100


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{place}: {text} is no date; write year-month-day") from None
