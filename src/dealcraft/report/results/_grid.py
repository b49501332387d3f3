"""A table by white space: labels, columns of figures whose decimal points stand in line, words that wrap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from dealcraft.report.results._figures import in_line
from dealcraft.report.results._look import FAINT, Look, wrapped

WIDEST_COLUMN = 28
NARROWEST_COLUMN = 13
_PARTS = re.compile(r"[^_·]*[_·]|[^_·]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure or a few words."""

    text: str = ""
    style: str = ""
    figure: bool = False
    """Whether its decimal point lines up with those above and below."""
    note: str = ""
    """What follows a figure, faintly: its sampling error."""
    mark: str = ""
    mark_style: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A label and a cell for each column."""

    label: str
    cells: tuple[Cell, ...]
    style: str = ""
    """Of the label."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading, which a rule fills up to the page's edge."""

    heading: Text | None
    rows: tuple[Row, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Frame:
    """The widths of a grid, in cells of a terminal."""

    label: int
    column: int
    slot: int
    """What each column keeps on its right for notes and marks."""

    @property
    def area(self) -> int:
        """What each column has for a figure or words."""
        return self.column - self.slot - 1


def frame(rows: Sequence[Row], columns: int, look: Look) -> Frame:
    """Widths for *rows* in *columns* columns on the page of *look*."""
    label = max((cell_len(look.spell(row.label)) for row in rows), default=0)
    room = (look.page - label) // max(columns, 1)
    notes = max((cell_len(look.spell(cell.note)) for row in rows for cell in row.cells), default=0)
    marked = any(cell.mark for row in rows for cell in row.cells)
    return Frame(label, min(room, WIDEST_COLUMN), notes + (2 if marked else 0))


def laid_out(sections: Sequence[Section], head: Sequence[Row], look: Look) -> Iterator[Text]:
    """The lines of a grid: the rows of *head*, then each section."""
    rows = [*head, *(row for section in sections for row in section.rows)]
    columns = max((len(row.cells) for row in rows), default=0)
    size = frame(rows, columns, look)
    lined = _in_line(rows, columns)
    for row in lined[: len(head)]:
        yield from _line(row, size, look)
    at = len(head)
    for section in sections:
        if section.heading is not None:
            yield from _ruled(section.heading, size.label + columns * size.column, look)
        for row in lined[at : at + len(section.rows)]:
            yield from _line(row, size, look)
        at += len(section.rows)


def _ruled(heading: Text, width: int, look: Look) -> Iterator[Text]:
    *lines, last = wrapped(heading, look, indent=2)
    yield from lines
    rest = width - cell_len(last.plain) - 1
    yield last + look.text(" " + "─" * rest, FAINT) if rest > 2 else last


def _in_line(rows: Sequence[Row], columns: int) -> list[Row]:
    """The same rows, the figures of each column padded to one decimal point."""
    cells = [list(row.cells) for row in rows]
    for column in range(columns):
        held = [(line, line[column]) for line in cells if column < len(line) and line[column].figure]
        for (line, cell), text in zip(held, in_line(cell.text for _, cell in held), strict=True):
            line[column] = Cell(text, cell.style, True, cell.note, cell.mark, cell.mark_style)
    return [Row(row.label, tuple(line), row.style) for row, line in zip(rows, cells, strict=True)]


def _line(row: Row, size: Frame, look: Look) -> Iterator[Text]:
    """One row, over several lines where words wrap."""
    columns = [_stack(cell, size, look) for cell in row.cells]
    for level in range(max((len(stack) for stack in columns), default=1)):
        label = set_cell_size(look.spell(row.label) if level == 0 else "", size.label)
        line = Text(label, row.style)
        line = Text.assemble(line)
        for stack in columns:
            line.append_text(stack[level] if level < len(stack) else Text(" " * size.column))
        yield line


def _stack(cell: Cell, size: Frame, look: Look) -> list[Text]:
    """The lines of one cell, each as wide as the column and flush right."""
    text = look.spell(cell.text)
    if cell.figure or cell_len(text) <= size.area:
        return [_flush(text, cell, size, look)]
    if cell_len(text) < size.column and not cell.mark and not cell.note:
        return [_flush(text, cell, Frame(size.label, size.column, 0), look)]
    return [
        _flush(line, cell if level == 0 else Cell(style=cell.style), size, look)
        for level, line in enumerate(_broken(text, size.area))
    ]


def _flush(text: str, cell: Cell, size: Frame, look: Look) -> Text:
    line = Text(" " * max(0, size.column - size.slot - cell_len(text)))
    line.append(text, cell.style)
    note = look.spell(cell.note)
    line.append(note, FAINT)
    mark = " " + look.spell(cell.mark) if cell.mark else ""
    line.append(mark, cell.mark_style)
    return line + Text(" " * max(0, size.slot - cell_len(note) - cell_len(mark)))


def _broken(text: str, width: int) -> list[str]:
    """Lines of at most *width*, broken between words, and a longer word after an underscore or a point between figures."""
    lines = [""]
    for word in text.split(" "):
        for index, part in enumerate(_PARTS.findall(word) if cell_len(word) > width else [word]):
            joined = f"{lines[-1]}{' ' if lines[-1] and index == 0 else ''}{part}"
            if lines[-1] and cell_len(joined) > width:
                lines.append(part)
            else:
                lines[-1] = joined
    return lines
