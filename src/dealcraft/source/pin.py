"""From a path in the sheet to a place in its text."""

from __future__ import annotations

from typing import Any, Literal

from dealcraft.findings import Diagnostic, Finding, Span
from dealcraft.source.document import Document
from dealcraft.source.problem import Problem
from dealcraft.units import Path


def pin(document: Document, finding: Finding) -> Diagnostic:
    """*finding* in words, at its place in *document*.

    A key that is absent is said of the nearest one around it that is there. A value that is nothing, or a block of
    several lines, is pointed at by its key.
    """
    related = []
    for label in finding.labels:
        if (span := span_of(document, label.path, at=label.at)) is not None:
            related.append((label.code, span, label.values))
    span = span_of(document, finding.path, at=finding.at)
    problem = Problem(finding.code, span, finding.path, finding.values, tuple(related))
    return problem.said_of(document.file, document.lines)


def span_of(document: Document, path: Path, *, at: Literal["key", "value"] = "value") -> Span | None:
    """Where *path*, or the nearest path around it, stands; None in a document that could not be read."""
    if document.data is None:
        return None
    # A value of no length, such as a key with nothing after it, has no text to underline.
    value, key = document.spans.get(path), document.key_spans.get(path)
    if value is None and key is None:
        return span_of(document, path.parent, at="key") if path else None
    if not path:
        return None if value is None else _beginning(value)
    if key is not None and (
        at == "key" or value is None or value.start == value.end or _is_block(document, path, value)
    ):
        return key
    return value


def _is_block(document: Document, path: Path, span: Span) -> bool:
    """Whether the value at *path* is a map or a list on several lines."""
    if span.line == span.end_line:
        return False
    value: Any = document.data
    for step in path:
        value = value[step]
    return isinstance(value, dict | list)


def _beginning(span: Span) -> Span:
    """The place where *span* begins, of no length: what is said of a whole sheet underlines none of it."""
    return Span(span.line, span.column, span.line, span.column, span.start, span.start)
