"""The comparison as a page of text: the first screen answers the question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from dealcraft.report.figures import FIGURES
from dealcraft.report.inert import inert
from dealcraft.report.results import _abroad as abroad
from dealcraft.report.results import _prose as prose
from dealcraft.report.results import _views as views
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import percent
from dealcraft.report.results._grid import NARROWEST_COLUMN, WIDEST_COLUMN, Cell, Row, Section, laid_out
from dealcraft.report.results._look import BEST, FAINT, STRONG, Look, wrapped, written
from dealcraft.report.results._rows import DECIDING, OTHERS, Place, Rows
from dealcraft.report.results._turning import turning
from dealcraft.report.results._worth import worth
from dealcraft.report.results.answer import Answer

MOST_COLUMNS = 4
"""Structures beyond which each gets a block of its own."""
_LABELS = 26
_MARKS = 4
"""What a column keeps for marks and for the space before it."""
_SHORT = 14


def compare(answer: Answer, look: Look, *, party: str | None = None, structure: str | None = None) -> str:
    """The page; *party* (whoever decides) is read for, *structure* (its best) is taken apart."""
    rows = Rows(answer, party or answer.valuation.settings.decides)
    taken_apart = structure or answer.comparison.best(rows.party)
    return written(_page(rows, taken_apart, look), look)


def _page(rows: Rows, taken_apart: str, look: Look) -> Iterator[Text]:
    yield from heading(rows, look)
    yield Text()
    names = tuple(rows.structures)
    if len(names) <= MOST_COLUMNS and look.page >= 80 and _has_room(rows, names, look):
        yield from _table(rows, names, look)
    else:
        yield from _blocks(rows, names, look)
    yield Text()
    yield from _verdicts(rows, look)
    yield Text()
    yield from turning(rows, look)
    yield from worth(rows, taken_apart, look)
    yield Text()
    yield from _abroad(rows, look)
    yield from labelled(views.told(rows, taken_apart), "Views", look)
    yield from closing(rows, taken_apart, look)


def _abroad(rows: Rows, look: Look) -> Iterator[Text]:
    close = rows.answer.closer
    if close is not None:
        base = abroad.at_base(rows, close)
        yield from labelled(abroad.tax_line(rows, close), f"Tax{base}", look)
        yield from labelled(abroad.currency_line(rows, close), f"Currency{base}", look)


def heading(rows: Rows, look: Look) -> Iterator[Text]:
    """The title and the file; below them what the page counts in."""
    title, file = look.spell(words.title(rows.answer.sheet)), look.spell(inert(rows.answer.file))
    space = look.page - cell_len(title) - cell_len(file)
    if space >= 2:
        yield Text.assemble((title, STRONG), " " * space, (file, FAINT))
    else:
        yield from wrapped(Text(title, STRONG), look)
        yield Text(file, FAINT)
    basis = look.text(prose.basis(rows.answer.valuation.settings, rows.unit.word), FAINT)
    yield from wrapped(basis, look)


def _column(names: Sequence[str], look: Look) -> int:
    """How wide a column for each of *names* may be."""
    return min(WIDEST_COLUMN, (look.page - _LABELS) // len(names))


def _has_room(rows: Rows, names: Sequence[str], look: Look) -> bool:
    """Whether columns side by side are wide enough for figures, and for every word of what stands over them."""
    words_ = (
        word for name in names for line in words.nature(rows.answer.sheet, name) for word in line.split(" ")
    )
    longest = max(map(cell_len, words_), default=0)
    return _column(names, look) >= max(NARROWEST_COLUMN, longest + _MARKS)


def _table(rows: Rows, names: Sequence[str], look: Look) -> Iterator[Text]:
    width = _column(names, look)
    sections = [
        Section(
            party_heading(rows, party, look),
            rows.rows(
                DECIDING if party == rows.party else OTHERS, [Place(name, party) for name in names], width
            ),
        )
        for party in parties(rows)
    ]
    deals = Section(look.text("All sides", STRONG), deal_rows(rows, names))
    yield from laid_out([*sections, deals], _head(rows, names), look)


def parties(rows: Rows) -> tuple[str, ...]:
    """The parties, the one that is read for first."""
    return (rows.party, *(party for party in rows.answer.comparison.ranking if party != rows.party))


def _head(rows: Rows, names: Sequence[str]) -> list[Row]:
    """The names of the structures, and in a few words what they are."""
    best = rows.answer.comparison.verdict(rows.party).first
    natures = [words.nature(rows.answer.sheet, name) for name in names]
    depth = max(len(nature) for nature in natures)
    lines = [[nature[i] if i < len(nature) else "" for nature in natures] for i in range(depth)]
    named = tuple(Cell(name, BEST if best == (name,) and len(names) > 1 else STRONG) for name in names)
    return [Row("", named), *(Row("", tuple(Cell(word, FAINT) for word in line)) for line in lines)]


def party_heading(rows: Rows, party: str, look: Look) -> Text:
    """The name of a party, where it sits, at what it discounts, and what it has without a deal."""
    sheet, outside = rows.answer.sheet, rows.answer.comparison.outside[party]
    told = words.about(sheet, party)
    if outside.npv:
        source = f" ({outside.structure})" if outside.structure in rows.structures else ""
        told += f" · {rows.unit.money(outside.npv)} without a deal{source}"
    told += "".join(f" · {word}" for word in [words.fit(sheet, party)] if word)
    return Text.assemble((look.spell(words.party(sheet, party)), STRONG), (look.spell(told), FAINT))


def deal_rows(rows: Rows, names: Sequence[str]) -> tuple[Row, ...]:
    """Together, the share of the party read for, the headline, and what of it is certain."""
    values = [rows.structures[name] for name in names]
    party = words.party(rows.answer.sheet, rows.party)
    if cell_len(party) > _SHORT:
        party = rows.party
    lines = [
        (
            FIGURES["together"].label.lower(),
            [rows.money(rows.answer.comparison.together[name]) for name in names],
        ),
        (f"{words.of(party)} share", [Cell(percent(value.parties[rows.party].share)) for value in values]),
        (FIGURES["headline"].label, [rows.money(value.headline or None) for value in values]),
        (
            FIGURES["certain-at-signing"].label,
            [Cell(percent(value.certain_share if value.kind != "retain" else None)) for value in values],
        ),
    ]
    return tuple(Row("  " + label, tuple(cells)) for label, cells in lines)


def _blocks(rows: Rows, names: Sequence[str], look: Look) -> Iterator[Text]:
    """One block for each structure, parties side by side."""
    for index, name in enumerate(names):
        if index:
            yield Text()
        yield from block(rows, name, DECIDING, look, bars=False)


def block(rows: Rows, name: str, wanted: Sequence[str], look: Look, *, bars: bool = True) -> Iterator[Text]:
    """One structure: its name and nature, a column for each party, then what holds for all sides."""
    best = rows.answer.comparison.verdict(rows.party)
    style = BEST if best.first == (name,) and best.behind else STRONG
    nature = "".join(f" · {word}" for word in words.nature(rows.answer.sheet, name))
    title = Text.assemble((look.spell(name), style), (look.spell(nature), FAINT))
    everyone = parties(rows)
    side_by_side = max(1, (look.page - _LABELS) // (NARROWEST_COLUMN + 2))
    width = min(WIDEST_COLUMN, (look.page - _LABELS) // min(side_by_side, len(everyone)))
    for start in range(0, len(everyone), side_by_side):
        some = everyone[start : start + side_by_side]
        head = Row("", tuple(Cell(words.party(rows.answer.sheet, party), STRONG) for party in some))
        lines = [head, *rows.rows(wanted, [Place(name, party) for party in some], width, bars=bars)]
        if start == 0:
            lines += deal_rows(rows, [name])
        yield from laid_out([Section(title if start == 0 else None, tuple(lines))], [], look)


def _verdicts(rows: Rows, look: Look) -> Iterator[Text]:
    comparison = rows.answer.comparison
    yield from wrapped(prose.verdict(rows, comparison.verdict(rows.party), style=STRONG), look)
    for party in comparison.ranking:
        if party != rows.party and len(rows.structures) > 1:
            yield from wrapped(prose.verdict(rows, comparison.verdict(party), style=FAINT), look)
    for line in prose.warnings_of_ranking(rows):
        yield from wrapped(line, look, indent=2)


def closing(rows: Rows, structure: str, look: Look) -> Iterator[Text]:
    """What becomes of the rights, what to bear in mind, and where to read on."""
    value = rows.structures[structure]
    yield from labelled(prose.rights(value), "Rights", look)
    yield from labelled(prose.decisions(rows, value), "Decisions", look)
    yield from labelled(prose.notes(rows), "Notes", look)
    if told := prose.found(rows.answer):
        yield from wrapped(look.text(told, "yellow"), look)


def labelled(told: Iterable[str], label: str, look: Look) -> Iterator[Text]:
    """Lines beside a label that stands before the first."""
    for index, line in enumerate(told):
        head = f"{label}: " if index == 0 else " " * (len(label) + 2)
        yield from wrapped(Text.assemble((head, STRONG), look.spell(line)), look, indent=len(label) + 2)
