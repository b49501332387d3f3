"""A file of house rules to rules; whatever is wrong with it is told, with its place, before any sheet is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NoReturn

from dealcraft.errors import UsageError
from dealcraft.findings import Severity, catalogue
from dealcraft.findings.catalogue import wanted
from dealcraft.rules._operators import OPERATORS
from dealcraft.rules._patterns import Pattern
from dealcraft.rules.house import Ask, Condition, HouseRule, Test, operators
from dealcraft.source import Document, parse
from dealcraft.source.pin import span_of
from dealcraft.units import Path
from dealcraft.units.spelling import nearest

_WORDS: Final = ("at", "when", "severity", "message", "why", "owner", "tests")
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_LEVELS: Final = ("error", "warning", "info")
_EXPECTED: Final = ("found", "clear")
_PLACES: Final = frozenset({"found", "limit"})


def read_house_rules(content: bytes, file: str) -> tuple[HouseRule, ...]:
    """The rules in a file; raises UsageError for the first thing in it that cannot be read."""
    document = parse(content, file)
    for diagnostic in document.diagnostics:
        at = f":{diagnostic.span.line}:{diagnostic.span.column}" if diagnostic.span else ""
        raise UsageError(f"{file}{at}: {diagnostic.message}")
    reader = _Reader(document)
    return tuple(reader.rules())


class _Reader:
    """One file."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def rules(self) -> Iterator[HouseRule]:
        data = self._map(self.document.data, Path(()))
        self._known(data, ("rules",), Path(()))
        for code, fields in self._map(data.get("rules"), Path(("rules",))).items():
            yield self._rule(code, Path(("rules", code)), self._map(fields, Path(("rules", code))))

    def _rule(self, code: str, path: Path, fields: Mapping[str, Any]) -> HouseRule:
        if not _CODE.fullmatch(code):
            self._stop(
                path, f"{code} is no name of a rule; write small letters, digits and hyphens: acme-{code}"
            )
        if code in catalogue.all_codes():
            self._stop(
                path, f"{code} is a rule of dealcraft; put the name of the house before it: acme-{code}"
            )
        self._known(fields, (*_WORDS, *operators()), path)
        if "at" not in fields:
            self._stop(path, "a rule says where it looks: at: agreements.*.payments.royalty.rate")
        asks = self._asks(fields, path)
        if not asks:
            self._stop(path, f"a rule asks something: one of {', '.join(operators())}")
        message = self._text(fields, "message", path)
        if unknown := sorted(wanted(message) - _PLACES):
            self._stop(
                path.child("message"),
                f"{{{unknown[0]}}} is unknown; a message can use {{found}} and {{limit}}",
            )
        return HouseRule(
            code=code,
            at=self._pattern(fields["at"], path.child("at")),
            asks=asks,
            when=tuple(
                self._conditions(self._map(fields.get("when") or {}, path.child("when")), path.child("when"))
            ),
            severity=Severity[self._choice(fields, "severity", _LEVELS, path, "warning").upper()],
            message=message,
            why=self._text(fields, "why", path),
            owner=self._text(fields, "owner", path),
            tests=tuple(self._tests(fields.get("tests") or [], path.child("tests"))),
            file=self.document.file,
        )

    def _asks(self, fields: Mapping[str, Any], path: Path) -> tuple[Ask, ...]:
        return tuple(
            self._ask(name, fields[name], path.child(name)) for name in operators() if name in fields
        )

    def _ask(self, name: str, operand: Any, path: Path) -> Ask:
        if name not in OPERATORS:
            if operand != "true":
                self._stop(path, f"{name} takes true; leave it out where it does not apply")
            return Ask(name)
        if isinstance(operand, dict) and operand.keys() == {"path"}:
            return Ask(name, None, self._pattern(operand["path"], path.child("path")))
        return Ask(name, operand)

    def _conditions(self, when: Mapping[str, Any], path: Path) -> Iterator[Condition]:
        for text, asked in when.items():
            here = path.child(text)
            if isinstance(asked, dict) and asked.keys() & set(operators()):
                self._known(asked, operators(), here)
                asks = self._asks(asked, here)
            else:
                asks = (Ask("one_of" if isinstance(asked, list) else "is", asked),)
            yield Condition(self._pattern(text, here, at="key"), asks)

    def _tests(self, tests: Any, path: Path) -> Iterator[Test]:
        if not isinstance(tests, list):
            self._stop(path, "tests is a list of `given` and `expect`")
        for index, test in enumerate(tests):
            here = path.child(index)
            fields = self._map(test, here)
            self._known(fields, ("given", "expect"), here)
            given = self._map(fields.get("given") or {}, here.child("given"))
            span = span_of(self.document, here)
            yield Test(given, self._choice(fields, "expect", _EXPECTED, here, ""), span.line if span else 0)

    def _pattern(self, text: Any, path: Path, *, at: str = "value") -> Pattern:
        try:
            pattern = Pattern.parse(text if isinstance(text, str) else "")
        except ValueError:
            pattern = Pattern("", ())
        if not pattern.steps:
            self._stop(
                path, f"{text} is no path; paths look like agreements.*.payments.royalty.tiers[*].rate", at
            )
        if (unknown := pattern.unknown()) is not None:
            hint = f"; did you mean {unknown.hint}?" if unknown.hint else ""
            self._stop(path, f"{unknown.above or 'a sheet'} has no {unknown.step}{hint}", at)
        return pattern

    def _map(self, value: Any, path: Path) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self._stop(path, f"{path or 'a file of house rules'} is a map")
        return value

    def _known(self, fields: Mapping[str, Any], known: Collection[str], path: Path) -> None:
        for key in fields:
            if key not in known:
                hint = nearest(key, known)
                mend = f"did you mean {hint}?" if hint else f"there are {', '.join(known)}"
                self._stop(path.child(key), f"nothing here is called {key}; {mend}", "key")

    def _choice(
        self, fields: Mapping[str, Any], key: str, known: Collection[str], path: Path, usual: str
    ) -> str:
        value = fields.get(key, usual)
        if value not in known:
            self._stop(path.child(key), f"{key} is {value or 'missing'}; write one of {', '.join(known)}")
        return str(value)

    def _text(self, fields: Mapping[str, Any], key: str, path: Path) -> str:
        value = fields.get(key) or ""
        if not isinstance(value, str):
            self._stop(path.child(key), f"{key} is a text")
        return value

    def _stop(self, path: Path, said: str, at: str = "value") -> NoReturn:
        span = span_of(self.document, path, at="key" if at == "key" else "value")
        place = f":{span.line}:{span.column}" if span else ""
        raise UsageError(f"{self.document.file}{place}: {said}")
