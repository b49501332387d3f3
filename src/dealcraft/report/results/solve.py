"""The values of a term that meet a target, as a page of text: what to write, what it is then worth to each side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.text import Text

from dealcraft.analysis.solve import Solution, Stand
from dealcraft.analysis.targets import Measure
from dealcraft.report.inert import inert
from dealcraft.report.results import _words as words
from dealcraft.report.results._course import course, reach
from dealcraft.report.results._figures import listed, unit_for
from dealcraft.report.results._look import FAINT, STRONG, Look, wrapped, written
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._solved import figure, number, options, passed, reason
from dealcraft.report.results._table import Column, table, width
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.text import heading

_ON_THE_SHEET: Final = "npv"


def solve(answer: Answer, found: Solution, look: Look) -> str:
    """The page on *found*; *answer* says on which sheet and run."""
    rows = Rows(answer, answer.valuation.settings.decides)
    stands = (found.now, *found.solutions)
    rows.unit = unit_for(npv for stand in stands for worth in stand.npv.values() for npv in worth.values())
    return written(_page(rows, found, look), look)


def _page(rows: Rows, found: Solution, look: Look) -> Iterator[Text]:
    yield from heading(rows, look)
    yield Text()
    yield from wrapped(
        look.text(f"{inert(str(found.lever.path))} for {inert(found.target.text)}"), look, indent=2
    )
    yield from wrapped(look.text(_verdict(found), STRONG), look, indent=2)
    for stand in found.solutions:
        for option in options(found, stand):
            yield look.text(f"  {inert(option)}")
    yield Text()
    yield from _worths(rows, found, look)
    yield from _picture(found, look)
    for line in _notes(rows, found):
        yield from wrapped(look.text(line, FAINT), look)


def _verdict(found: Solution) -> str:
    why = reason(found)
    if why is not None:
        return f"{why[:1].upper()}{why[1:]}."
    met = listed(number(found, stand.value) for stand in found.solutions)
    return f"Met at {met}; the sheet has {_now(found)}."


def _now(found: Solution) -> str:
    spelled = number(found, found.now.value)
    return f"about {spelled}, uncertain" if found.lever.uncertain else spelled


def _worths(rows: Rows, found: Solution, look: Look) -> Iterator[Text]:
    """What everything is worth now and at each solution, as many of these as the page has room for."""
    stands = [found.now, *found.solutions]
    labels = [*(label for label, _ in _figures(rows, found, found.now))]
    for shown in range(len(stands), 0, -1):
        columns = [Column("", labels)] + [
            Column(_head(found, stand), [text for _, text in _figures(rows, found, stand)], figures=True)
            for stand in stands[:shown]
        ]
        if width(columns, look) <= look.page:
            break
    yield from table(columns, look)
    if shown < len(stands):
        yield look.text(f"and so on for {len(stands) - shown} more (--format json)", FAINT)


def _head(found: Solution, stand: Stand) -> str:
    return f"{'now' if stand is found.now else 'at'} {number(found, stand.value)}"


def _figures(rows: Rows, found: Solution, stand: Stand) -> Iterator[tuple[str, str]]:
    """A label and a text for each line."""
    for measure, side in zip((found.target.left, found.target.right), (stand.left, stand.right), strict=True):
        if isinstance(measure, Measure) and measure.name != _ON_THE_SHEET:
            money = measure.unit == "money"
            yield inert(str(measure)), rows.unit.money(side) if money else figure(found, side)
    for name, worth in stand.npv.items():
        yield f"worth of {inert(name)}", ""
        for party, npv in worth.items():
            yield f"  to {words.party(rows.answer.sheet, party)}", rows.unit.money(npv or None)


def _picture(found: Solution, look: Look) -> Iterator[Text]:
    points = [(one.at, one.left, one.right) for one in found.looks]
    levels = reach(points)
    if levels is None or levels[0] == levels[1]:
        return
    yield Text()
    aim = found.target.right
    right = figure(found, aim) if isinstance(aim, float) else inert(str(aim))
    yield look.text(f"● {inert(str(found.target.left))} · ─ {right}")
    marks = [stand.value for stand in found.solutions]
    ends = (number(found, found.bracket[0]), number(found, found.bracket[1]))
    yield from course(points, marks, ends, (figure(found, levels[0]), figure(found, levels[1])), look)


def _notes(rows: Rows, found: Solution) -> Iterable[str]:
    """What else is to be known."""
    told = list[str]()
    if found.solutions:
        told += [f"{said[:1].upper()}{said[1:]}." for said in passed(found)]
    if found.lever.others and found.solutions:
        told.append("The other shares of the whole give way in proportion.")
    if found.lever.uncertain:
        told.append("A certain number stands in the place of what the sheet has as uncertain.")
    if rows.answer.valuation.settings.seed is not None and found.solutions:
        told.append("Met under the draws of this run; under others nearly so.")
    return told
