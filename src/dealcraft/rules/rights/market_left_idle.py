"""A gap: a market that nobody sells in."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.law.territories import describe
from dealcraft.rules._reading import assets_of, cells, deals, touched
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import highest_year
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("rights")
def market_left_idle(sheet: Sheet) -> Iterator[Finding]:
    """A market with a forecast is covered by no agreement of the structure, and the owner does nothing there.

    Territory times field of use is a map; what no grant covers stays with the owner. Where the owner leaves it idle,
    the sales of the forecast come to nobody: is that meant, or was a country, a field forgotten?

    Source: the map of rights itself (docs/model.md 5).

    *Instead of*

        markets: {us: {...}, korea: {...}}
        licence: {kind: licence, retained: idle, grant: {territory: US, ...}}

    *Write*

        licence: {kind: licence, retained: exploit, grant: {territory: US, ...}}

    Answer: cover the market, let the owner exploit it, or answer the finding where it is left on purpose.
    """
    for name, structure in sheet.structures.items():
        path = Path(("structures", name))
        beside = [deal for deal in deals(sheet) if deal.path[:2] == path]
        if structure.retained != "idle" or not beside:
            continue
        sold = {market for deal in beside for market in touched(sheet, deal)}
        for market, cell in cells(sheet, assets_of(sheet, structure)):
            if market not in sold and highest_year(sheet, cell) > 0:
                values = {"market": market, "where": describe(cell.territory.countries)}
                label = Label(Path(("markets", market)), "market-here", at="key")
                yield Finding("market-left-idle", path.child("retained"), values, (label,))
                break
