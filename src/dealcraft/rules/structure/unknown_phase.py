"""A phase of development that the asset does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._reading import assets_at
from dealcraft.rules._references import Places, Reference, event_places, references, unknown
from dealcraft.rules._rule import rule
from dealcraft.terms.events import PhaseStart, PhaseSuccess
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields

_PLACES: Final[Places] = {CollaborationFields: ("phase_cost_share",)}


@rule("structure")
def unknown_phase(sheet: Sheet) -> Iterator[Finding]:
    """An event or a share of cost names a phase that is not among the asset's remaining phases.

    Only phases still to come stand under `development`; an event of any other never happens, and what hangs on it is
    never due.

    *Instead of*

        development: {phase_2: {...}, phase_3: {...}}
        milestones: {proof: {pay: 25m, at: phase_4 start}}

    *Write*

        milestones: {proof: {pay: 25m, at: phase_3 start}}
    """
    for found in references(sheet, _PLACES):
        yield from unknown("unknown-phase", found, _phases(sheet, assets_at(sheet, found.path)))
    for place in event_places(sheet):
        anchor = place.moment.anchor
        if isinstance(anchor, PhaseStart | PhaseSuccess):
            assets = (anchor.asset,) if anchor.asset in sheet.assets else assets_at(sheet, place.path)
            yield from unknown("unknown-phase", Reference(place.part, anchor.phase), _phases(sheet, assets))


def _phases(sheet: Sheet, assets: tuple[str | None, ...]) -> list[str]:
    return [phase for name in assets if name in sheet.assets for phase in sheet.assets[name].development]
