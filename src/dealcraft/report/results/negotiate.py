"""A negotiation as a page of text: where sides can agree, what is indifferent, what makes up for a concession."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.text import Text

from dealcraft.analysis.negotiation import Negotiation
from dealcraft.analysis.trades import Trade
from dealcraft.analysis.zone import Point, Zone
from dealcraft.report.inert import inert
from dealcraft.report.results import _words as words
from dealcraft.report.results._counter import counter
from dealcraft.report.results._figures import listed, number
from dealcraft.report.results._frontier import frontier
from dealcraft.report.results._look import FAINT, STRONG, Look, wrapped, written
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._spelled import spelled
from dealcraft.report.results._table import Column, cropped, table, width
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.negotiate_json import points
from dealcraft.report.results.text import heading

_MOST: Final = 5
"""Terms told at either end of those that trade."""
_SPLIT: Final = 24


def negotiate(answer: Answer, found: Negotiation, look: Look) -> str:
    """The page on *found*."""
    return written(_page(Rows(answer, answer.valuation.settings.decides), found, look), look)


def _page(rows: Rows, found: Negotiation, look: Look) -> Iterator[Text]:
    yield from heading(rows, look)
    yield Text()
    if found.zone is not None:
        yield from _zone(rows, found.zone, look)
        yield Text()
    if found.frontier is not None:
        yield from frontier(rows, found.frontier, look)
        yield Text()
    if found.counter is not None:
        yield from counter(rows, found.counter, look)
        yield Text()
    yield from _trades(rows, found, look)


def _zone(rows: Rows, zone: Zone, look: Look) -> Iterator[Text]:
    sheet, unit = rows.answer.sheet, zone.lever.unit
    names = [words.party(sheet, party) for party in zone.parties]
    yield from wrapped(look.text(_verdict(zone, names), STRONG), look)
    without = [
        f"{rows.unit.money(zone.outside[party])} for {name}"
        for party, name in zip(zone.parties, names, strict=True)
    ]
    told = words.ended(f"Gains are over what each has without a deal: {listed(without)}")
    believing = [n for party, n in zip(zone.parties, names, strict=True) if sheet.parties[party].view]
    told += f" For {listed(believing)} as it sees the sheet." if believing else ""
    yield from wrapped(look.text(told, FAINT), look)
    yield Text()
    known = points(zone)
    columns = [
        Column(inert(str(zone.lever.path[-1])), [spelled(unit, one.value) for one in known]),
        *(
            Column(f"to {name}", [rows.unit.money(one.gain[party], sign=True) for one in known], figures=True)
            for party, name in zip(zone.parties, names, strict=True)
        ),
        Column("", [_note(zone, one) for one in known]),
    ]
    if len(zone.parties) == 2 and width(columns, look) + _SPLIT + 2 <= look.page:
        columns.insert(-1, Column("", [_split(zone, one) for one in known]))
    yield from table(columns, look)
    if zone.common is not None and zone.nash is not None:
        yield from wrapped(look.text(_common(rows, zone), FAINT), look)


def _verdict(zone: Zone, names: Sequence[str]) -> str:
    def told(x: float) -> str:
        return spelled(zone.lever.unit, x)

    path, now = inert(str(zone.lever.path)), told(zone.lever.now)
    if not zone.zone:
        low, high = zone.bracket
        return (
            f"No {path} between {told(low)} and {told(high)} leaves every side as well off as without a deal."
        )
    stretches = listed(f"from {told(low)} to {told(high)}" for low, high in zone.zone)
    gain = (
        f"{listed(names)} {'both' if len(names) == 2 else 'all'} gain"
        if len(names) > 1
        else f"{names[0]} gains"
    )
    return f"{gain} with {path} {stretches}; the sheet has {now}."


def _note(zone: Zone, one: Point) -> str:
    ends = {end for stretch in zone.zone for end in stretch}
    told = [
        "as it stands" if one.value == zone.now.value else "",
        "Nash point" if zone.nash and one.value == zone.nash.value else "",
        "equal gain" if zone.equal_gain and one.value == zone.equal_gain.value else "",
        "edge of the zone" if one.value in ends and one.value not in zone.bracket else "",
    ]
    return ", ".join(word for word in told if word)


def _split(zone: Zone, one: Point) -> str:
    """How the gain is shared between two sides."""
    first, second = (one.gain[party] for party in zone.parties)
    if min(first, second) < -1e-6 * abs(first + second) or first + second <= 0.0:
        return ""
    cells = min(max(round(first / (first + second) * _SPLIT), 0), _SPLIT)
    return "█" * cells + "░" * (_SPLIT - cells)


def _common(rows: Rows, zone: Zone) -> str:
    assert zone.common is not None
    own, common = zone.common.own, zone.common.common
    party = words.party(rows.answer.sheet, zone.common.rate_of)
    return (
        f"At the Nash point the sides gain {rows.unit.money(own)} together, each at its own discount rate; with all at "
        f"that of {party} {rows.unit.money(common)}. The rest is only that they discount differently."
    )


def _trades(rows: Rows, found: Negotiation, look: Look) -> Iterator[Text]:
    if not found.trades:
        yield from wrapped(
            look.text(f"No term of {found.structure} moves value between the sides.", FAINT), look
        )
        return
    party = words.party(rows.answer.sheet, rows.party)
    shown = (
        found.trades if len(found.trades) <= 2 * _MOST else (*found.trades[:_MOST], *found.trades[-_MOST:])
    )
    columns = [
        Column("others gain", [number(trade.gives, 2) for trade in shown], figures=True),
        Column("by a", [_way(trade) for trade in shown]),
    ]
    room = look.page - width([Column("", [""] * len(shown)), *columns], look)
    head = f"For each 1 that {party} gives up"
    paths = [cropped(f"  {inert(str(trade.lever.path))}", max(20, room)) for trade in shown]
    if len(shown) < len(found.trades):
        columns = [Column(c.head, [*c.texts[:_MOST], "", *c.texts[_MOST:]], c.figures) for c in columns]
        paths.insert(_MOST, f"  … {len(found.trades) - len(shown)} more")
    yield from table([Column(head, paths), *columns], look)
    yield from wrapped(
        look.text(
            "First what is cheap to give, last what is cheap to ask for; each moved by a tenth.", FAINT
        ),
        look,
    )


def _way(trade: Trade) -> str:
    return "rise" if trade.rises else "cut"
