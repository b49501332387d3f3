"""Rules of law: what a source says of a term, found, clear, or not checked because facts are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from dealcraft.findings import Finding, Label, Severity
from dealcraft.findings.catalogue import Entry
from dealcraft.law.rules import LawRule, judge, law_rules
from dealcraft.rules._law_facts import Stated, facts_of
from dealcraft.rules._once import once
from dealcraft.rules._reading import Deal, deals
from dealcraft.rules._rule import Rule
from dealcraft.terms.facts import where
from dealcraft.terms.sheet import Sheet

_OF_COUNTRIES = ("deal.market_countries", "parties.licensor_country", "parties.licensee_country")
"""Facts that only say where a deal is; a finding points at another where it can."""
_ASIDE: Final = re.compile(r" \([^()]{20,}\)")
"""What the name of a source adds in brackets; the page has it."""


@cache
def rules_of_law() -> tuple[Rule, ...]:
    """A rule for each rule of the dated tables, in their order."""
    return tuple(Rule(law.code, law.family, _Check(law), words=_words(law)) for law in law_rules())


class _Check:
    """One rule of law over a sheet."""

    def __init__(self, law: LawRule) -> None:
        self.law = law

    def __call__(self, sheet: Sheet) -> Iterator[Finding]:
        """A finding for each agreement that the source bears on, or may bear on: then with the facts it lacks."""
        for read in _read(sheet):
            if not self.law.concerns(read.countries, sheet.effective_date):
                continue
            deal, verdict = read.deal, judge(self.law.when, read.values)
            if verdict.holds is None:
                missing = tuple(where(name) for name in sorted(verdict.missing))
                yield Finding(self.law.code, deal.path, words=_words(self.law), missing=missing)
            elif verdict.holds:
                yield self._found(deal, read.facts, verdict.read)

    def _found(self, deal: Deal, facts: dict[str, Stated], read: tuple[str, ...]) -> Finding:
        ordered = sorted(read, key=lambda name: name in _OF_COUNTRIES)
        inside = [name for name in ordered if facts[name].path.within(deal.path)]
        first = next((name for name in inside if name not in _OF_COUNTRIES), None) or next(iter(inside), None)
        labels = tuple(
            Label(facts[name].path, "fact", {"name": name, "value": _spelled(facts[name].value)})
            for name in ordered
            if name != first
        )
        path = facts[first].path if first else deal.path
        return Finding(self.law.code, path, {"agreement": str(deal.path)}, labels, words=_words(self.law))


@dataclass(frozen=True, slots=True)
class _Read:
    """What all rules of law look at in one agreement."""

    deal: Deal
    facts: dict[str, Stated]
    values: dict[str, object]
    countries: frozenset[str]


@once
def _read(sheet: Sheet) -> tuple[_Read, ...]:
    """The agreements of *sheet* and their facts."""
    stated = [(deal, facts_of(sheet, deal)) for deal in deals(sheet)]
    return tuple(
        _Read(deal, facts, {name: fact.value for name, fact in facts.items()}, _countries(facts))
        for deal, facts in stated
    )


def _countries(facts: dict[str, Stated]) -> frozenset[str]:
    """Where a deal is: its territory, and the seats of its sides."""
    found = frozenset[str]()
    for name in _OF_COUNTRIES:
        value = facts[name].value if name in facts else None
        found |= (
            value if isinstance(value, frozenset) else frozenset([value] if isinstance(value, str) else [])
        )
    return found


@cache
def _words(law: LawRule) -> Entry:
    source = _ASIDE.sub("", law.source)
    said = f"{law.title}; {source}, as of {law.as_of}: {_lower(law.says)}"
    return Entry(
        law.code,
        law.family,
        Severity[law.severity.upper()],
        (_literal(said),),
        help=(_literal(law.mend),),
        related={"fact": ("{name} is {value}",)},
        page=page(law),
    )


def page(law: LawRule) -> str:
    """What `explain` prints of a rule of law."""
    countries = ", ".join(sorted(law.countries)) if law.countries else "everywhere"
    lines = [
        f"{law.title[:1].upper()}{law.title[1:]}.",
        "",
        f"The source says: {law.says}.",
        f"What helps: {law.mend}.",
        "",
        f"Source: {law.source}",
        *(f"  {url}" for url in law.urls),
        f"As of {law.as_of}; confidence {law.confidence}.",
        *([f"In force from {law.since}."] if law.since else []),
        *([f"Note: {law.note}."] if law.note else []),
        f"Looked at where a side or the territory is in: {countries}.",
        "It is not legal advice: it says what a source says, not whether a deal may be done.",
    ]
    return "\n".join(lines)


def _lower(text: str) -> str:
    """*text* within a sentence; a word in capitals stays as it is."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _spelled(value: object) -> str:
    if isinstance(value, frozenset):
        shown = sorted(map(str, value))
        return ", ".join(shown[:6]) + (f" and {len(shown) - 6} more" if len(shown) > 6 else "")
    return str(value).lower() if isinstance(value, bool) else str(value)
