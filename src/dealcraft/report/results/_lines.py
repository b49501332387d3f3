"""The flows of one structure as a table: by clause, by kind of flow, or by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, Literal, TypeAlias

from rich.cells import cell_len
from rich.text import Text

from dealcraft.analysis.sources import by_kind, yearly
from dealcraft.engine.result import ClauseValue, StructureValue, TraceStep
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import NONE, percent, span
from dealcraft.report.results._look import FAINT, Look
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._table import Column, cropped, table, width
from dealcraft.units import Path

By: TypeAlias = Literal["clause", "kind", "year"]
"""What a line of the table is."""


def clauses(rows: Rows, value: StructureValue, look: Look, *, trace: bool = False) -> Iterator[Text]:
    """A line for each term that moves money, in the order of the sheet; under a royalty how it came about."""
    shown = sorted(value.clauses, key=lambda clause: _position(rows.answer.sheet.data, clause.path))
    lines = [
        line
        for clause in shown
        if _moves(rows, clause)
        for line in _with_steps(rows, value.name, clause, trace)
    ]
    columns = _fitting(rows, value, lines, look)
    yield from table(columns, look, faint=[line.step for line in lines])
    off = max((error for clause in shown for error in clause.errors.values()), default=0.0)
    if text := rows.unit.error(off):
        yield look.text(f"  Sampling error of a present value: at most ±{text}.", FAINT)


def _fitting(rows: Rows, value: StructureValue, lines: Sequence[_Line], look: Look) -> list[Column]:
    """The columns as far as the page has room: IDs instead of names, then fewer columns, then shorter paths."""
    everyone = [name for name in value.parties if any(line.pv.get(name) for line in lines)]
    for names, kept in _ATTEMPTS:
        columns = [
            Column(f"structures.{value.name}", [line.label for line in lines]),
            *(
                [Column("who pays whom", [line.ends(rows, names) for line in lines])]
                if "ends" in kept
                else []
            ),
            Column("nominal", [line.nominal for line in lines], figures=True),
            *(_to(rows, name, [line.pv.get(name) for line in lines], names) for name in everyone),
            *([Column("chance", [line.chance for line in lines], figures=True)] if "chance" in kept else []),
            *([Column("when", [line.when for line in lines])] if "when" in kept else []),
        ]
        first = columns[0]
        longest = max(map(cell_len, (first.head, *first.texts)))
        room = max(longest - max(0, width(columns, look) - look.page), min(longest, _SHORTEST))
        columns[0] = Column(cropped(first.head, room), [cropped(text, room) for text in first.texts])
        if width(columns, look) <= look.page:
            break
    return columns


def kinds(rows: Rows, value: StructureValue, look: Look) -> Iterator[Text]:
    """A line for each kind of flow."""
    found = [source for source in by_kind(value) if rows.unit.shows(source.nominal)]
    for names in (True, False):
        columns = [
            Column("kind of flow", [f"  {words.flow(source.heading.kind)}" for source in found]),
            Column("nominal", [rows.unit.money(source.nominal) for source in found], figures=True),
            *(_to(rows, name, [source.pv[name] for source in found], names) for name in value.parties),
        ]
        if width(columns, look) <= look.page:
            break
    yield from table(columns, look)


def years(rows: Rows, value: StructureValue, look: Look) -> Iterator[Text]:
    """A line for each calendar year: net sales, and what each party nets, then since the start; undiscounted."""
    sold = yearly(clause for clause in value.clauses if clause.kind == "sales")
    found = sorted({year for party in value.parties.values() for year in party.net_by_year} | set(sold))
    for names in (True, False):
        columns = [
            Column("year", [f"  {year}" for year in found]),
            Column("net sales", [_or_none(rows, sold.get(year, 0.0)) for year in found], figures=True),
        ]
        for name, party in value.parties.items():
            nets = [party.net_by_year.get(year, 0.0) for year in found]
            totals = [rows.unit.money(total) for total in accumulate(nets)]
            columns.append(
                Column(_called(rows, name, names), [_or_none(rows, net) for net in nets], figures=True)
            )
            columns.append(Column("in all", totals, figures=True))
        if width(columns, look) <= look.page:
            break
    yield from table(columns, look)


LINES: Final[Mapping[By, Callable[[Rows, StructureValue, Look], Iterator[Text]]]] = {
    "clause": clauses,
    "kind": kinds,
    "year": years,
}
"""The table of each division."""
_SHORTEST: Final = 20
_ORDER: Final = ("structures", "markets", "assets", "parties")
_LAST: Final = 1 << 30
_ATTEMPTS: Final = (
    (True, ("ends", "chance", "when")),
    (False, ("ends", "chance", "when")),
    (False, ("ends", "when")),
    (False, ("when",)),
    (False, ()),
)
"""Whether names or IDs, and which columns there are beside the amounts, from the widest page to the narrowest."""
_STEPS: Final = {
    "step_down": "step-down", "stacking": "stacking", "floor": "floor", "credit": "credits", "cap": "cap",
    "minimum": "minimum", "holiday": "holiday", "combination": "combination",
}  # fmt: skip


class _Line:
    """One line of the table by clause."""

    def __init__(self, rows: Rows, structure: str, clause: ClauseValue) -> None:
        self.label = "  " + _name(structure, clause)
        self.payer, self.payee = clause.payer, clause.payee
        self.nominal = rows.unit.money(clause.nominal)
        self.pv: Mapping[str, float] = clause.pv
        self.chance = percent(clause.chance)
        self.when = span(clause.first, clause.last)
        self.step = False

    def ends(self, rows: Rows, names: bool) -> str:
        """Who pays whom, by name or by ID."""
        payer, payee = (_called(rows, party, names) for party in (self.payer, self.payee))
        return f"{payer} → {payee}"


class _Step(_Line):
    """One line of how a royalty came about."""

    def __init__(self, rows: Rows, step: TraceStep, first: bool) -> None:
        sign = "" if first else "+ " if step.amount >= 0 else "− "
        self.label = f"    {sign}{_STEPS.get(step.label, step.label)}"
        self.binds = "" if first else f"binds in {percent(step.binds)} of periods"
        self.nominal = rows.unit.money(step.amount)
        self.pv = {}
        self.chance, self.when, self.step = "", "", True

    def ends(self, rows: Rows, names: bool) -> str:
        """How often the step makes a difference."""
        return self.binds


def _with_steps(rows: Rows, structure: str, clause: ClauseValue, trace: bool) -> Iterator[_Line]:
    yield _Line(rows, structure, clause)
    steps = [step for step in clause.trace if step.amount or step.binds] if trace else []
    for index, step in enumerate(steps):
        yield _Step(rows, step, index == 0)


def _to(rows: Rows, party: str, amounts: Sequence[float | None], names: bool = True) -> Column:
    texts = ["" if amount is None else _or_none(rows, amount) for amount in amounts]
    return Column(f"to {_called(rows, party, names)}", texts, figures=True)


def _called(rows: Rows, party: str, names: bool) -> str:
    return words.party(rows.answer.sheet, party) if names or party not in rows.answer.sheet.parties else party


def _name(structure: str, clause: ClauseValue) -> str:
    """The path of a clause, without what the heading and the column say."""
    path = clause.path
    if path[:2] != ("structures", structure):
        return str(path)
    rest = [step for step in path[2:] if step not in ("payments", "parts")]
    return str(Path.of(rest))


def _moves(rows: Rows, clause: ClauseValue) -> bool:
    return rows.unit.shows(clause.nominal) or any(rows.unit.shows(amount) for amount in clause.pv.values())


def _or_none(rows: Rows, amount: float) -> str:
    return rows.unit.money(amount) if rows.unit.shows(amount) else NONE


def _position(data: Any, path: Path) -> tuple[int, ...]:
    """Where a path stands in the sheet as written; what is agreed first, then markets, work, and tax."""
    steps = [_ORDER.index(path[0]) if path[0] in _ORDER else len(_ORDER)]
    here = data
    for step in path:
        keys = list(here) if isinstance(here, Mapping) else []
        steps.append(keys.index(step) if step in keys else step if isinstance(step, int) else _LAST)
        here = here[step] if step in keys or (isinstance(here, list) and isinstance(step, int)) else None
    return tuple(steps)
