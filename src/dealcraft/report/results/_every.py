"""What each number does to every structure, and the order of all of them where it is another than as the sheet stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from dealcraft.analysis.sensitivity import Sensitivity, Swing
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import NONE
from dealcraft.report.results._look import FAINT, STRONG, Look, wrapped
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._table import Column, cropped, table, width

_SHORTEST: Final = 22
"""Cells of a page that are kept for the number."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def letters(found: Sensitivity) -> Mapping[str, str]:
    """By structure what it is called in a table: a letter in the order of value as the sheet stands, then numbers."""
    return {
        name: _LETTERS[index] if index < len(_LETTERS) else str(index + 1)
        for index, name in enumerate(found.every)
    }


def every(rows: Rows, found: Sensitivity, most: int, look: Look) -> Iterator[Text]:
    """The *most* numbers that move any structure most: what each gains from the low to the high value, and the order."""
    shown = sorted((row for row in found.rows if rows.unit.shows(row.widest)), key=lambda row: -row.widest)[
        :most
    ]
    if not shown:
        return
    labels = [f"  {words.within(row.lever.path, found.structure)}" for row in shown]
    columns = _columns(rows, found, shown, look)
    orders = "; their order where it is another" if len(columns) > len(found.every) else ""
    head = f"Every structure for {words.party(rows.answer.sheet, found.party)}, low → high{orders}"
    yield from wrapped(look.text(head, STRONG), look)
    room = look.page - width([Column("", [""] * len(shown)), *columns], look)
    cells = min(room, max(map(cell_len, labels)))
    yield from table([Column("", [cropped(label, cells) for label in labels]), *columns], look)
    told = ", ".join(f"{letter} {name}" for name, letter in letters(found).items())
    yield from wrapped(look.text(f"The best first as the sheet stands: {told}.", FAINT), look)
    yield Text()


def _columns(rows: Rows, found: Sensitivity, shown: Sequence[Swing], look: Look) -> list[Column]:
    """As much as the page has room for beside the numbers: the orders give way, then the structures that come last."""
    called = letters(found)
    swings = [
        Column(letter, [_gained(rows, row, name) for row in shown], figures=True)
        for name, letter in called.items()
    ]
    for gap in (" ", "", None):
        columns = swings if gap is None else [*swings, *_orders(rows, found, shown, gap)]
        if width([Column("", [" " * _SHORTEST] * len(shown)), *columns], look) <= look.page:
            return columns
    while len(swings) > 1 and width([Column("", [" " * _SHORTEST] * len(shown)), *swings], look) > look.page:
        swings.pop()
    return swings


def _gained(rows: Rows, row: Swing, name: str) -> str:
    gained = row.every_high[name] - row.every_low[name]
    return rows.unit.money(gained, sign=True) if rows.unit.shows(gained) else NONE


def _orders(rows: Rows, found: Sensitivity, shown: Sequence[Swing], gap: str) -> Iterator[Column]:
    yield Column("at low", [_order(rows, found, row.every_low, gap) for row in shown])
    yield Column("at high", [_order(rows, found, row.every_high, gap) for row in shown])


def _order(rows: Rows, found: Sensitivity, worths: Mapping[str, float], gap: str) -> str:
    """The structures by what they are then worth; empty where that turns no two around by more than shows."""
    turned = (worths[other] - worths[one] for one, other in combinations(found.every, 2))
    if not any(ahead > 0 and rows.unit.shows(ahead) for ahead in turned):
        return ""
    called = letters(found)
    return gap.join(called[name] for name in sorted(called, key=lambda name: -worths[name]))
