"""All that one round of negotiating asks: a zone, a frontier, a counter-offer, what each term gives for what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dealcraft.analysis.counter import Counter, counter
from dealcraft.analysis.frontier import Frontier, frontier
from dealcraft.analysis.study import How
from dealcraft.analysis.trades import Trade, trades
from dealcraft.analysis.zone import Zone, zone
from dealcraft.terms.paths import replace_all
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class Negotiation:
    """What was asked about one structure; what was not asked is None."""

    structure: str
    zone: Zone | None
    frontier: Frontier | None
    counter: Counter | None
    trades: tuple[Trade, ...]
    """The terms that move value between whoever decides and the others, the cheapest to give first."""


def negotiation(
    sheet: Sheet,
    paths: Sequence[Path],
    *,
    structure: str,
    bracket: tuple[float, float] | None = None,
    points: int | None = None,
    concessions: Mapping[Path, object] | None = None,
    unlock: Sequence[Path] = (),
    how: How,
) -> Negotiation:
    """One path: its zone in the *bracket*; two: their frontier of *points*; *concessions*: what makes up for them.

    Raises UnknownPath where the sheet states nothing at a path, UsageError where that is no number.
    """
    conceded = replace_all(sheet, dict(concessions)) if concessions else sheet
    asked = {} if points is None else {"points": points}
    return Negotiation(
        structure,
        zone(sheet, paths[0], structure=structure, bracket=bracket, how=how) if len(paths) == 1 else None,
        frontier(sheet, (paths[0], paths[1]), structure=structure, brackets=(bracket, None), how=how, **asked)
        if len(paths) == 2
        else None,
        counter(sheet, conceded, concessions, unlock, structure=structure, how=how) if concessions else None,
        trades(sheet, structure=structure, how=how),
    )  # fmt: skip
