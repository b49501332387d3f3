"""Findings as Markdown, for the summary of a job or a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Diagnostic
from dealcraft.report.findings._page import DEFAULT, Page
from dealcraft.report.findings._place import worst_first
from dealcraft.report.findings._reporter import Found, standing
from dealcraft.report.findings.text import summary
from dealcraft.report.markup import code


def markdown(found: Found, /, *, seconds: float | None = None, page: Page = DEFAULT) -> str:
    """A count, and for each sheet with findings a list of them, the worst first.

    What comes from a sheet stands in code spans, so that it makes no link, no mention and no page of its own.
    """
    lines = ["# Term sheets", "", f"{summary(found)[:1].upper()}{summary(found)[1:]}."]
    for file, diagnostics in standing(found).items():
        if diagnostics:
            lines += ["", f"## {code(file)}", "", *_items(worst_first(diagnostics))]
    answered = [each for diagnostics in found.values() for each in diagnostics if each.accepted is not None]
    if answered:
        lines += ["", "## Accepted", "", *(_accepted(each) for each in answered)]
    return "".join(page.spell(line) + "\n" for line in lines)


def _items(diagnostics: list[Diagnostic]) -> Iterator[str]:
    for each in diagnostics:
        place = f"line {each.span.line}, " if each.span else ""
        term = f"{code(str(each.path))}: " if each.path else ""
        yield f"- **{each.severity.word}** {place}{code(each.code)}: {term}{code(each.message)}"
        if each.help:
            yield f"  - help: {code(each.help)}"


def _accepted(each: Diagnostic) -> str:
    accepted = each.accepted
    assert accepted is not None
    place = f"{each.file}:{each.span.line}" if each.span else each.file
    reason = f": {code(accepted.reason)}" if accepted.reason else ""
    approver = f", approved by {code(accepted.approver)}" if accepted.approver else ""
    until = f", until {accepted.until}" if accepted.until else ""
    return f"- {code(place)} {code(each.code)}, by {accepted.by}{reason}{approver}{until}"
