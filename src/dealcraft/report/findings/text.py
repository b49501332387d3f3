"""Findings for people: each with the line it is about, what is meant underlined, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Diagnostic, Severity
from dealcraft.report.findings._apart import apart
from dealcraft.report.findings._excerpt import excerpt
from dealcraft.report.findings._page import DEFAULT, TONES, Line, Page, Piece
from dealcraft.report.findings._reporter import Found, standing
from dealcraft.report.findings.concise import where
from dealcraft.report.inert import inert

_PER_FILE: Final = 50
_COUNTED: Final = (
    (Severity.ERROR, "error", "errors"),
    (Severity.WARNING, "warning", "warnings"),
    (Severity.INFO, "note", "notes"),
)


def text(found: Found, /, *, seconds: float | None = None, page: Page = DEFAULT) -> str:
    """Every finding in its frame, then one line that counts them."""
    return page.write(_lines(found, seconds, page))


def summary(found: Found, /, *, seconds: float | None = None) -> str:
    """``2 errors, 1 warning in 1 file (14 ms)``."""
    severities = [each.severity for diagnostics in standing(found).values() for each in diagnostics]
    counts = [
        f"{count} {one if count == 1 else many}"
        for severity, one, many in _COUNTED
        if (count := severities.count(severity))
    ]
    mends = sum(each.fix is not None for diagnostics in standing(found).values() for each in diagnostics)
    fixable = f"; --fix mends {mends}" if mends else ""
    files = "1 file" if len(found) == 1 else f"{len(found)} files"
    answered = sum(each.accepted is not None for diagnostics in found.values() for each in diagnostics)
    accepted = f", {answered} accepted" if answered else ""
    return f"{', '.join(counts) or 'nothing to report'} in {files}{accepted}{_duration(seconds)}{fixable}"


def _lines(found: Found, seconds: float | None, page: Page) -> Iterator[Line]:
    for file, diagnostics in standing(found).items():
        for diagnostic in diagnostics[:_PER_FILE]:
            yield from _finding(diagnostic, page)
            yield ()
        if (left := len(diagnostics) - _PER_FILE) > 0:
            yield [Piece(f"and {left} more in {page.spell(inert(file))}; --format concise lists them all")]
            yield ()
    if page.verbose:
        yield from apart(found, page)
    yield [Piece(summary(found, seconds=seconds), "strong")]
    unjudged = {each.code for diagnostics in found.values() for each in diagnostics if each.missing}
    if unjudged and not page.verbose:
        rules = "1 rule was" if len(unjudged) == 1 else f"{len(unjudged)} rules were"
        yield [Piece(f"{rules} not checked for want of facts; -v lists them", "faint")]


def _finding(diagnostic: Diagnostic, page: Page) -> Iterator[Line]:
    heading = f": {page.spell(inert(diagnostic.message))}"
    yield [
        Piece(f"{diagnostic.severity.word}[{diagnostic.code}]", TONES[diagnostic.severity]),
        Piece(heading, "strong"),
    ]
    margin = len(str(max(diagnostic.lines, default=0))) if diagnostic.lines else 1
    margin = max(margin, 2)
    place = page.spell(where(diagnostic))
    yield [Piece(f"{' ' * margin}{page.glyphs.corner} ", "frame"), Piece(place)]
    bar = [Piece(" " * margin + page.glyphs.bar, "frame")]
    if diagnostic.lines:
        yield bar
        yield from excerpt(diagnostic, margin, page)
    advice = (("help: ", diagnostic.help), ("see:  ", f"dealcraft explain {diagnostic.code}"))
    for name, said in advice:
        if said:
            yield [Piece(" " * margin + "= ", "frame"), Piece(name, "strong"), Piece(page.spell(inert(said)))]


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f" ({seconds * 1000:.0f} ms)" if seconds < 1 else f" ({seconds:.1f} s)"
