"""The frontier of two terms as a table and a small plot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.text import Text

from dealcraft.analysis.frontier import Frontier, Pair
from dealcraft.report.inert import inert
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import percent
from dealcraft.report.results._look import FAINT, STRONG, Look, wrapped
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._spelled import spelled
from dealcraft.report.results._table import Column, table

_SHOWN: Final = 13
_WIDTH: Final = 48
_HEIGHT: Final = 10


def frontier(rows: Rows, found: Frontier, look: Look) -> Iterator[Text]:
    """What pairs leave whoever decides indifferent, and what they are worth to the others."""
    sheet, (one, other) = rows.answer.sheet, found.levers
    party = words.party(sheet, found.party)
    yield from wrapped(
        look.text(
            f"{party} is as well off as now, at {rows.unit.money(found.worth)}, with these pairs of "
            f"{inert(str(one.path))} and {inert(str(other.path))}.",
            STRONG,
        ),
        look,
    )
    yield Text()
    if not found.pairs:
        yield look.text("None was found in the brackets.")
        return
    shown = _thinned(found.pairs)
    others = [name for name in found.parties if name != found.party]
    yield from table(
        [
            Column(inert(str(one.path[-1])), [spelled(one.unit, pair.values[0]) for pair in shown]),
            Column(_head(found), [spelled(other.unit, pair.values[1]) for pair in shown]),
            *(
                Column(
                    f"to {words.party(sheet, name)}",
                    [rows.unit.money(pair.npv[name]) for pair in shown],
                    figures=True,
                )
                for name in others
            ),
            Column(f"loss of {party}", [percent(pair.chance_of_loss) for pair in shown], figures=True),
            Column("its 5%", [rows.unit.money(pair.p5) for pair in shown], figures=True),
        ],
        look,
    )
    if found.missing:
        told = f"For {found.missing} more values of the first no value of the second in its bracket does."
        yield from wrapped(look.text(told, FAINT), look)
    if len(found.pairs) > 2:
        yield Text()
        yield from _plot(found, look)


def _head(found: Frontier) -> str:
    one, other = (str(lever.path[-1]) for lever in found.levers)
    return inert(other if other != one else str(found.levers[1].path[-2]))


def _thinned(pairs: Sequence[Pair]) -> Sequence[Pair]:
    if len(pairs) <= _SHOWN:
        return pairs
    step = (len(pairs) - 1) / (_SHOWN - 1)
    return [pairs[round(index * step)] for index in range(_SHOWN)]


def _plot(found: Frontier, look: Look) -> Iterator[Text]:
    """The second term against the first; ``┼`` is where the sheet stands."""
    one, other = found.levers
    xs, ys = ([pair.values[axis] for pair in found.pairs] for axis in (0, 1))
    xs, ys = [*xs, one.now], [*ys, other.now]
    cells = [[" "] * _WIDTH for _ in range(_HEIGHT)]
    for index, (x, y) in enumerate(zip(xs, ys, strict=True)):
        column, row = _cell(x, xs, _WIDTH), _HEIGHT - 1 - _cell(y, ys, _HEIGHT)
        cells[row][column] = "┼" if index == len(xs) - 1 else "●"
    labels = [spelled(other.unit, max(ys)), *[""] * (_HEIGHT - 2), spelled(other.unit, min(ys))]
    room = max(map(len, labels))
    for label, line in zip(labels, cells, strict=True):
        yield look.text(f"  {label:>{room}} ┊{''.join(line)}".rstrip())
    low, high = spelled(one.unit, min(xs)), spelled(one.unit, max(xs))
    yield look.text(f"  {'':>{room}}  {low}{high:>{_WIDTH - len(low)}}", FAINT)
    yield look.text(f"  {'':>{room}}  ┼ as it stands", FAINT)


def _cell(value: float, values: Sequence[float], cells: int) -> int:
    low, high = min(values), max(values)
    return 0 if high <= low else min(cells - 1, int((value - low) / (high - low) * cells))
