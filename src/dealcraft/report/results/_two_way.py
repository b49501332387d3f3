"""Two numbers together: what the structure is worth at every pair, and the line at which another comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from dealcraft.analysis.sensitivity import Grid, Sensitivity
from dealcraft.report.results import _words as words
from dealcraft.report.results._every import letters
from dealcraft.report.results._figures import in_line
from dealcraft.report.results._look import ACCENT, FAINT, STRONG, Look, wrapped
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._tornado import tried

_SIDE: Final = " │ "
_BELOW: Final = "─"


def two_way(rows: Rows, found: Sensitivity, grid: Grid, look: Look) -> Iterator[Text]:
    """A row for each value of the first number, a column for each of the second.

    A line runs where the structure that comes first changes; a letter says which it is.
    """
    down, across = (words.within(lever.path, found.structure) for lever in grid.levers)
    marks = _letters(found, grid)
    yield from wrapped(look.text(f"{found.structure} at {down} (down) and {across} (across)", STRONG), look)
    yield from _lines(_Cells(rows, found, grid, marks), look)
    yield from wrapped(look.text(_legend(rows, found, marks), FAINT), look)


class _Cells:
    """The texts of the table, as many columns as the page has room for."""

    def __init__(self, rows: Rows, found: Sensitivity, grid: Grid, marks: Mapping[str, str]) -> None:
        one, other = grid.levers
        self.first, self.marks = grid.first, marks
        self.labels = [tried(one, number) for number in grid.values[0]]
        self.heads = [tried(other, number) for number in grid.values[1]]
        worths = grid.npv[found.party]
        flat = iter(in_line(rows.unit.money(worth) for row in worths for worth in row))
        self.texts = [[next(flat) for _ in row] for row in worths]
        self.label = max(map(cell_len, self.labels)) + 2
        self.cell = max(map(cell_len, (*self.heads, *(text for row in self.texts for text in row))))

    def columns(self, page: int) -> Sequence[int]:
        """All columns, or every second or third, the ends among them."""
        last = len(self.heads) - 1
        for step in (1, 2, 3, last):
            some = range(0, last + 1, step)
            if self.label + len(some) * (self.cell + self.mark + len(_SIDE)) <= page:
                break
        return some

    @property
    def mark(self) -> int:
        """Cells for the letter of the structure that comes first."""
        return 2 if self.marks else 0


def _lines(cells: _Cells, look: Look) -> Iterator[Text]:
    columns = cells.columns(look.page)
    space = " " * cells.mark
    head = "".join(_flush(cells.heads[column], cells.cell) + space + "   " for column in columns)
    yield look.text(" " * (cells.label + 3) + head, FAINT)
    for index, label in enumerate(cells.labels):
        if index and (rule := _rule(cells, index, columns)).strip():
            yield look.text(rule, ACCENT)
        line = look.text(_flush(label, cells.label), FAINT)
        before = columns[0]
        for column in columns:
            changes = cells.first[index][column] != cells.first[index][before]
            line.append(look.spell(_SIDE if changes else "   "), ACCENT)
            text = _flush(cells.texts[index][column], cells.cell)
            mark = cells.marks.get(cells.first[index][column], "")
            line.append(look.spell(text), ACCENT if mark else "")
            line.append(f" {mark}".ljust(cells.mark), ACCENT)
            before = column
        yield line


def _rule(cells: _Cells, index: int, columns: Sequence[int]) -> str:
    """Below every cell whose first structure is another in the next row a stroke."""
    width = cells.cell + cells.mark + len(_SIDE)
    above, below = cells.first[index - 1], cells.first[index]
    strokes = ((_BELOW if above[column] != below[column] else " ") * width for column in columns)
    return " " * (cells.label + 1) + "".join(strokes)


def _flush(text: str, cells: int) -> str:
    return " " * (cells - cell_len(text)) + text


def _letters(found: Sensitivity, grid: Grid) -> dict[str, str]:
    """A letter for each structure that comes first somewhere but not as the sheet stands."""
    called = letters(found)
    names = dict.fromkeys(name for row in grid.first for name in row)
    return {name: called[name] for name in names if name != _usual(found)}


def _usual(found: Sensitivity) -> str:
    return found.leading[0] if found.leading else found.structure


def _legend(rows: Rows, found: Sensitivity, marks: Mapping[str, str]) -> str:
    party = words.party(rows.answer.sheet, found.party)
    if not marks:
        return f"{_usual(found)} comes first for {party} everywhere."
    told = ", ".join(f"{letter} {name}" for name, letter in marks.items())
    return f"First for {party}: {_usual(found)}, or as marked: {told}."
