"""The names in a sheet that stand for something defined elsewhere in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from dealcraft.errors import Unreadable
from dealcraft.findings import Finding
from dealcraft.rules._once import once
from dealcraft.terms.events import EarliestOf, LatestOf, Moment, moments, read_event
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated
from dealcraft.units import Path
from dealcraft.units.spelling import nearest
from dealcraft.units.uncertain import Discrete

Places: TypeAlias = Mapping[type[Term], tuple[str, ...]]
"""The keys, by model, whose value, items or keys are names of one sort."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name, and where it stands: a value, or a key."""

    path: Path
    name: str
    at: Literal["key", "value"] = "value"


@dataclass(frozen=True, slots=True)
class EventPlace:
    """A moment in a sheet: the path of the whole event, and of this part of it."""

    path: Path
    part: Path
    moment: Moment


def references(sheet: Sheet, places: Places) -> Iterator[Reference]:
    """The names at *places*, in the order of the sheet's terms."""
    for path, term in sheet.terms:
        wanted = {key for model, keys in places.items() if isinstance(term, model) for key in keys}
        if wanted:
            for key, value in stated(term):
                if key in wanted:
                    yield from _names(path.child(key), value)


def unknown(code: str, found: Reference, known: Collection[str]) -> Iterator[Finding]:
    """A finding if the name is not among the *known* ones."""
    if found.name not in known:
        values = {"found": found.name, "hint": nearest(found.name, known), "known": ", ".join(known)}
        yield Finding(code, found.path, values, at=found.at)


@once
def event_places(sheet: Sheet) -> tuple[EventPlace, ...]:
    """Every moment that the sheet names, the `known` of discrete values included where it can be read."""
    return tuple(
        place
        for path, term in sheet.terms
        for key, value in stated(term)
        for place in _events(path.child(key), value)
    )


def _names(path: Path, value: Any) -> Iterator[Reference]:
    if isinstance(value, str):
        yield Reference(path, value)
    elif isinstance(value, list):
        for index, name in enumerate(value):
            yield Reference(path.child(index), name)
    elif isinstance(value, dict):
        for name in value:
            yield Reference(path.child(name), name, at="key")


def _events(path: Path, value: Any) -> Iterator[EventPlace]:
    if isinstance(value, Moment | LatestOf | EarliestOf):
        for steps, moment in moments(value):
            yield EventPlace(path, path.child(*steps), moment)
    elif isinstance(value, Discrete) and value.known is not None:
        try:
            yield from _events(path.child("known"), read_event(value.known))
        except Unreadable:
            return  # the rule `unknown-known` says so
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _events(path.child(key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _events(path.child(index), inner)
