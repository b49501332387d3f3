"""Findings as JUnit XML: a suite for each sheet, a case for each family, so that what passed can be seen too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from dealcraft.findings import Diagnostic, Severity, catalogue
from dealcraft.report.findings._page import DEFAULT, Page
from dealcraft.report.findings._reporter import Found, standing
from dealcraft.report.findings.concise import where
from dealcraft.report.inert import inert

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def junit(found: Found, /, *, seconds: float | None = None, page: Page = DEFAULT) -> str:
    """Errors fail their case; warnings and notes are the output of theirs. Written for UTF-8."""
    shown = standing(found)
    cases = [(file, _cases(file, diagnostics)) for file, diagnostics in shown.items()]
    tests = sum(len(each) for _, each in cases)
    failures = sum(1 for _, each in cases for case in each if "<failure" in case)
    lines = [f'<testsuites name="dealcraft" tests="{tests}" failures="{failures}">']
    for file, each in cases:
        failed = sum("<failure" in case for case in each)
        name = quoteattr(inert(file))
        lines.append(f'  <testsuite name={name} tests="{len(each)}" failures="{failed}" errors="0">')
        lines += [*each, "  </testsuite>"]
    return _HEAD + "\n".join([*lines, "</testsuites>"]) + "\n"


def _cases(file: str, diagnostics: Sequence[Diagnostic]) -> list[str]:
    families = dict.fromkeys([*catalogue.families(), *(diagnostic.family for diagnostic in diagnostics)])
    return [_case(file, family, [d for d in diagnostics if d.family == family]) for family in families]


def _case(file: str, family: str, diagnostics: Sequence[Diagnostic]) -> str:
    head = f"    <testcase classname={quoteattr(inert(file))} name={quoteattr(family)}"
    errors = [_line(each) for each in diagnostics if each.severity is Severity.ERROR]
    others = [_line(each) for each in diagnostics if each.severity is not Severity.ERROR]
    inside = list[str]()
    if errors:
        said = f"{len(errors)} errors" if len(errors) > 1 else errors[0]
        inside.append(
            f'      <failure type="error" message={quoteattr(said)}>{escape(_joined(errors))}</failure>'
        )
    if others:
        inside.append(f"      <system-out>{escape(_joined(others))}</system-out>")
    return "\n".join([f"{head}>", *inside, "    </testcase>"]) if inside else f"{head}/>"


def _line(diagnostic: Diagnostic) -> str:
    return f"{where(diagnostic)}: {diagnostic.severity.word}[{diagnostic.code}] {inert(diagnostic.message)}"


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines)
