"""What each term costs one side for what it gives the other: where a concession is cheapest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dealcraft.analysis.levers import Lever, within
from dealcraft.analysis.study import How, Study
from dealcraft.analysis.zone import sides
from dealcraft.engine.axes import Case
from dealcraft.terms.sheet import Sheet

BUMP: Final = 0.1
"""By what share a term is moved."""


@dataclass(frozen=True, slots=True)
class Trade:
    """One term, moved a little."""

    lever: Lever
    moves: Mapping[str, float]
    """By party what a rise of a tenth does to it, as it sees it."""
    gives: float
    """What the others gain for each 1 that *party* gives up on it, and lose for each 1 that it gains."""
    rises: bool
    """Whether the party gives by a rise of the number."""


def trades(
    sheet: Sheet, *, structure: str, party: str | None = None, how: How | None = None
) -> tuple[Trade, ...]:
    """The terms of *structure* that move value between *party* (whoever decides) and the others.

    First what is cheapest to give, above 1: the others discount, are taxed or believe differently. Last what is
    cheapest to ask for.
    """
    party = party or sheet.decides
    tried = [one for one in within(sheet, structure) if one.now > 0.0]
    paths = [path for one in tried for path in one.case(one.now)]
    study = Study.of(sheet, paths, structures=[structure], how=how or How()).sketch()
    cases: list[Case] = [{}, *(one.case(one.held(one.now * (1.0 + BUMP))) for one in tried)]
    start, *worths = study.worths(cases)
    parties = sides(start, sheet, structure)
    found = list[Trade]()
    for one, worth in zip(tried, worths, strict=True):
        moves = {name: worth.own(name, structure) - start.own(name, structure) for name in parties}
        own, others = moves.get(party, 0.0), sum(move for name, move in moves.items() if name != party)
        if min(abs(own), abs(others)) > study.axes.nothing and (own > 0.0) != (others > 0.0):
            found.append(Trade(one, moves, abs(others / own), own < 0.0))
    return tuple(sorted(found, key=lambda trade: -trade.gives))


def bridging(sheet: Sheet, structure: str, party: str) -> Trade | None:
    """The contingent term on which the others would give most for what it costs *party*, drawn inputs at base.

    None where nothing is contingent, or where a certain sum does as well.
    """
    found = trades(sheet, structure=structure, party=party, how=How(run="base"))
    certain = [trade.gives for trade in found if _is_certain(trade)]
    best = next((trade for trade in found if not _is_certain(trade)), None)
    return best if best is not None and best.gives > max(certain, default=1.0) else None


def _is_certain(trade: Trade) -> bool:
    return trade.lever.path[-1] == "upfront" or "instalments" in trade.lever.path
