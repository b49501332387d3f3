"""Findings as commands to GitHub's runner, which shows them beside the lines of a pull request."""

from __future__ import annotations

from typing import Final

from dealcraft.findings import Diagnostic, Severity
from dealcraft.report.findings._page import DEFAULT, Page
from dealcraft.report.findings._place import below, worst_first
from dealcraft.report.findings._reporter import Found, standing
from dealcraft.report.findings.text import summary
from dealcraft.report.inert import inert

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MOST: Final = 10
"""Annotations of one kind that GitHub shows for one step."""


def github(found: Found, /, *, seconds: float | None = None, page: Page = DEFAULT) -> str:
    """A workflow command for each finding, the worst first and as many as are shown, then one line that counts all."""
    every = worst_first(diagnostic for diagnostics in standing(found).values() for diagnostic in diagnostics)
    lines = list[str]()
    for severity in sorted(Severity, reverse=True):
        kind = [diagnostic for diagnostic in every if diagnostic.severity is severity]
        lines += [_command(diagnostic, page.root) for diagnostic in kind[:_MOST]]
    left = len(every) - len(lines)
    more = f"; {left} more than GitHub shows, see another format" if left else ""
    return "".join(page.spell(line) + "\n" for line in [*lines, f"dealcraft: {summary(found)}{more}"])


def _command(diagnostic: Diagnostic, root: str) -> str:
    properties = {"file": below(root, diagnostic.file)}
    if (span := diagnostic.span) is not None:
        properties |= {"line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:  # columns are not taken for more than one line
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties["title"] = f"dealcraft {diagnostic.code}"
    told = ",".join(f"{name}={_property(inert(value))}" for name, value in properties.items())
    advice = f"\n{inert(diagnostic.help)}" if diagnostic.help else ""
    return f"::{_COMMANDS[diagnostic.severity]} {told}::{_data(inert(diagnostic.message) + advice)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
