"""A market that the sheet does not define."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._references import Places, Reference, event_places, references, unknown
from dealcraft.rules._rule import rule
from dealcraft.terms.assets import ThirdParty
from dealcraft.terms.events import FirstSale
from dealcraft.terms.parties import Capability
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet

_PLACES: Final[Places] = {Royalty: ("markets",), ThirdParty: ("markets",), Capability: ("markets",)}


@rule("structure")
def unknown_market(sheet: Sheet) -> Iterator[Finding]:
    """A term names a market that stands nowhere under `markets`.

    A royalty on a market that does not exist is never paid, and a first sale there never comes.

    *Instead of*

        markets: {us: {territory: US}}
        milestones: {launch: {pay: 110m, at: first sale in usa}}

    *Write*

        milestones: {launch: {pay: 110m, at: first sale in us}}
    """
    for found in references(sheet, _PLACES):
        yield from unknown("unknown-market", found, sheet.markets)
    for place in event_places(sheet):
        if isinstance(place.moment.anchor, FirstSale) and place.moment.anchor.market:
            found = Reference(place.part, place.moment.anchor.market)
            yield from unknown("unknown-market", found, sheet.markets)
