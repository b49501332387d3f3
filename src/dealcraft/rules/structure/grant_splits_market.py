"""A grant that cuts through a market."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.law.territories import describe
from dealcraft.rules._reading import EVERYWHERE, Deal, cells, deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields
from dealcraft.terms.territory import FieldOfUse, Territory
from dealcraft.units import Path


@rule("structure")
def grant_splits_market(sheet: Sheet) -> Iterator[Finding]:
    """A grant covers some countries of a market and not the others.

    A right covers a market wholly or not at all, so that its forecast has one seller. Which part of the sales lies in
    the countries left out is for the sheet to say.

    *Instead of*

        markets: {row: {territory: {include: [worldwide], except: [US]}, ...}}
        grant: {territory: {include: [worldwide], except: [KR]}}

    *Write*

        markets: {row: {territory: {include: [worldwide], except: [US, KR]}, ...}, korea: {territory: KR, ...}}
    """
    for deal in deals(sheet):
        if deal.territory is not None:
            yield from _split(sheet, deal, deal.path.child("grant", "territory"), deal.territory, deal.field)
        if isinstance(deal.agreement, AssignmentFields) and (back := deal.agreement.licence_back):
            place = deal.path.child("licence_back", "territory")
            yield from _split(sheet, deal, place, back.territory or EVERYWHERE, back.field)


def _split(
    sheet: Sheet, deal: Deal, path: Path, territory: Territory, field: FieldOfUse
) -> Iterator[Finding]:
    for name, market in cells(sheet, deal.assets):
        if (
            field.meets(market.field)
            and territory.meets(market.territory)
            and not territory.covers(market.territory)
        ):
            missing = describe(market.territory.countries - territory.countries)
            label = Label(Path(("markets", name, "territory")), "market-here", {"market": name})
            yield Finding("grant-splits-market", path, {"market": name, "missing": missing}, (label,))
