"""From a path in the sheet to a place in its text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal

from dealcraft.findings import Diagnostic, Finding, Related, Span, catalogue
from dealcraft.source.document import Document
from dealcraft.source.problem import Problem
from dealcraft.units import Path

_EXTENDS: Final = Path(("extends",))


def pin(document: Document, finding: Finding) -> Diagnostic:
    """*finding* in words, at its place in *document*.

    A key that is absent is said of the nearest one around it that is there. A value that is nothing, or a block of
    several lines, is pointed at by its key. What stands in a parent is said of the parent's file.
    """
    home, span = _place(document, finding.path, at=finding.at)
    here, elsewhere = [], list[Related]()
    for label in finding.labels:
        source, place = _place(document, label.path, at=label.at)
        if place is not None and source is home:
            here.append((label.code, place, label.values))
        elif place is not None:
            entry = finding.words or catalogue.entry(finding.code)
            said = entry.relate(label.code, label.values)
            elsewhere.append(Related(place, said, source.file))
    if home is not document and (place := document.spans.get(_EXTENDS)) is not None:
        said = catalogue.entry("extends-cycle").relate("extended", {})
        elsewhere.append(Related(place, said, document.file))
    problem = Problem(finding.code, span, finding.path, finding.values, tuple(here), finding.words)
    said_here = problem.said_of(home.file, home.lines)
    if not elsewhere and not finding.missing:
        return said_here
    return replace(said_here, related=(*said_here.related, *elsewhere), missing=finding.missing)


def span_of(document: Document, path: Path, *, at: Literal["key", "value"] = "value") -> Span | None:
    """Where *path*, or the nearest path around it, stands; None in a document that could not be read."""
    return _place(document, path, at=at)[1]


def _place(document: Document, path: Path, *, at: Literal["key", "value"]) -> tuple[Document, Span | None]:
    """The text in which *path*, or the nearest path around it, stands, and where in it."""
    if document.data is None:
        return document, None
    # A value of no length, such as a key with nothing after it, has no text to underline.
    value, key = document.spans.get(path), document.key_spans.get(path)
    if value is None and key is None:
        return _place(document, path.parent, at="key") if path else (document, None)
    home = document.origin(path)
    if not path:
        return home, None if value is None else _beginning(value)
    if key is not None and (
        at == "key" or value is None or value.start == value.end or _is_block(document, path, value)
    ):
        return home, key
    return home, value


def _is_block(document: Document, path: Path, span: Span) -> bool:
    """Whether the value at *path* is a map or a list on several lines."""
    if span.line == span.end_line:
        return False
    value: Any = document.data
    for step in path:
        try:
            value = value[step]
        except KeyError:  # an explicit null took it away
            return False
    return isinstance(value, dict | list)


def _beginning(span: Span) -> Span:
    """The place where *span* begins, of no length: what is said of a whole sheet underlines none of it."""
    return Span(span.line, span.column, span.line, span.column, span.start, span.start)
