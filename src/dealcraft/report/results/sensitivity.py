"""What a structure's value hangs on, as a page of text: a tornado, what changes the answer, two numbers together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from dealcraft.analysis.levers import STEP, TAILS
from dealcraft.analysis.sensitivity import Sensitivity, Swing
from dealcraft.analysis.study import SKETCH
from dealcraft.report.results import _words as words
from dealcraft.report.results._every import every
from dealcraft.report.results._figures import counted, percent
from dealcraft.report.results._look import FAINT, STRONG, Look, wrapped, written
from dealcraft.report.results._rows import FIRST, Rows
from dealcraft.report.results._tornado import firsts, leads, tornado
from dealcraft.report.results._two_way import two_way
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.text import heading


def sensitivity(answer: Answer, found: Sensitivity, look: Look, *, most: int) -> str:
    """The page on *found*, with the *most* numbers that matter most."""
    return written(_page(Rows(answer, found.party), found, most, look), look)


def _page(rows: Rows, found: Sensitivity, most: int, look: Look) -> Iterator[Text]:
    yield from heading(rows, look)
    yield Text()
    yield from wrapped(look.text(_base(rows, found), STRONG), look)
    yield from wrapped(look.text(_tried(found), FAINT), look)
    moving = [row for row in found.rows if rows.unit.shows(row.width(found.party))]
    if moving:
        yield Text()
        yield from tornado(rows, found, moving[:most], look)
    if found.grid is not None:
        yield Text()
        yield from two_way(rows, found, found.grid, look)
    yield Text()
    yield from _turning(rows, found, most, look)
    if len(found.every) > 2:
        yield from every(rows, found, most, look)
    for line in _notes(rows, found, moving, most):
        yield from wrapped(look.text(line, FAINT), look)


def _base(rows: Rows, found: Sensitivity) -> str:
    """What the structure is worth as the sheet stands, and where that puts it."""
    worth = rows.unit.money(found.base[found.party])
    told = f"{found.structure} is worth {worth} to {words.party(rows.answer.sheet, found.party)}"
    if found.leading is None:
        return f"{told}."
    (first, second), lead = found.leading, rows.unit.money(found.lead())
    if found.structure == first:
        return f"{told}, {lead} more than {second}."
    if found.structure == second:
        return f"{told}, {lead} less than {first}."
    return f"{told}; {first} is worth most, {lead} more than {second}."


def _turning(rows: Rows, found: Sensitivity, most: int, look: Look) -> Iterator[Text]:
    """The numbers that by themselves put another structure before the first, whatever they do to the one asked about."""
    if found.leading is None:
        return
    first = found.leading[0]
    others = {row.lever.path: names for row in found.rows if (names := firsts(rows, found, row))}
    known = {name for names in others.values() for name in names} if others else set(found.every) - {first}
    other = next(iter(known)) if len(known) == 1 else ""
    if not others:
        yield from wrapped(
            look.text(f"None of them alone puts {other or 'another structure'} before {first}."), look
        )
        yield Text()
        return
    turning = [row for row in found.rows if row.lever.path in others]
    turning.sort(key=lambda row: min(found.lead(every) or 0.0 for every in (row.every_low, row.every_high)))
    some = f", the first {most} of {len(turning)}" if len(turning) > most else ""
    yield from wrapped(
        look.text(f"{FIRST} {other or 'Another structure'} comes before {first}{some}", STRONG), look
    )
    yield from leads(rows, found, turning[:most], look)
    yield Text()


def _tried(found: Sensitivity) -> str:
    low, high = (percent(tail) for tail in TAILS)
    told = (
        f"Each number by itself, everything else as it is, same draws: {percent(STEP)} down and up; what is uncertain at "
        f"its {low} and {high} points, or its least and greatest case."
    )
    if not found.sketched:
        return told
    return f"{told} Each is tried at about {SKETCH} scenarios; what it changes there is added to the value of the whole run."


def _notes(rows: Rows, found: Sensitivity, moving: Sequence[Swing], most: int) -> Iterator[str]:
    """How much is not shown."""
    if told := ", ".join(_hidden(rows, found, moving, most)):
        yield f"{told}."


def _hidden(rows: Rows, found: Sensitivity, moving: Sequence[Swing], most: int) -> Iterator[str]:
    if len(moving) > most:
        yield f"{_many(len(moving) - most)} it by less (--most {len(moving)} shows all)"
    if elsewhere := len(found.rows) - len(moving):
        yield f"{_many(elsewhere)} it too little to show, or only other sides or structures"
    if found.still:
        yield f"{_many(found.still)} nothing"


def _many(count: int) -> str:
    return f"{counted(count, 'number')} {'moves' if count == 1 else 'move'}"
