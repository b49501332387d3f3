"""What is wrong with a text, before it has words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from dealcraft.findings import Diagnostic, Fix, Related, Span, catalogue
from dealcraft.findings.catalogue import Entry
from dealcraft.source.edit import safe_fix
from dealcraft.units import ROOT, Path

Elsewhere: TypeAlias = tuple[tuple[str, Span, Mapping[str, str]], ...]
"""Other places: the name of the text in the catalogue's ``related``, the place, and values."""

# Source lines of one span that a report could want; the rest of a long block is not carried along.
_SHOWN: Final = 5
# Characters of a value that a finding is known by.
_KNOWN_BY: Final = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """A code of the catalogue, its values, and the stretches of text it speaks of."""

    code: str
    span: Span | None
    path: Path = ROOT
    values: Mapping[str, str] = field(default_factory=dict)
    related: Elsewhere = ()
    words: Entry | None = None
    """Its wording, where the catalogue has none."""

    def said_of(self, file: str, lines: Sequence[str]) -> Diagnostic:
        """The diagnostic: worded by the catalogue, with the source *lines* that it touches."""
        entry = self.words or catalogue.entry(self.code)
        value = _covered(self.span, lines)
        mend = safe_fix(self.code, self.values, value) if self.span is not None else None
        spans = [span for span in (self.span, *(span for _, span, _ in self.related)) if span is not None]
        return Diagnostic(
            code=self.code,
            family=entry.family,
            severity=entry.severity,
            message=entry.say(self.values),
            help=entry.advise(self.values),
            path=self.path,
            file=file,
            span=self.span,
            label=entry.caption(self.values),
            related=tuple(Related(span, entry.relate(name, values)) for name, span, values in self.related),
            lines=dict(sorted(_touched(spans, lines))),
            value=value,
            fix=Fix(self.span.start, self.span.end, mend) if self.span and mend is not None else None,
        )


def _touched(spans: Sequence[Span], lines: Sequence[str]) -> set[tuple[int, str]]:
    numbers = {
        number for span in spans for number in range(span.line, min(span.end_line + 1, span.line + _SHOWN))
    }
    return {(number, lines[number - 1]) for number in numbers if number <= len(lines)}


def _covered(span: Span | None, lines: Sequence[str]) -> str:
    """The text of *span*, as far as its first line goes, white space evened out."""
    if span is None or span.line > len(lines):
        return ""
    line = lines[span.line - 1]
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return " ".join(line[span.column - 1 : end].split())[:_KNOWN_BY]
