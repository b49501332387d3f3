"""Findings one to a line, as editors and search tools read them."""

from __future__ import annotations

from dealcraft.findings import Diagnostic
from dealcraft.report.findings._page import DEFAULT, Page
from dealcraft.report.findings._reporter import Found, standing
from dealcraft.report.inert import inert


def concise(found: Found, /, *, seconds: float | None = None, page: Page = DEFAULT) -> str:
    """``file:line:column: severity[code] message`` for each finding; nothing for none."""
    return "".join(
        page.spell(_line(each)) + "\n" for diagnostics in standing(found).values() for each in diagnostics
    )


def _line(diagnostic: Diagnostic) -> str:
    return f"{where(diagnostic)}: {diagnostic.severity.word}[{diagnostic.code}] {inert(diagnostic.message)}"


def where(diagnostic: Diagnostic) -> str:
    """The file and the place in it, in characters that can do no harm at the start of a line."""
    file, span = inert(diagnostic.file), diagnostic.span
    if file.lstrip().startswith("::"):  # a command to GitHub's runner
        file = f"./{file.lstrip()}"
    return f"{file}:{span.line}:{span.column}" if span else file
