"""A grant that covers only some uses of a market."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._reading import EVERYWHERE, Deal, cells, deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields
from dealcraft.terms.territory import FieldOfUse, Territory
from dealcraft.units import Path


@rule("structure")
def grant_splits_field(sheet: Sheet) -> Iterator[Finding]:
    """A grant covers some fields of use of a market and not the others.

    A right covers a market wholly or not at all: a market for every use is not covered by a grant for one of them.

    *Instead of*

        markets: {us: {territory: US}}
        grant: {territory: US, field: oncology/breast}

    *Write*

        markets: {us: {territory: US, field: oncology/breast}}
    """
    for deal in deals(sheet):
        if deal.territory is not None:
            yield from _split(sheet, deal, deal.path.child("grant", "field"), deal.territory, deal.field)
        if isinstance(deal.agreement, AssignmentFields) and (back := deal.agreement.licence_back):
            place = deal.path.child("licence_back", "field")
            yield from _split(sheet, deal, place, back.territory or EVERYWHERE, back.field)


def _split(
    sheet: Sheet, deal: Deal, path: Path, territory: Territory, field: FieldOfUse
) -> Iterator[Finding]:
    for name, market in cells(sheet, deal.assets):
        if territory.meets(market.territory) and field.meets(market.field) and not field.covers(market.field):
            wanted = ", ".join(market.field.fields) or "all"
            label = Label(Path(("markets", name, "field")), "market-here", {"market": name})
            values = {"market": name, "found": ", ".join(field.fields), "wanted": wanted}
            yield Finding("grant-splits-field", path, values, (label,))
