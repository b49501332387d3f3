"""The prices of a structure's clauses as a page of text: what each is worth to each side, the dearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text

from dealcraft.analysis.clauses import Price, Prices
from dealcraft.report.inert import inert
from dealcraft.report.results._bars import bar
from dealcraft.report.results._figures import listed
from dealcraft.report.results._look import FAINT, Look, wrapped, written
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._sides import Line, sides
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.text import heading, labelled
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


def clauses(answer: Answer, prices: Prices, look: Look, *, party: str | None = None) -> str:
    """The page on *prices*, read for *party* (whoever decides)."""
    return written(_page(Rows(answer, party or answer.valuation.settings.decides), prices, look), look)


def _page(rows: Rows, prices: Prices, look: Look) -> Iterator[Text]:
    yield from heading(rows, look)
    yield Text()
    worth = [row for row in prices.rows if any(rows.unit.shows(amount) for amount in row.price.values())]
    worth.sort(key=lambda row: -abs(row.price[rows.party]))
    if not prices.rows:
        yield look.text(f"{prices.structure} has no clause that it could do without.")
    if worth:
        lines = [*(_line(rows, row) for row in worth), *_sums(rows, prices)]
        yield from sides(rows, prices.structure, lines, lambda cells: _bars(rows, lines, cells), look)
        yield Text()
    yield from _notes(rows, prices, [row.path for row in prices.rows if row not in worth], look)


def _line(rows: Rows, row: Price) -> Line:
    return Line(f"  {name(rows.answer.sheet, row.path)}", row.price)


def _sums(rows: Rows, prices: Prices) -> Iterator[Line]:
    if len(prices.outermost) > 1:
        yield Line("one by one, in all", prices.one_by_one, faint=True)
        if prices.together is not None:
            yield Line("all of them at once", prices.together, faint=True)


def _bars(rows: Rows, lines: Sequence[Line], cells: int) -> list[str]:
    amounts = [0.0 if line.faint else line.amounts[rows.party] for line in lines]
    largest = max(map(abs, amounts))
    return [bar(amount, largest, cells) if rows.unit.shows(amount) else "" for amount in amounts]


def _notes(rows: Rows, prices: Prices, nothing: Sequence[Path], look: Look) -> Iterator[Text]:
    sheet = rows.answer.sheet
    if nothing:
        told = listed(name(sheet, path) for path in nothing)
        yield from labelled([told], "Worth nothing as written", look)
    told_out = [f"{name(sheet, one.path)}: {inert(one.reason)}" for one in prices.left_out]
    yield from labelled(told_out, "Cannot be taken out alone", look)
    if prices.rows:
        said = (
            "Each clause is taken out alone, what lies in it with it, everything else as it is: "
            "value with the clause less value without, same draws."
        )
        yield from wrapped(look.text(said + _uncertainty(rows, prices), FAINT), look)


def _uncertainty(rows: Rows, prices: Prices) -> str:
    errors = [error for row in prices.rows for error in row.error.values() if error is not None]
    text = rows.unit.error(max(errors, default=0.0))
    return f" Sampling error of a price: at most ±{text}." if text else ""


def name(sheet: Sheet, path: Path) -> str:
    """A clause by its path in the structure, an adjustment also by its kind: ``royalty.adjust[1] stacking``."""
    here: Any = sheet.data
    for step in path:
        here = here[step]
    kind = f" {next(iter(here))}" if isinstance(path[-1], int) and isinstance(here, dict) else ""
    return inert(f"{Path.of(path[2:])}{kind}")
