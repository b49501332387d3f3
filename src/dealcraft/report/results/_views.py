"""Where the sides believe differently, and which term bridges it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealcraft.report.inert import inert
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import number
from dealcraft.report.results._rows import Place, Rows

_MOST = 3


def told(rows: Rows, structure: str) -> Iterator[str]:
    """By party what it sees otherwise and what *structure* is then worth to it; then the bridging term."""
    sheet = rows.answer.sheet
    for party, terms in sheet.parties.items():
        if not terms.view or not rows.takes_part(Place(structure, party)):
            continue
        seen = [f"{path} at {_brief(value)}" for path, value in terms.view.items()]
        more = f" and {len(seen) - _MOST} more" if len(seen) > _MOST else ""
        value = rows.structures[structure].parties[party]
        own = rows.unit.money(value.view)
        yield inert(
            f"{words.party(sheet, party)} sees {', '.join(seen[:_MOST])}{more}: "
            f"{structure} is worth {own} to it, not {rows.unit.money(value.npv)}"
        )
    bridge = rows.answer.bridge
    if bridge is not None:
        less = "a higher" if bridge.rises else "a lower"
        yield inert(
            f"{bridge.lever.path} bridges best: on {less} figure the other side gains "
            f"{number(bridge.gives, 2)} for each 1 that {words.party(sheet, rows.party)} gives"
        )


def _brief(value: Any) -> str:
    """A value as the sheet writes it, a distribution by its kind."""
    if isinstance(value, dict):
        kind = next(iter(value))
        inner = value[kind]
        listed = ", ".join(str(x) for x in inner) if isinstance(inner, list) and len(inner) < 4 else ""
        return f"{kind} {listed}".strip()
    return str(value)
