"""A royalty on a market that its agreement does not cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding, Label
from dealcraft.rules._reading import deal_at, touched
from dealcraft.rules._references import Places, references
from dealcraft.rules._rule import rule
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet

_PLACES: Final[Places] = {Royalty: ("markets",)}


@rule("structure")
def market_outside_agreement(sheet: Sheet) -> Iterator[Finding]:
    """A royalty lists a market that the agreement does not cover.

    A royalty is owed on the sales of the agreement's seller in its own cells; it has none in this market.

    *Instead of*

        grant: {territory: US, ...}
        royalty: {rate: 5%, markets: [us, korea]}

    *Write*

        royalty: {rate: 5%, markets: [us]}
    """
    for found in references(sheet, _PLACES):
        deal = deal_at(sheet, found.path)
        if (
            deal
            and deal.territory is not None
            and found.name in sheet.markets
            and found.name not in touched(sheet, deal)
        ):
            label = Label(deal.path.child("grant"), "granted-here", {"other": str(deal.path[-1])})
            yield Finding("market-outside-agreement", found.path, {"found": found.name}, (label,))
