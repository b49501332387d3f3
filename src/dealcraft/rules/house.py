"""House rules: what a deal team asks of its sheets, written in YAML over paths and a closed set of operators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dealcraft.errors import UsageError
from dealcraft.findings import Finding, Label, Severity
from dealcraft.findings.catalogue import Entry
from dealcraft.rules._operators import OPERATORS, SAYS, holds, read_operand, spelled
from dealcraft.rules._patterns import Pattern, Place
from dealcraft.rules._rule import Rule
from dealcraft.terms.sheet import Sheet

FAMILY: Final = "house"


@dataclass(frozen=True, slots=True)
class Ask:
    """One operator and what it compares with: a value as written, or what stands at another path."""

    name: str
    operand: Any = None
    path: Pattern | None = None

    def met(self, value: Any, sheet: Sheet, operand: Any) -> bool:
        """Whether *value* is as asked, *operand* being what it is compared with."""
        if self.name in ("require", "forbid"):
            return (value is not None) is (self.name == "require")
        return holds(self.name, value, operand if self.path else read_operand(value, operand), sheet)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for the rule to ask anything: something at a path that is as asked."""

    at: Pattern
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """A small sheet that a rule is tried on."""

    given: Mapping[str, Any]
    """Values by path, put into a plain licence."""
    expect: str
    """``found`` or ``clear``."""
    line: int
    """Where it stands in the file."""


@dataclass(frozen=True, slots=True)
class HouseRule:
    """A rule of a house, read."""

    code: str
    at: Pattern
    asks: tuple[Ask, ...]
    when: tuple[Condition, ...] = ()
    severity: Severity = Severity.WARNING
    message: str = ""
    why: str = ""
    owner: str = ""
    tests: tuple[Test, ...] = field(default=(), compare=False)
    file: str = ""

    def rule(self) -> Rule:
        """The rule that a check runs."""
        return Rule(self.code, FAMILY, self.check, words=self._words(None))

    def check(self, sheet: Sheet) -> Iterator[Finding]:
        """A finding, with every value that was read, for each place that is not as the rule asks."""
        for place in self.at.places(sheet):
            try:
                found = tuple(self._at(place, sheet))
            except UsageError as problem:
                told = f"{problem}; {self.code} of {self.file} asks this at {place.path}"
                raise UsageError(told) from None
            yield from found

    def _at(self, place: Place, sheet: Sheet) -> Iterator[Finding]:
        read = list[Place]()
        if all(self._applies(condition, place, sheet, read) for condition in self.when):
            for ask in self.asks:
                yield from self._asked(ask, place, sheet, read)

    def _applies(self, condition: Condition, place: Place, sheet: Sheet, read: list[Place]) -> bool:
        for other in condition.at.along(self.at, place, sheet):
            if all(_is_met(ask, other, sheet, ask.operand) for ask in condition.asks):
                read.append(other)
                return True
        return False

    def _asked(self, ask: Ask, place: Place, sheet: Sheet, read: list[Place]) -> Iterator[Finding]:
        if place.value is None and ask.name not in ("require", "forbid"):
            return
        others = [*ask.path.along(self.at, place, sheet)] if ask.path else [None]
        for other in others:
            if other is not None and other.value is None:
                continue
            operand = other.value if other else ask.operand
            if not _is_met(ask, place, sheet, operand):
                seen = [*read, *([other] if other else [])]
                labels = tuple(Label(each.path, "read") for each in seen if each.value is not None)
                found = str(place.path) if ask.name in ("require", "forbid") else spelled(place.value)
                values = {"found": found, "limit": spelled(operand)}
                yield Finding(self.code, place.path, values, labels, words=self._words(ask))

    def _words(self, ask: Ask | None) -> Entry:
        said = self.message or SAYS[(ask or self.asks[0]).name]
        owner = f" (asked by {_plain(self.owner)})" if self.owner else ""
        advice = (f"{_plain(self.why)}{owner}",) if self.why or self.owner else ()
        related = {"read": ("the rule looks at this too",)}
        return Entry(self.code, FAMILY, self.severity, (said,), help=advice, related=related, page=self.page)

    @property
    def page(self) -> str:
        """What `explain` would print of it."""
        asks = "; ".join(
            f"{ask.name} {ask.path.text if ask.path else spelled(ask.operand)}".strip() for ask in self.asks
        )
        lines = [self.message or f"{self.at.text}: {asks}", "", f"At {self.at.text}: {asks}."]
        lines += [f"When {condition.at.text} is as asked." for condition in self.when]
        lines += [f"Why: {self.why}"] if self.why else []
        lines += [f"Owner: {self.owner}"] if self.owner else []
        return "\n".join([*lines, f"From: {self.file}"])


def operators() -> tuple[str, ...]:
    """The names of all operators."""
    return ("require", "forbid", *OPERATORS)


def _is_met(ask: Ask, place: Place, sheet: Sheet, operand: Any) -> bool:
    if place.value is None and ask.name not in ("require", "forbid"):
        return False
    return ask.met(place.value, sheet, operand)


def _plain(text: str) -> str:
    return text.strip().rstrip(".").replace("{", "{{").replace("}", "}}")
