"""A market or an event that could be of several assets."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import assets_at
from dealcraft.rules._references import event_places
from dealcraft.rules._rule import rule
from dealcraft.terms.events import Approval, PhaseStart, PhaseSuccess
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("structure")
def ambiguous_asset(sheet: Sheet) -> Iterator[Finding]:
    """Several assets are meant, and a market or an event does not say which.

    Each asset has phases and an approval of its own, and each market sells one asset.

    *Instead of*

        grant: {assets: [hb12, hb15], territory: worldwide}
        milestones: {proof: {pay: 25m, at: phase_2 success}}

    *Write*

        milestones: {proof: {pay: 25m, at: phase_2 success of hb12}}
    """
    for name in sheet.markets:
        if len(sheet.assets) > 1 and sheet.asset_of(name) is None:
            yield _finding(Path(("markets", name)), f"market {name}", tuple(sheet.assets), "asset: {}")
    for place in event_places(sheet):
        anchor = place.moment.anchor
        if isinstance(anchor, PhaseStart | PhaseSuccess | Approval) and anchor.asset is None:
            assets = assets_at(sheet, place.path)
            if len(assets) > 1:
                yield _finding(place.part, _spelled(anchor), assets, _spelled(anchor) + " of {}")


def _finding(path: Path, found: str, assets: tuple[str, ...], mend: str) -> Finding:
    values = {"found": found, "known": ", ".join(assets), "mend": mend.format(assets[0])}
    return Finding("ambiguous-asset", path, values)


def _spelled(anchor: PhaseStart | PhaseSuccess | Approval) -> str:
    match anchor:
        case PhaseStart():
            return f"{anchor.phase} start"
        case PhaseSuccess():
            return f"{anchor.phase} success"
        case Approval():
            return "approval"
