"""Where and for what a right applies: territory and field of use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from dealcraft.errors import Unreadable
from dealcraft.law.territories import countries_of, is_country
from dealcraft.terms.leaves import below, scalar
from dealcraft.terms.term import ReadBy, said
from dealcraft.units.spelling import nearest


@dataclass(frozen=True, slots=True)
class Territory:
    """Countries, as written and as the dated table of groups resolves them."""

    include: tuple[str, ...]
    excluded: tuple[str, ...]
    countries: frozenset[str]

    def covers(self, other: Territory) -> bool:
        """Whether every country of *other* lies inside."""
        return other.countries <= self.countries

    def meets(self, other: Territory) -> bool:
        """Whether any country lies in both."""
        return bool(other.countries & self.countries)


@dataclass(frozen=True, slots=True)
class FieldOfUse:
    """What a right may be used for; empty means every field."""

    fields: tuple[str, ...] = ()

    def covers(self, other: FieldOfUse) -> bool:
        """Whether all of *other* lies inside: ``oncology`` covers ``oncology/breast``."""
        if not self.fields:
            return True
        return bool(other.fields) and all(any(_inside(f, g) for g in self.fields) for f in other.fields)

    def meets(self, other: FieldOfUse) -> bool:
        """Whether the two have any use in common."""
        if not self.fields or not other.fields:
            return True
        return any(_inside(f, g) or _inside(g, f) for f in self.fields for g in other.fields)


def _inside(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(outer + "/")


def _words(value: Any, at: tuple[str | int, ...]) -> Iterator[tuple[str, frozenset[str]]]:
    for index, word in enumerate(value if isinstance(value, list) else [value]):
        step = (*at, index) if isinstance(value, list) else at
        try:
            text = scalar(word, "a country or a group").strip()
            yield text, countries_of(text)
        except Unreadable as problem:
            raise problem.below(*step) from None


def read_territory(value: Any) -> Territory:
    """Read ``US``, ``[US, JP]``, ``worldwide``, a group, or ``{include: [...], except: [...]}``."""
    if not isinstance(value, dict):
        words = dict(_words(value, ()))
        return Territory(tuple(words), (), _some(frozenset().union(*words.values())))
    for key in value:
        if key not in ("include", "except"):
            hint = nearest(key, ("include", "except"))
            raise Unreadable("unknown-key", at=(key,), found=key, place="a territory", hint=hint)
    include = dict(_words(value.get("include", "worldwide"), ("include",)))
    excluded = dict(_words(value.get("except", []), ("except",)))
    countries = frozenset[str]().union(*include.values()) - frozenset[str]().union(*excluded.values())
    return Territory(tuple(include), tuple(excluded), _some(countries))


def _some(countries: frozenset[str]) -> frozenset[str]:
    if not countries:
        raise Unreadable("territory-empty")
    return countries


def read_field(value: Any) -> FieldOfUse:
    """Read ``oncology``, ``oncology/breast``, ``[a, b]`` or ``all``."""
    if not isinstance(value, list):
        fields = [_field(value)]
    elif value:
        fields = [below((index,), _field, word) for index, word in enumerate(value)]
    else:
        raise Unreadable("not-a-scalar", found="an empty list", wanted="a field of use")
    return FieldOfUse() if "all" in fields else FieldOfUse(tuple(fields))


def _field(value: Any) -> str:
    text = scalar(value, "a field of use").strip().strip("/")
    if not text.replace("/", "").strip():
        raise Unreadable("not-a-scalar", found="nothing", wanted="a field of use")
    return text


def _country(value: Any) -> str:
    text = scalar(value, "a country").strip()
    if is_country(text):
        return text
    found = countries_of(text)
    if len(found) != 1:
        raise Unreadable("not-one-country", found=text)
    return next(iter(found))


TerritoryField = Annotated[Territory, ReadBy(read_territory), said("territory")]
"""Countries, groups or ``worldwide``, with exceptions."""
FieldField = Annotated[FieldOfUse, ReadBy(read_field), said("field_of_use")]
"""A field of use, or ``all``."""
Country = Annotated[str, ReadBy(_country), said("country")]
"""ISO 3166-1 alpha-2."""
