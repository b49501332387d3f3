"""What is wrong with a text, before it has words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from dealcraft.findings import Diagnostic, Related, Span, catalogue
from dealcraft.units import ROOT, Path

Elsewhere: TypeAlias = tuple[tuple[str, Span, Mapping[str, str]], ...]
"""Other places: the name of the text in the catalogue's ``related``, the place, and values."""

# Source lines of one span that a report could want; the rest of a long block is not carried along.
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """A code of the catalogue, its values, and the stretches of text it speaks of."""

    code: str
    span: Span | None
    path: Path = ROOT
    values: Mapping[str, str] = field(default_factory=dict)
    related: Elsewhere = ()

    def said_of(self, file: str, lines: Sequence[str]) -> Diagnostic:
        """The diagnostic: worded by the catalogue, with the source *lines* that it touches."""
        entry = catalogue.entry(self.code)
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
        )


def _touched(spans: Sequence[Span], lines: Sequence[str]) -> set[tuple[int, str]]:
    numbers = {
        number for span in spans for number in range(span.line, min(span.end_line + 1, span.line + _SHOWN))
    }
    return {(number, lines[number - 1]) for number in numbers if number <= len(lines)}
