"""The source lines of a finding, with what is meant underlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from rich.cells import cell_len

from dealcraft.findings import Diagnostic, Span
from dealcraft.report.findings._page import TONES, Line, Page, Piece, Style
from dealcraft.report.inert import inert, pieces

_TAB: Final = 4
_NARROWEST: Final = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one line, in characters from 0, and what to say of it."""

    line: int
    start: int
    end: int
    said: str
    primary: bool = False

    @classmethod
    def of(cls, span: Span, said: str, line: str, *, primary: bool = False) -> Mark:
        """The mark of *span* on its first *line*, at least one character long."""
        start = span.column - 1
        end = span.end_column - 1 if span.line == span.end_line else max(len(line), start)
        return cls(span.line, start, max(end, start + 1), inert(said), primary)


@dataclass(frozen=True, slots=True)
class Strip:
    """A source line as it is shown: cropped, tabs expanded, every character harmless."""

    text: str
    places: tuple[int, ...]
    """The cell at which each character begins, the last one's end included."""
    first: int
    """The first character that is shown."""

    def cells(self, mark: Mark) -> tuple[int, int] | None:
        """Where *mark* begins and ends, in cells; None where nothing of it is shown."""
        last = self.first + len(self.places) - 1
        if mark.start > last or mark.end <= self.first:
            return None
        start = self.places[max(mark.start - self.first, 0)]
        end = self.places[min(mark.end, last) - self.first]
        return start, max(end, start + 1)


def excerpt(diagnostic: Diagnostic, margin: int, page: Page) -> Iterator[Line]:
    """The lines that *diagnostic* points at, the numbers in a *margin* of that many columns."""
    marks = list(_marks(diagnostic))
    tone = TONES[diagnostic.severity]
    unseen = list[Mark]()
    last = None
    bar = Piece(" " * margin + page.glyphs.bar, "frame")
    for number in sorted({mark.line for mark in marks}):
        if last is not None and number > last + 1:
            yield [Piece(" " * margin + page.glyphs.gap, "frame")]
        here = [mark for mark in marks if mark.line == number]
        strip = _strip(diagnostic.lines[number], here, page, page.width - margin - 2)
        yield [Piece(f"{number:>{margin}}{page.glyphs.bar}", "frame"), Piece(f" {strip.text}")]
        for row in _rows(strip, here, page, tone):
            yield [bar, Piece(" "), *row]
        unseen += [mark for mark in here if mark.said and strip.cells(mark) is None]
        last = number
    for related in diagnostic.related:
        if related.file:
            place = f"{inert(related.file)}:{related.span.line}:{related.span.column}"
            note = f"note: {page.spell(inert(related.message))} ({page.spell(place)})"
            yield [Piece(" " * margin + "= ", "frame"), Piece(note)]
    for mark in unseen:
        place = f"{mark.line}:{mark.start + 1}"
        yield [Piece(" " * margin + "= ", "frame"), Piece(f"note: {page.spell(mark.said)} ({place})")]


def _marks(diagnostic: Diagnostic) -> Iterator[Mark]:
    lines, span = diagnostic.lines, diagnostic.span
    if span is not None and span.line in lines:
        yield Mark.of(span, diagnostic.label, lines[span.line], primary=True)
    for related in diagnostic.related:
        if not related.file and related.span.line in lines:
            yield Mark.of(related.span, related.message, lines[related.span.line])


def _strip(line: str, marks: Sequence[Mark], page: Page, width: int) -> Strip:
    """As much of *line* as fits, from its beginning if the first mark that matters then shows."""
    width = max(width, _NARROWEST)
    key = next((mark for mark in marks if mark.primary), marks[0])
    first = max(key.start - 2 * width, 0)
    shown = _shown(line[first : key.start + 2 * width], page)
    sizes = [cell_len(piece) for piece in shown]
    room = width - 2 * len(page.glyphs.more)
    cut = 0
    if first or sum(sizes) > width:
        ends = list(accumulate(sizes, initial=0))
        if ends[min(key.end - first, len(sizes))] > room:
            # The mark begins after a quarter of the room, so that some of what stands before it is seen.
            wanted = ends[key.start - first] - room // 4 if key.start - first < len(ends) else ends[-1] - room
            cut = next((index for index, end in enumerate(ends) if end >= wanted), 0)
    before = page.glyphs.more if first + cut else ""
    fitting = room if first + cut or sum(sizes[cut:]) > width else width
    until, cells = cut, 0
    while until < len(sizes) and cells + sizes[until] <= fitting:
        cells += sizes[until]
        until += 1
    after = page.glyphs.more if first + until < len(line) else ""
    places = tuple(accumulate(sizes[cut:until], initial=len(before)))
    return Strip(before + "".join(shown[cut:until]) + after, places, first + cut)


def _shown(line: str, page: Page) -> list[str]:
    """What is printed for each character of *line*; a tab up to the next stop."""
    shown = list[str]()
    at = 0
    for character, piece in zip(line, pieces(line), strict=True):
        spelled = " " * (_TAB - at % _TAB) if character == "\t" else page.spell(piece)
        shown.append(spelled)
        at += cell_len(spelled)
    return shown


def _rows(strip: Strip, marks: Sequence[Mark], page: Page, tone: Style) -> Iterator[Line]:
    """The rows under a source line: the marks with the text of the rightmost, then the other texts from the right."""
    placed = sorted(
        ((cells, mark) for mark in marks if (cells := strip.cells(mark)) is not None),
        key=lambda pair: (pair[0], pair[1].primary),
    )
    if not placed:
        return
    *others, (_, rightmost) = placed
    row = _underline(placed, tone)
    said = [Piece(f" {page.spell(rightmost.said)}", _tone(rightmost, tone))] if rightmost.said else []
    yield [*row, *said]
    waiting = [(cells[0], mark) for cells, mark in others if mark.said]
    while waiting:
        at, mark = waiting.pop()
        bars = sorted({place for place, _ in waiting if place < at})
        yield [*_bars(bars, at, page), Piece(page.spell(mark.said), _tone(mark, tone))]


def _underline(placed: Sequence[tuple[tuple[int, int], Mark]], tone: Style) -> list[Piece]:
    """Dashes under what is related, carets under what is meant, which win where both are."""
    canvas = [" "] * max(end for (_, end), _ in placed)
    for (start, end), mark in sorted(placed, key=lambda pair: pair[1].primary):
        canvas[start:end] = ("^" if mark.primary else "-") * (end - start)
    text = "".join(canvas)
    styles: dict[str, Style] = {"^": tone, "-": "info", " ": ""}
    row = list[Piece]()
    begin = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or text[index] != text[begin]:
            row.append(Piece(text[begin:index], styles[text[begin]]))
            begin = index
    return row


def _bars(bars: Sequence[int], until: int, page: Page) -> Iterator[Piece]:
    at = 0
    for bar in bars:
        yield Piece(" " * (bar - at) + page.glyphs.bar, "frame")
        at = bar + 1
    yield Piece(" " * (until - at))


def _tone(mark: Mark, tone: Style) -> Style:
    return tone if mark.primary else "info"
