"""What is told apart from the findings: those that someone has answered, and rules that could not be judged."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Diagnostic
from dealcraft.report.findings._page import Line, Page, Piece
from dealcraft.report.findings._reporter import Found
from dealcraft.report.findings.concise import where
from dealcraft.report.inert import inert

_BY = {"comment": "a comment", "exception": "an exception", "baseline": "the baseline"}


def apart(found: Found, page: Page) -> Iterator[Line]:
    """Each with its reason or the facts that are missing, an empty line after each list."""
    every = [each for diagnostics in found.values() for each in diagnostics]
    accepted = [_accepted(each) for each in every if each.accepted is not None]
    unjudged = [
        f"{inert(each.file)}: {each.code} at {inert(str(each.path))} needs {inert(', '.join(each.missing))}"
        for each in every
        if each.missing
    ]
    for heading, lines in (("accepted", accepted), ("not checked for want of facts", unjudged)):
        if lines:
            yield [Piece(heading, "strong")]
            yield from ([Piece(f"  {page.spell(line)}")] for line in lines)
            yield ()


def _accepted(each: Diagnostic) -> str:
    accepted = each.accepted
    assert accepted is not None
    reason = f": {inert(accepted.reason)}" if accepted.reason else ""
    approver = f", approved by {inert(accepted.approver)}" if accepted.approver else ""
    until = f", until {accepted.until}" if accepted.until else ""
    severity = f"{each.severity.word}[{each.code}]"
    return f"{where(each)}: {severity} by {_BY[accepted.by]}{reason}{approver}{until}"
