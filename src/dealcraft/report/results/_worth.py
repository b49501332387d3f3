"""Where the value of a structure comes from, line by line with bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from dealcraft.analysis.sources import GATHERED, Source, sources
from dealcraft.report.results import _words as words
from dealcraft.report.results._bars import bar
from dealcraft.report.results._figures import NONE, in_line
from dealcraft.report.results._look import ACCENT, FAINT, LOSS, STRONG, Look
from dealcraft.report.results._rows import Rows

_BAR: Final = 20
_SHORT_BAR: Final = 10
_NAMED: Final = {"milestone": -1, "instalment": -1, "fee": -1, "third_party": -1, "development": -2}
"""Where in the path of a clause of this kind its own name stands."""
_LABEL: Final = 46
_SHORTEST: Final = 22
_FIGURE: Final = 14


class _Shape(NamedTuple):
    """How the page is shared out, in cells of a terminal."""

    label: int
    figure: int
    bar: int
    parties: tuple[str, ...]
    """Those with a column."""


def worth(rows: Rows, structure: str, look: Look) -> Iterator[Text]:
    """A line for each heading: what it gives the party, as a bar, and what it gives each other side."""
    value = rows.structures[structure]
    found = [source for source in sources(value, rows.party) if _matters(rows, source)]
    others = [name for name in value.parties if any(rows.unit.shows(source.pv[name]) for source in found)]
    shape = _shape(rows, [rows.party, *(name for name in others if name != rows.party)], look)
    yield from _heading(
        rows,
        f"Where the {rows.unit.money(value.parties[rows.party].npv)} of {structure} comes from",
        shape,
        look,
    )
    columns = [in_line(_amount(rows, source, name) for source in found) for name in shape.parties]
    largest = max((abs(source.pv[rows.party]) for source in found), default=0.0)
    for index, source in enumerate(found):
        amount = source.pv[rows.party]
        picture = bar(amount, largest, shape.bar) if shape.bar and rows.unit.shows(amount) else ""
        label = "  " + _label(source, shape.label - 2)
        yield _line(label, " " + picture, [column[index] for column in columns], shape, look, loss=amount < 0)


def _shape(rows: Rows, parties: Sequence[str], look: Look) -> _Shape:
    """Bars give way to columns, columns of others to the labels."""
    heads = [f"to {words.party(rows.answer.sheet, name)}" for name in parties]
    figure = max(_FIGURE, *(cell_len(head) + 2 for head in heads))
    width = _BAR if look.page >= 100 else _SHORT_BAR
    for columns, bars in ((len(parties), width), (len(parties), 0), (1, width), (1, 0)):
        label = look.page - figure * columns - bars - 1
        if label >= _SHORTEST:
            break
    return _Shape(max(_SHORTEST, min(_LABEL, label)), figure, bars, tuple(parties[:columns]))


def _heading(rows: Rows, title: str, shape: _Shape, look: Look) -> Iterator[Text]:
    heads = [f"to {words.party(rows.answer.sheet, name)}" for name in shape.parties]
    if cell_len(look.spell(title)) + cell_len(heads[0]) + 2 > shape.label + shape.figure:
        yield look.text(title, STRONG)
        title = ""
    yield _line(title, "", heads, shape, look, style=STRONG)


def _matters(rows: Rows, source: Source) -> bool:
    """Whether the heading shows as more than 0.0 for anyone."""
    return any(rows.unit.shows(amount) for amount in source.pv.values())


def _amount(rows: Rows, source: Source, party: str) -> str:
    return rows.unit.money(source.pv[party]) if rows.unit.shows(source.pv[party]) else NONE


def _label(source: Source, width: int) -> str:
    """The heading, and the largest of what is gathered under it as far as there is room."""
    head = source.heading
    kind = words.flow(head.kind)
    if head.kind == "market":
        return f"{head.name}, {kind}"
    names = list(
        dict.fromkeys(str(part.path[_NAMED[head.kind]]) for part in source.parts if head.kind in _NAMED)
    )
    plural = "s" if head.kind in GATHERED and len(names) > 1 else ""
    label = f"{head.agreement}: {kind}{plural}" if head.agreement else kind + plural
    return _with_names(f"{label} {head.name}".strip(), names, width)


def _with_names(label: str, names: Sequence[str], width: int) -> str:
    for count in range(len(names), 0, -1):
        told = f"{label}: {', '.join(names[:count])}{' …' if count < len(names) else ''}"
        if cell_len(told) <= width:
            return told
    return label


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text))


def _line(
    label: str, picture: str, figures: Sequence[str], shape: _Shape, look: Look, *, style: str = "", loss: bool = False
) -> Text:  # fmt: skip
    label, picture = look.spell(label), look.spell(_padded(picture, shape.bar + 1))
    own, *others = (look.spell(figure) for figure in figures)
    line = Text.assemble((label, style))
    line.append(" " * max(1, shape.label + shape.figure - cell_len(label) - cell_len(own)))
    line.append(own, style or (LOSS if loss else ""))
    line.append(_padded(picture, shape.bar + 1), FAINT if loss else ACCENT)
    for text in others:
        line.append(" " * max(1, shape.figure - cell_len(text)) + text, style or FAINT)
    return line
