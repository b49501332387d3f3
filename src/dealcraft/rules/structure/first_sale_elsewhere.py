"""A first sale in a market outside the agreement."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._reading import deal_at, touched
from dealcraft.rules._references import event_places
from dealcraft.rules._rule import rule
from dealcraft.terms.events import FirstSale
from dealcraft.terms.sheet import Sheet


@rule("structure")
def first_sale_elsewhere(sheet: Sheet) -> Iterator[Finding]:
    """A term waits for the first sale in a market that its agreement does not cover.

    Inside an agreement `first sale in us` is its own seller's; of a market outside, it is the first sale of anyone,
    the owner included. That may be meant; more often the market's name or the territory is wrong.

    *Instead of*

        grant: {territory: US, ...}
        milestones: {launch: {pay: 10m, at: first sale in korea}}

    *Write*

        milestones: {launch: {pay: 10m, at: first sale in us}}
    """
    for place in event_places(sheet):
        anchor, deal = place.moment.anchor, deal_at(sheet, place.path)
        if not isinstance(anchor, FirstSale) or anchor.market not in sheet.markets or deal is None:
            continue
        if place.path in (deal.path.child("effective"), deal.path.child("option", "at")):
            continue  # an agreement that does not sell yet can only wait for others
        if deal.territory is not None and anchor.market not in touched(sheet, deal):
            label = Label(deal.path.child("grant"), "granted-here", {"other": str(deal.path[-1])})
            yield Finding("first-sale-elsewhere", place.part, {"market": str(anchor.market)}, (label,))
