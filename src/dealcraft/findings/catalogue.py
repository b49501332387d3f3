"""The words of every finding: code to severity, templates and help.

A template names its values in braces, ``{found}``; two braces stand for one. Values are data: they are put in
once, cut where they are too long, and never read as templates. A text may be a list of variants; the first one
whose values are all known and not empty is used, so that *did you mean {hint}?* is left out where there is no hint.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from dealcraft.findings.severity import Severity

_PLACE: Final = re.compile(r"\{\{|\}\}|\{(\w+)\}")
_LONGEST: Final = 300
_MISSING: Final = "…"


class MissingValue(ResourceWarning):
    """A template names a value that its finding does not carry.

    A warning of a kind that Python keeps silent outside tests: a user is better served by a gap than by a crash.
    """


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says under one code."""

    code: str
    family: str
    severity: Severity
    message: tuple[str, ...]
    label: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: str = ""
    """The longer explanation, for ``explain``; empty where a rule's docstring has it."""

    def say(self, values: Mapping[str, str]) -> str:
        """The message, with *values* in place."""
        return _first_that_fits(self.message, values) or self._with_gaps(self.message[-1], values)

    def advise(self, values: Mapping[str, str]) -> str | None:
        """What to write instead, or None where there is nothing to advise."""
        return _first_that_fits(self.help, values)

    def caption(self, values: Mapping[str, str]) -> str:
        """The text under the caret, or an empty text."""
        return _first_that_fits(self.label, values) or ""

    def relate(self, name: str, values: Mapping[str, str]) -> str:
        """What the related place called *name* has to do with the matter."""
        variants = self.related[name]
        return _first_that_fits(variants, values) or self._with_gaps(variants[-1], values)

    @property
    def templates(self) -> tuple[str, ...]:
        """Every template of this entry, for tests of the whole catalogue."""
        related = (template for variants in self.related.values() for template in variants)
        return (*self.message, *self.label, *self.help, *related)

    def _with_gaps(self, template: str, values: Mapping[str, str]) -> str:
        missing = sorted(wanted(template) - values.keys())
        if missing:
            warnings.warn(f"{self.code} lacks {', '.join(missing)}", MissingValue, stacklevel=3)
        return _filled(template, values)


def entry(code: str) -> Entry:
    """The entry under *code*; KeyError where the catalogue has none, which is a fault of dealcraft."""
    return _catalogue()[code]


def all_codes() -> tuple[str, ...]:
    """Every code, family by family, as the catalogue lists them."""
    return tuple(_catalogue())


def families() -> tuple[str, ...]:
    """Every family, in the order in which a sheet meets them."""
    return tuple(dict.fromkeys(entry.family for entry in _catalogue().values()))


@cache
def wanted(template: str) -> frozenset[str]:
    """The names of the values that *template* puts in place."""
    return frozenset(match[1] for match in _PLACE.finditer(template) if match[1])


def _first_that_fits(variants: Iterable[str], values: Mapping[str, str]) -> str | None:
    for template in variants:
        if all(values.get(name) for name in wanted(template)):
            return _filled(template, values)
    return None


def _filled(template: str, values: Mapping[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        name = match[1]
        return match[0][0] if name is None else _cut(values.get(name, _MISSING))

    return _PLACE.sub(put, template)


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


@cache
def _catalogue() -> Mapping[str, Entry]:
    from pkgutil import get_data  # a sheet without findings needs no messages

    import yaml

    content = get_data("dealcraft.findings", "messages/en.yaml")
    families = yaml.load(content or b"", Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    entries = dict[str, Entry]()
    for family, codes in families.items():
        for code, fields in codes.items():
            if code in entries:
                raise ValueError(f"the catalogue has {code} twice")
            entries[code] = _entry(code, family, fields)
    return entries


def _entry(code: str, family: str, fields: Mapping[str, Any]) -> Entry:
    unknown = fields.keys() - {"severity", "message", "label", "help", "related", "page"}
    if unknown:
        raise ValueError(f"{code} in the catalogue has {', '.join(sorted(unknown))}")
    return Entry(
        code=code,
        family=family,
        severity=Severity[fields["severity"].upper()],
        message=_variants(fields["message"]),
        label=_variants(fields.get("label")),
        help=_variants(fields.get("help")),
        related={name: _variants(text) for name, text in fields.get("related", {}).items()},
        page=fields.get("page", ""),
    )


def _variants(text: str | list[str] | None) -> tuple[str, ...]:
    if text is None:
        return ()
    return (text,) if isinstance(text, str) else tuple(text)
