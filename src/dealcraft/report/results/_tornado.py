"""The tornado: each number with its low and its high value, what the structure is then worth, and the two as bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from dealcraft.analysis.levers import Lever
from dealcraft.analysis.sensitivity import Sensitivity, Swing
from dealcraft.report.results import _words as words
from dealcraft.report.results._bars import Scale, swing
from dealcraft.report.results._figures import NONE
from dealcraft.report.results._look import Look
from dealcraft.report.results._rows import FIRST, Rows
from dealcraft.report.results._spelled import spelled
from dealcraft.report.results._table import Column, cropped, table, width

_LEGEND: Final = "░ low · █ high"
_SHORTEST: Final = 36
_NARROW: Final = 14
_WIDEST: Final = 40
_LAYOUTS: Final = (
    (28, True, True),
    (28, False, True),
    (20, False, True),
    (20, False, False),
    (14, False, False),
    (0, False, False),
)
"""Cells of the picture, whether other sides are told, whether the structure that comes first is named."""


def tornado(rows: Rows, found: Sensitivity, shown: Sequence[Swing], look: Look) -> Iterator[Text]:
    """The rows *shown*, with as much beside them as the page has room for; paths of terms are cropped last."""
    labels = [f"  {words.within(row.lever.path, found.structure)}" for row in shown]
    longest, least = (max(cell_len(cropped(text, cells)) for text in labels) for cells in (look.page, 0))
    ends = _ends(rows, found, shown)
    for cells, others, named in _LAYOUTS:
        beside = [*(_others(rows, found, shown) if others else ()), *_marks(rows, found, shown, named=named)]
        taken = width([Column("", [""] * len(shown)), *ends, *_picture(found, shown, cells), *beside], look)
        if look.page - taken >= min(longest, max(least, _SHORTEST) if cells > _NARROW else least):
            break
    label = min(longest, max(look.page - taken, least))
    room = cells and min(_WIDEST, cells + look.page - taken - label)
    yield from table([_named(labels, label), *ends, *_picture(found, shown, room), *beside], look)


def leads(rows: Rows, found: Sensitivity, shown: Sequence[Swing], look: Look) -> Iterator[Text]:
    """The numbers *shown*, with how far the first structure is ahead of all others at both values, or which is first."""
    labels = [f"  {words.within(row.lever.path, found.structure)}" for row in shown]
    several = len({name for row in shown for name in firsts(rows, found, row)}) > 1
    columns = [
        *_lead(
            rows, found, "low", [(row.lever, row.lever.low, row.every_low) for row in shown], named=several
        ),
        *_lead(
            rows, found, "high", [(row.lever, row.lever.high, row.every_high) for row in shown], named=several
        ),
    ]
    room = look.page - width([Column("", [""] * len(shown)), *columns], look)
    yield from table([_named(labels, room), *columns], look)


def firsts(rows: Rows, found: Sensitivity, row: Swing) -> tuple[str, ...]:
    """The structures that come before the first at one of the two values."""
    names = (_first(rows, found, every) for every in (row.every_low, row.every_high))
    return tuple(dict.fromkeys(name for name in names if name))


def _first(rows: Rows, found: Sensitivity, every: Mapping[str, float]) -> str:
    """The structure that comes first where it is another than as the sheet stands; else empty."""
    lead = found.lead(every)
    return (
        max(every, key=every.__getitem__) if lead is not None and lead < 0 and rows.unit.shows(lead) else ""
    )


def _lead(
    rows: Rows,
    found: Sensitivity,
    end: str,
    at: Sequence[tuple[Lever, float, Mapping[str, float]]],
    *,
    named: bool,
) -> Iterator[Column]:
    yield right(end, [tried(lever, number) for lever, number, _ in at])
    yield Column("lead", [rows.unit.money(found.lead(every), sign=True) for _, _, every in at], figures=True)
    if named:
        yield Column("first", [_first(rows, found, every) for _, _, every in at])


def tried(lever: Lever, number: float) -> str:
    """*number* in the unit of *lever*, for people."""
    return spelled(lever.unit, number)


def right(head: str, texts: Sequence[str]) -> Column:
    """A column of numbers in different units, flush right."""
    widest = max(map(cell_len, (head, *texts)))
    first, *rest = (" " * (widest - cell_len(text)) + text for text in (head, *texts))
    return Column(first, rest)


def _named(labels: Sequence[str], cells: int) -> Column:
    return Column("", [cropped(text, cells) for text in labels])


def _ends(rows: Rows, found: Sensitivity, shown: Sequence[Swing]) -> list[Column]:
    """The two values of each number, and what the structure is then worth."""
    return [
        right("low", [tried(row.lever, row.lever.low) for row in shown]),
        Column("worth", [rows.unit.money(row.low[found.party]) for row in shown], figures=True),
        right("high", [tried(row.lever, row.lever.high) for row in shown]),
        Column("worth", [rows.unit.money(row.high[found.party]) for row in shown], figures=True),
    ]


def _picture(found: Sensitivity, shown: Sequence[Swing], cells: int) -> Iterator[Column]:
    if not cells:
        return
    base, bars = found.base[found.party], [(row.low[found.party], row.high[found.party]) for row in shown]
    ends = [base, *(worth for bar in bars for worth in bar)]
    scale = Scale(min(ends), max(ends), cells)
    yield Column(_LEGEND, [swing(low, high, base, scale) for low, high in bars])


def _others(rows: Rows, found: Sensitivity, shown: Sequence[Swing]) -> list[Column]:
    """By other side what it gains on the way from the low to the high value."""
    sides = [party for party in found.base if party != found.party]
    return [
        Column(f"{party}, low → high", [_gained(rows, row, party) for row in shown], figures=True)
        for party in sides
        if any(rows.unit.shows(row.width(party)) for row in shown)
    ]


def _gained(rows: Rows, row: Swing, party: str) -> str:
    gained = row.high[party] - row.low[party]
    return rows.unit.money(gained, sign=True) if rows.unit.shows(gained) else NONE


def _marks(rows: Rows, found: Sensitivity, shown: Sequence[Swing], *, named: bool) -> list[Column]:
    """Which of them let another structure come first."""
    others = [firsts(rows, found, row) for row in shown]
    if not any(others):
        return []
    return [
        Column(
            "",
            [
                f"{FIRST} {', '.join(names)}" if named and names else FIRST if names else ""
                for names in others
            ],
        )
    ]
