"""The tests that stand beside house rules, run on small sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dealcraft.errors import UnknownPath, UsageError
from dealcraft.findings import catalogue
from dealcraft.rules.house import HouseRule, Test
from dealcraft.terms.change import set_value
from dealcraft.terms.load import validate
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

PLAIN: Final = {
    "dealcraft": "1",
    "id": "plain",
    "valuation": {"date": "2026-01-01", "currency": "USD"},
    "decides": "owner",
    "parties": {"owner": {}, "partner": {}},
    "assets": {"asset": {}},
    "structures": {
        "licence": {
            "kind": "licence",
            "licensee": "partner",
            "grant": {"exclusivity": "exclusive", "territory": "worldwide"},
        }
    },
}
"""The sheet that a test's values are put into: an owner licenses an asset to a partner."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one test ended."""

    rule: HouseRule
    test: Test
    said: str
    """Empty where it passed; else what was wrong."""


def run_tests(rules: tuple[HouseRule, ...]) -> Iterator[Outcome]:
    """Every test of *rules*, in their order."""
    for rule in rules:
        for test in rule.tests:
            yield Outcome(rule, test, _said(rule, test))


def _said(rule: HouseRule, test: Test) -> str:
    try:
        found = list(rule.check(_sheet(test)))
    except (UsageError, UnknownPath) as problem:
        return str(problem)
    if bool(found) == (test.expect == "found"):
        return ""
    if not found:
        return "expected a finding, found nothing"
    message = found[0].words.say(found[0].values) if found[0].words else found[0].code
    return f"expected nothing, found at {found[0].path}: {message}"


def _sheet(test: Test) -> Sheet:
    data = dict(PLAIN)
    for text, value in test.given.items():
        try:
            path = Path.parse(text)
        except ValueError:
            raise UsageError(f"{text} is no path") from None
        data = set_value(data, path, value)
    sheet, findings = validate(data)
    if sheet is None:
        first = findings[0]
        raise UsageError(f"{first.path}: {catalogue.entry(first.code).say(first.values)}")
    return sheet
