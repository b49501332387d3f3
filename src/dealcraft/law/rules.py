"""What sources of law say of terms, read from dated tables, and how a deal's facts decide whether it bears on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from dealcraft.law.parameters import Confidence, Raw, read_table, table_names
from dealcraft.law.territories import countries_of

Family = Literal["competition", "rights", "tax"]
FAMILIES: Final[tuple[Family, ...]] = get_args(Family)
"""The folders of the tables, each a family of rules."""
Facts: TypeAlias = Mapping[str, object]
"""What is known of a deal, by name; one that is absent is not stated."""
Operator = Literal[
    "is", "is_not", "one_of", "none_of", "has", "lacks", "excludes", "meets", "all_are", "above", "below", "at_most",
    "after", "before", "unstated",
]  # fmt: skip
_SEVERITIES: Final = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact, and what it is compared with: a word, or the name of another fact."""

    fact: str
    operator: Operator
    value: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact, self.value) if _is_name(self.value) else (self.fact,)


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions of which all, or any, must hold."""

    kind: Literal["all", "any"]
    parts: tuple[Condition, ...]


Condition: TypeAlias = Comparison | Group


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds; None where facts are missing that would decide it."""

    holds: bool | None
    missing: frozenset[str] = frozenset()
    read: tuple[str, ...] = ()
    """The stated facts that were looked at, in the order of the condition."""


@dataclass(frozen=True, slots=True)
class LawRule:
    """What a source says of a term, and when it bears on a deal."""

    code: str
    family: Family
    countries: frozenset[str]
    """Where it looks at a deal: none for everywhere."""
    title: str
    severity: str
    when: Group
    says: str
    """What the source says, in short."""
    mend: str
    source: str
    urls: tuple[str, ...]
    note: str
    as_of: date
    """The day as of which the source was read."""
    since: date | None
    """Its first day in force, where the source tells it."""
    confidence: Confidence

    def concerns(self, countries: frozenset[str], on: date | None) -> bool:
        """Whether it looks at a deal in these *countries* on that day."""
        begun = self.since is None or on is None or self.since <= on
        return begun and (not self.countries or bool(self.countries & countries))


@cache
def law_rules() -> tuple[LawRule, ...]:
    """Every rule of the tables, family by family, country by country."""
    return tuple(
        rule
        for family in FAMILIES
        for name in table_names(family)
        for rule in _rules(family, name, cast(Raw, read_table(family, name)))
    )


def judge(condition: Condition, facts: Facts) -> Verdict:
    """Whether *condition* holds of *facts*; what does not hold anyway is not made unknown by what is missing."""
    if isinstance(condition, Group):
        return _group(condition, facts)
    missing = frozenset(name for name in condition.names if name not in facts)
    read = tuple(name for name in condition.names if name in facts)
    if condition.operator == "unstated":
        return Verdict(condition.fact not in facts, read=read)
    if missing:
        return Verdict(None, missing, read)
    operand = facts.get(condition.value, condition.value)
    return Verdict(_holds(condition.operator, facts[condition.fact], operand), read=read)


def names_in(condition: Condition) -> Iterator[str]:
    """Every fact that *condition* looks at."""
    if isinstance(condition, Group):
        for part in condition.parts:
            yield from names_in(part)
    else:
        yield from condition.names


def _group(group: Group, facts: Facts) -> Verdict:
    verdicts = list[Verdict]()
    for part in group.parts:
        verdict = judge(part, facts)
        if verdict.holds is False and group.kind == "all":
            return Verdict(False, read=verdict.read)
        verdicts.append(verdict)
    holding = [verdict for verdict in verdicts if verdict.holds]
    if holding and group.kind == "any":
        return Verdict(True, read=_joined(holding))
    missing = frozenset(name for verdict in verdicts for name in verdict.missing)
    return Verdict(None if missing else group.kind == "all", missing, _joined(verdicts))


def _joined(verdicts: list[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for verdict in verdicts for name in verdict.read))


def _holds(operator: Operator, fact: Any, operand: Any) -> bool:
    match operator:
        case "is":
            return bool(_word(fact) == _word(operand))
        case "is_not":
            return bool(_word(fact) != _word(operand))
        case "one_of":
            return _word(fact) in _listed(operand)
        case "none_of":
            return _word(fact) not in _listed(operand)
        case "has":
            return operand in fact
        case "lacks":
            return operand not in fact
        case "excludes":
            return bool(fact) and operand not in fact
        case "meets":
            return bool(fact & countries_of(operand))
        case "all_are":
            return bool(fact == _listed(operand))
        case "above":
            return bool(fact > Decimal(operand))
        case "below":
            return bool(fact < Decimal(operand))
        case "at_most":
            return bool(fact <= Decimal(operand))
        case "after":
            return bool(fact > _day(operand))
        case "before":
            return bool(fact < _day(operand))
    raise ValueError(f"{operator} is decided before")


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _listed(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(","))


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


@cache
def _is_name(value: str) -> bool:
    return value.partition(".")[0] in ("covenants", "parties", "deal", "ip") and "." in value


def _rules(family: Family, name: str, table: Raw) -> Iterator[LawRule]:
    countries = frozenset(country for word in table["countries"] for country in countries_of(word))
    for code, entry in table["rules"].items():
        place = f"{family}/{name}.yaml: {code}"
        if entry.get("severity") not in _SEVERITIES or entry.get("confidence") not in get_args(Confidence):
            raise ValueError(f"{place}: severity is error, warning or info, confidence high, medium or low")
        yield LawRule(
            code=code,
            family=family,
            countries=countries,
            title=entry["title"],
            severity=entry["severity"],
            when=Group("all", tuple(_condition(part, place) for part in entry["when"])),
            says=entry["says"],
            mend=entry["mend"],
            source=entry["source"],
            urls=tuple(entry.get("urls", ())),
            note=entry.get("note", ""),
            as_of=date.fromisoformat(entry["as_of"]),
            since=date.fromisoformat(entry["since"]) if "since" in entry else None,
            confidence=entry["confidence"],
        )


def _condition(part: Any, place: str) -> Condition:
    if isinstance(part, dict):
        ((kind, parts),) = part.items()
        if kind not in ("all", "any"):
            raise ValueError(f"{place}: {kind} is neither all nor any")
        return Group(kind, tuple(_condition(each, place) for each in parts))
    fact, operator, value = (*part.split(" ", 2), "")[:3]
    if operator not in get_args(Operator) or not _is_name(fact):
        raise ValueError(f"{place}: {part} is no condition; write FACT OPERATOR VALUE")
    return Comparison(fact, cast(Operator, operator), value)
