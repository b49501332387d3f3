"""What would change the answer, as a table: a number, where it stands, where another structure comes first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from dealcraft.analysis.turning import Turning
from dealcraft.report.figures import FIGURES
from dealcraft.report.inert import inert
from dealcraft.report.results._look import FAINT, STRONG, Look, wrapped
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._spelled import spelled
from dealcraft.report.results._table import Column, cropped, table, width

_SHORTEST = 30


def turning(rows: Rows, look: Look) -> Iterator[Text]:
    """The table, nearest first; a line where nothing alone would change it; nothing where that was not asked."""
    found = rows.answer.turning
    if found is None or len(rows.structures) < 2 or len(rows.answer.comparison.verdict(rows.party).first) > 1:
        return
    label = FIGURES["turning-points"].label
    if not found:
        yield Text.assemble((label, STRONG), (": no number by itself that was tried", ""))
        yield Text()
        return
    paths = [f"  {inert(str(one.lever.path))}" for one in found]
    figures = [
        Column("now", [_spelled(one, one.lever.now) for one in found]),
        Column("at", [_spelled(one, one.to) for one in found]),
        Column("then first", [inert(one.makes_first) for one in found]),
    ]
    room = look.page - width([Column("", [""] * len(found)), *figures], look)
    longest = max(map(cell_len, (label, *paths)))
    cells = max(min(longest, room), min(longest, _SHORTEST))
    yield from table([Column(label, [cropped(path, cells) for path in paths]), *figures], look)
    if any(one.lever.uncertain for one in found):
        said = "  an uncertain number stands at its base or mean, and is put at one value"
        yield from wrapped(look.text(said, FAINT), look, indent=2)
    yield Text()


def _spelled(one: Turning, number: float) -> str:
    return spelled(one.lever.unit, number)
