"""A counter-offer as text: what was conceded, what it cost, what would make up for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.cells import cell_len
from rich.text import Text

from dealcraft.analysis.counter import Counter, Offer
from dealcraft.analysis.levers import Lever
from dealcraft.report.inert import inert
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import listed, percent
from dealcraft.report.results._look import FAINT, STRONG, Look, wrapped
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._spelled import spelled
from dealcraft.report.results._table import Column, cropped, table, width

_SHORTEST = 24


def counter(rows: Rows, found: Counter, look: Look) -> Iterator[Text]:
    """The concessions, the terms that restore the value of whoever decides, and what all is worth."""
    sheet = rows.answer.sheet
    party = words.party(sheet, found.party)
    given = listed(f"{inert(str(path))} = {inert(str(value))}" for path, value in found.conceded.items())
    lost = rows.unit.money(found.before[found.party] - found.after[found.party])
    yield from wrapped(look.text(f"Conceding {given} costs {party} {lost}.", STRONG), look)
    yield Text()
    options = [("all unlocked, as little as will do", found.together)] if found.alone else []
    options += [
        (f"{path} alone", offer)
        for path, offer in (found.alone or {found.unlocked[0].path: found.together}).items()
    ]
    for label, offer in options:
        yield from _offer(rows, found, label, offer, look)
    lines = [("as it stands", found.before), ("with the concession alone", found.after)]
    lines += [(label, offer.npv) for label, offer in options if offer is not None]
    worths = [_worths(rows, name, [npv for _, npv in lines]) for name in found.parties]
    room = look.page - width([Column("", [""] * len(lines)), *worths], look)
    labels = [cropped(f"  {inert(label)}", max(_SHORTEST, room)) for label, _ in lines]
    yield from table([Column("What it is worth", labels), *worths], look)


def _worths(rows: Rows, party: str, npvs: list[Mapping[str, float]]) -> Column:
    name = words.party(rows.answer.sheet, party)
    return Column(f"to {name}", [rows.unit.money(npv[party]) for npv in npvs], figures=True)


def _offer(rows: Rows, found: Counter, label: str, offer: Offer | None, look: Look) -> Iterator[Text]:
    if offer is None:
        yield from wrapped(look.text(f"{inert(label)}: nothing restores it"), look)
        yield Text()
        return
    yield look.text(f"{inert(label)}:")
    for lever in found.unlocked:
        to = offer.terms.get(lever.path, lever.now)
        if to != lever.now:
            moved = _move(lever, to)
            path = cropped(f"  {inert(str(lever.path))}", look.page - cell_len(look.spell(moved)) - 2)
            yield look.text(f"{path}: {moved}")
    if offer.problem:
        yield from wrapped(look.text(f"  the sheet is then not sound: {inert(offer.problem)}", FAINT), look)
    yield Text()


def _move(lever: Lever, to: float) -> str:
    change = to / lever.now - 1.0 if lever.now else 0.0
    told = f" ({'+' if change > 0.0 else ''}{percent(change)})" if change else ""
    return f"{spelled(lever.unit, lever.now)} → {spelled(lever.unit, to)}{told}"
