"""A table of amounts by party: a label, the party read for with a picture beside its figures, then the other sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import NONE
from dealcraft.report.results._look import Look
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._table import Column, cropped, table, width

_PICTURE: Final = 24
_SHORT: Final = 12
_SHORTEST: Final = 24
Draw = Callable[[int], Sequence[str]]
"""The picture of each line, in so many cells."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, and an amount for each party."""

    label: str
    amounts: Mapping[str, float]
    faint: bool = False
    """Whether it explains the lines above it."""
    change: bool = True
    """Whether the amounts are differences, whose sign is always shown."""


def sides(rows: Rows, head: str, lines: Sequence[Line], draw: Draw, look: Look) -> Iterator[Text]:
    """The table, as much of it as the page has room for: first the picture gives way, then names, then other sides."""
    everyone = [name for name in rows.answer.sheet.parties if any(_shows(rows, line, name) for line in lines)]
    some = [rows.party, *(name for name in everyone if name != rows.party)]
    longest = max(cell_len(line.label) for line in lines)
    for names, cells, count, shortest in (
        (True, _PICTURE, None, longest), (True, _SHORT, None, longest), (False, _SHORT, None, longest),
        (False, _SHORT, None, _SHORTEST), (False, 0, None, _SHORTEST), (False, 0, 1, _SHORTEST),
    ):  # fmt: skip
        figures = _figures(rows, lines, some[:count], draw, names=names, cells=cells)
        room = look.page - width([Column("", [""] * len(lines)), *figures], look)
        label = max(min(longest, room), min(longest, shortest))
        texts = [cropped(line.label, label) for line in lines]
        columns = [Column(head if cell_len(head) <= label else "", texts), *figures]
        if width(columns, look) <= look.page:
            break
    if columns[0].head != head:
        yield look.text(head, "bold")
    yield from table(columns, look, faint=[line.faint for line in lines])


def _figures(
    rows: Rows, lines: Sequence[Line], parties: Sequence[str], draw: Draw, *, names: bool, cells: int
) -> list[Column]:
    columns = [
        Column(
            f"to {words.party(rows.answer.sheet, party) if names else party}",
            [_amount(rows, line, party) for line in lines],
            figures=True,
        )
        for party in parties
    ]
    if cells:
        columns.insert(1, Column("", list(draw(cells))))
    return columns


def _amount(rows: Rows, line: Line, party: str) -> str:
    amount = line.amounts.get(party)
    if amount is None or not _shows(rows, line, party):
        return NONE
    return rows.unit.money(amount, sign=line.change)


def _shows(rows: Rows, line: Line, party: str) -> bool:
    amount = line.amounts.get(party)
    return amount is not None and rows.unit.shows(amount)
