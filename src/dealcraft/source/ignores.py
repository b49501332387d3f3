"""Comments that answer a finding on their line: ``# dealcraft: ignore[code] reason; until: DATE; by: NAME``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dealcraft.findings import Span
from dealcraft.source.decode import Text
from dealcraft.source.document import Document

_COMMENT: Final = re.compile(r"#[ \t]*dealcraft:[ \t]*ignore\b[^\r\n]*")
_FORM: Final = re.compile(r"#\s*dealcraft:\s*ignore\[(?P<codes>[^\]]*)\](?P<rest>.*)")
_FIELD: Final = re.compile(r"\s*(?P<name>reason|until|by)\s*:\s*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment, read."""

    span: Span
    """Where the comment stands."""
    line: int
    """The line whose findings it answers: its own, or the next with a term where it stands alone."""
    codes: tuple[str, ...] | None
    """What it answers; None where it cannot be read."""
    reason: str = ""
    """Why."""
    until: str = ""
    """The last day on which it holds, as written."""
    by: str = ""
    """Who answers for it."""


def ignores(document: Document) -> Iterator[Ignore]:
    """The comments of *document*'s own text that answer findings, in their order."""
    text: Text | None = None
    for match in _COMMENT.finditer(document.text):
        if not _is_comment(document, match.start()):
            continue
        text = text or Text.of(document.text)
        span = text.span(match.start(), len(match[0].rstrip()) + match.start())
        yield _read(match[0].rstrip(), span, _line(document, span))


def _read(comment: str, span: Span, line: int) -> Ignore:
    form = _FORM.fullmatch(comment)
    codes = tuple(code.strip() for code in form["codes"].split(",")) if form else ()
    if form is None or not all(codes):
        return Ignore(span, line, None)
    told = {"reason": "", "until": "", "by": ""}
    for part in form["rest"].split(";"):
        field = _FIELD.fullmatch(part)
        name, value = (field["name"], field["value"]) if field else ("reason", part)
        told[name] = "; ".join(filter(None, (told[name], value.strip())))
    return Ignore(span, line, codes, **told)


def _line(document: Document, span: Span) -> int:
    if document.lines[span.line - 1][: span.column - 1].strip():
        return span.line
    for number, line in enumerate(document.lines[span.line :], span.line + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            return number
    return span.line


def _is_comment(document: Document, at: int) -> bool:
    """Whether the sign at that place begins a comment: after white space, and not within a quoted or block text."""
    if at and not document.text[at - 1].isspace():
        return False
    return not any(
        span.start <= at < span.end and document.text[span.start] in "\"'|>"
        for path, span in document.spans.items()
        if path not in document.origins
    )
