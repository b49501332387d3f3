"""Events that wait for each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dealcraft.findings import Finding
from dealcraft.rules._reading import Deal, deals, touched
from dealcraft.rules._rule import rule
from dealcraft.terms.events import Effective, Event, FirstSale, moments, waits_for_anyone
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

Node = Path
"""The path of the event that fixes a moment: a market's `launch`, an agreement's `effective` or `option.at`."""


@rule("structure")
def circular_event(sheet: Sheet) -> Iterator[Finding]:
    """A moment that depends on itself, perhaps by way of others.

    A market that launches after the first sale in another, which launches after the first, never launches; an
    agreement that becomes effective at a first sale that only its own seller can make never does.

    *Instead of*

        us: {territory: US, launch: first sale in eu + 6 months}
        eu: {territory: EU, launch: first sale in us + 6 months}

    *Write*

        us: {territory: US, launch: approval + 3 months}
    """
    waits = dict(_waits(sheet))
    seen = set[Node]()
    for node in waits:
        ring = _ring(node, waits)
        if ring and not seen & set(ring):
            seen |= set(ring)
            chain = " → ".join(str(step) for step in (*ring, ring[0]))
            yield Finding("circular-event", node, {"found": str(node), "chain": chain})


def _waits(sheet: Sheet) -> Iterator[tuple[Node, frozenset[Node]]]:
    """Each moment that the sheet fixes by an event, and those that it waits for."""
    for name, market in sheet.markets.items():
        if market.launch is not None:
            yield _launch(name), frozenset(_of_launch(sheet, name, market.launch))
    for deal in deals(sheet):
        for node, event in _starts(deal):
            yield node, frozenset(_of_start(sheet, deal, node, event))


def _launch(market: str) -> Node:
    return Path(("markets", market, "launch"))


def _starts(deal: Deal) -> Iterator[tuple[Node, Event]]:
    if deal.agreement.effective is not None:
        yield deal.path.child("effective"), deal.agreement.effective
    if deal.agreement.option is not None:
        yield deal.path.child("option", "at"), deal.agreement.option.at


def _of_launch(sheet: Sheet, name: str, event: Event) -> Iterator[Node]:
    for _, moment in moments(event):
        if isinstance(moment.anchor, FirstSale):
            # the first sale of anyone comes from a market that does not wait for it, unless there is none
            first = [other for other, market in sheet.markets.items() if not waits_for_anyone(market.launch)]
            if moment.anchor.market is not None:
                yield _launch(moment.anchor.market)
            elif len(first) <= 1:
                yield _launch(first[0] if first else name)


def _of_start(sheet: Sheet, deal: Deal, node: Node, event: Event) -> Iterator[Node]:
    for _, moment in moments(event):
        match moment.anchor:
            case Effective() if node[-1] == "effective":
                yield node
            case FirstSale(market=market) if market is None or market in touched(sheet, deal):
                yield node
            case FirstSale(market=str(market)):
                yield _launch(market)


def _ring(start: Node, waits: Mapping[Node, frozenset[Node]]) -> list[Node]:
    """A way from *start* back to itself, or nothing."""
    ways, been = [[start]], set[Node]()
    while ways:
        way = ways.pop()
        for after in sorted(waits.get(way[-1], ())):
            if after == start:
                return way
            if after not in been:
                been.add(after)
                ways.append([*way, after])
    return []
