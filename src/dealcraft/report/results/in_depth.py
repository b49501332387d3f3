"""One structure in depth, as a page of text: its figures for each party, its flows, what becomes of the rights."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from dealcraft.engine.result import StructureValue
from dealcraft.report.inert import inert
from dealcraft.report.results import _abroad as abroad
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import exact_percent, month, percent
from dealcraft.report.results._lines import LINES, By, clauses
from dealcraft.report.results._look import Look, written
from dealcraft.report.results._rows import DEPTH, Rows, joined
from dealcraft.report.results._table import Column, table
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.text import block, closing, heading, labelled

_SALES = {200_000_000: "200m", 500_000_000: "500m", 1_000_000_000: "1bn"}


def in_depth(answer: Answer, look: Look, *, structure: str, by: By = "clause", trace: bool = False) -> str:
    """The page on *structure*, its flows *by* clause, kind or year; *trace* shows how each royalty came about."""
    rows = Rows(answer, answer.valuation.settings.decides)
    return written(_page(rows, rows.structures[structure], look, by, trace), look)


def _page(rows: Rows, value: StructureValue, look: Look, by: By, trace: bool) -> Iterator[Text]:
    yield from heading(rows, look)
    yield Text()
    yield from block(rows, value.name, DEPTH, look)
    yield from labelled(_ownership(rows, value), "  Owner", look)
    yield from labelled(_royalty(value), "  Effective royalty", look)
    yield Text()
    yield from clauses(rows, value, look, trace=trace) if by == "clause" else LINES[by](rows, value, look)
    yield Text()
    if trace and value.states:
        yield from _transitions(value, look)
        yield Text()
    yield from _abroad(rows, look)
    yield from closing(rows, value.name, look)


def _abroad(rows: Rows, look: Look) -> Iterator[Text]:
    """Tax on the way and currencies, where the sheet has any."""
    close = rows.answer.closer
    if close is None:
        return
    for lines in (abroad.tax_table(rows, close, look), abroad.currency_table(rows, close, look)):
        shown = list(lines)
        yield from shown
        yield from [Text()] if shown else []


def _ownership(rows: Rows, value: StructureValue) -> Iterator[str]:
    if value.ownership:
        known = value.ownership in value.parties
        yield words.party(rows.answer.sheet, value.ownership) if known else inert(value.ownership)


def _royalty(value: StructureValue) -> Iterator[str]:
    """What the royalty lines come to at three levels of sales."""
    told = [
        f"{exact_percent(rate)} at {_SALES.get(sales, f'{sales:,}')}"
        for sales, rate in value.effective_royalty.items()
        if rate
    ]
    if told:
        yield f"{joined(told)} USD of sales a year, before adjustments"


def _transitions(value: StructureValue, look: Look) -> Iterator[Text]:
    """Every change of rights, by its mean date."""
    steps = sorted(value.states, key=lambda step: step.expected_date)
    yield from table(
        [
            Column(
                "change of rights",
                [f"  {step.before.replace('_', ' ')} → {step.after.replace('_', ' ')}" for step in steps],
            ),
            Column("by", [inert(str(step.path)) for step in steps]),
            Column("chance", [percent(step.chance) for step in steps], figures=True),
            Column("mean date", [month(step.expected_date) for step in steps]),
        ],
        look,
    )
