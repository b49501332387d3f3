"""Which countries a word of a territory stands for, by a dated table of codes, names and groups."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from dealcraft.errors import Unreadable
from dealcraft.units.spelling import literal, nearest

_LISTED: Final = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Countries that share a name in deals, as a source defines them on a date."""

    name: str
    """As the table spells it; read in any case."""
    members: frozenset[str]
    """Codes of ISO 3166-1 alpha-2."""
    source: str
    """Who says so."""
    as_of: date
    """The date on which these are the members."""
    since: date | None
    """The last change of membership, where the table records it."""


@dataclass(frozen=True, slots=True)
class _Table:
    names: dict[str, str]
    groups: dict[str, Group]
    readings: dict[str, frozenset[str]]
    ambiguous: dict[str, str]
    spellings: tuple[str, ...]


def countries_of(word: str) -> frozenset[str]:
    """The countries of a code, a group, a country's English or Korean name, or ``worldwide``.

    Codes are upper case, so that ``in`` and ``no`` are not taken for countries; all else is read in any case.
    """
    table = _table()
    word = word.strip()
    if word in table.names:
        return frozenset((word,))
    key = _folded(word)
    if key in table.ambiguous:
        raise Unreadable("territory-ambiguous", found=word, mend=table.ambiguous[key])
    if key in table.readings:
        return table.readings[key]
    raise _unknown(word)


def every_country() -> frozenset[str]:
    """All codes in use: what ``worldwide`` stands for."""
    return _table().readings["worldwide"]


def groups() -> Mapping[str, Group]:
    """The groups by name, in the order of the table."""
    return MappingProxyType(_table().groups)


def is_country(code: str) -> bool:
    """Whether *code* is an ISO 3166-1 alpha-2 code in use, in upper case."""
    return code in _table().names


def country_name(code: str) -> str:
    """The English name of the country with this code."""
    try:
        return _table().names[code]
    except KeyError:
        raise _unknown(code) from None


def describe(codes: frozenset[str]) -> str:
    """A short text for people: ``worldwide except KR``, ``EU``, ``CN, JP, US`` or ``12 countries``."""
    outside = every_country() - codes
    if not codes:
        return "nowhere"
    if not outside:
        return "worldwide"
    if text := _short(codes):
        return text
    if text := _short(outside):
        return f"worldwide except {text}"
    return f"{len(codes)} countries"


def pattern(*, of_groups: bool = False) -> str:
    """The codes and names of one country that `countries_of` reads, or *of_groups*, as JSON Schema says it.

    An accent where the table has none is read and not in the pattern.
    """
    table = _table()
    codes = () if of_groups else table.names
    words = (
        _form(word)
        for word in table.spellings
        if _folded(word) not in table.ambiguous and (len(table.readings[_folded(word)]) > 1) is of_groups
    )
    return rf"^\s*(?:{'|'.join(dict.fromkeys((*codes, *words)))})\s*$"


def _form(word: str) -> str:
    """A pattern for the texts that `_folded` makes equal to *word*."""
    text = " ".join(word.casefold().split())
    if any("가" <= c <= "힣" for c in text):
        return r"\s*".join(literal(c) for c in text if c != " ")
    form = "".join(_letter(c) for c in unicodedata.normalize("NFC", text))
    form = form.replace(r"\s+[aA][nN][dD]\s+", r"(?:\s+[aA][nN][dD]\s+|\s*&\s*)")
    form = form.replace(r"[sS][aA][iI][nN][tT]\s+", r"(?:[sS][aA][iI][nN][tT]|[sS][tT]\.)\s+")
    return rf"(?:[tT][hH][eE]\s+)?{form}" if form.isascii() else form


def _letter(letter: str) -> str:
    """*letter* in both cases, with its accent or without."""
    base = unicodedata.normalize("NFKD", letter)[0]
    if letter == " ":
        return r"\s+"
    if letter == "'":
        return "['’]"
    if not base.isascii() or not base.isalpha():
        return literal(letter)
    return f"[{''.join(dict.fromkeys((base, base.upper(), letter, letter.upper())))}]"


def _short(codes: frozenset[str]) -> str:
    """The name of the group with just these members, or the codes if they are few, or an empty text."""
    for group in _table().groups.values():
        if group.members == codes:
            return group.name
    return ", ".join(sorted(codes)) if len(codes) <= _LISTED else ""


def _unknown(word: str) -> Unreadable:
    table = _table()
    hint = word.upper() if word.upper() in table.names else nearest(word, table.spellings)
    return Unreadable("unknown-country", found=word, known="", hint=hint)


def _folded(word: str) -> str:
    """*word* as names are compared: without case, accents and article; Korean also without spaces."""
    text = word.casefold().replace("’", "'").replace("&", " and ")
    if not text.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = unicodedata.normalize("NFC", bare)
    text = " ".join(text.split()).replace("st. ", "saint ").removeprefix("the ")
    return text if text.isascii() else text.replace(" ", "")


@cache
def _table() -> _Table:
    import yaml

    text = files(__package__).joinpath("tables", "territories.yaml").read_bytes()
    raw: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    countries: dict[str, list[str]] = raw["countries"]
    groups = _groups(raw["groups"])
    spelled: dict[str, frozenset[str]] = dict.fromkeys(raw["worldwide"], frozenset(countries))
    for name, group in groups.items():
        also = raw["groups"][name].get("also", ())
        spelled |= dict.fromkeys((name, name.replace("_", " "), *also), group.members)
    for code, names in countries.items():
        spelled |= dict.fromkeys(names, frozenset((code,)))
    return _Table(
        names={code: names[0] for code, names in countries.items()},
        groups=groups,
        readings={_folded(name): codes for name, codes in spelled.items()},
        ambiguous={_folded(word): mend for word, mend in raw["ambiguous"].items()},
        spellings=tuple(spelled),
    )


def _groups(raw: dict[str, dict[str, Any]]) -> dict[str, Group]:
    """The groups of the table; a member that names a group above it stands for that group's members."""
    found = dict[str, Group]()
    for name, entry in raw.items():
        members = frozenset[str]().union(
            *(found[member].members if member in found else (member,) for member in entry["members"].split())
        )
        found[name] = Group(name, members, entry["source"], entry["as_of"], entry.get("since"))
    return found
