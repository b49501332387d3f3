"""An asset that the sheet does not define."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._references import Places, Reference, event_places, references, unknown
from dealcraft.rules._rule import rule
from dealcraft.terms.events import Approval, PhaseStart, PhaseSuccess
from dealcraft.terms.grant import Grant
from dealcraft.terms.markets import Market
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import StructureFields

_PLACES: Final[Places] = {Market: ("asset",), StructureFields: ("assets",), Grant: ("assets",)}


@rule("structure")
def unknown_asset(sheet: Sheet) -> Iterator[Finding]:
    """A term names an asset that stands nowhere under `assets`.

    A grant, a market or an event of an asset that does not exist concerns nothing.

    *Instead of*

        assets: {hb12: {}}
        grant: {assets: [hb21], territory: worldwide}

    *Write*

        grant: {assets: [hb12], territory: worldwide}
    """
    for found in references(sheet, _PLACES):
        yield from unknown("unknown-asset", found, sheet.assets)
    for place in event_places(sheet):
        anchor = place.moment.anchor
        if isinstance(anchor, PhaseStart | PhaseSuccess | Approval) and anchor.asset:
            yield from unknown("unknown-asset", Reference(place.part, anchor.asset), sheet.assets)
