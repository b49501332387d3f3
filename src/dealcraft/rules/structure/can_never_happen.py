"""An event that comes in no scenario."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import Deal, assets_of, deal_at, deals, touched
from dealcraft.rules._references import EventPlace, event_places
from dealcraft.rules._rule import rule
from dealcraft.terms.events import Approval, FirstSale, PhaseStart, PhaseSuccess
from dealcraft.terms.milestones import SalesCondition
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("structure")
def can_never_happen(sheet: Sheet) -> Iterator[Finding]:
    """An event, or a level of sales, that cannot come in any scenario.

    The market is outside every agreement and its owner leaves it idle, the asset is not part of the structure, or the
    agreement covers no market at all. What hangs on such an event is never due, and the headline counts it all the
    same.

    *Instead of*

        markets: {us: {territory: US}, korea: {territory: KR}}
        structures: {licence: {kind: licence, retained: idle, grant: {territory: US, ...},
                               payments: {milestones: {launch: {pay: 10m, at: first sale in korea}}}}}

    *Write*

        milestones: {launch: {pay: 10m, at: first sale in us}}
    """
    for place in event_places(sheet):
        if place.path[0] == "structures" and (why := _why_not(sheet, place)):
            yield Finding("can-never-happen", place.part, {"found": str(place.moment), "why": why})
    for path, term in sheet.terms:
        if (
            isinstance(term, SalesCondition)
            and (deal := deal_at(sheet, path))
            and _sells_nothing(sheet, deal)
        ):
            values = {"found": "this level of sales", "why": "the agreement covers no market"}
            yield Finding("can-never-happen", path, values)


def _why_not(sheet: Sheet, place: EventPlace) -> str | None:
    anchor, deal = place.moment.anchor, deal_at(sheet, place.path)
    assets = assets_of(sheet, sheet.structures[str(place.path[1])])
    match anchor:
        case PhaseStart() | PhaseSuccess() | Approval() if (
            anchor.asset in sheet.assets and anchor.asset not in assets
        ):
            return f"{anchor.asset} is not part of this structure"
        case FirstSale(market=None) if deal and _sells_nothing(sheet, deal):
            return "the agreement covers no market"
        case FirstSale(market=str(market)) if market in sheet.markets:
            return _unsold(sheet, market, assets, place.path)
    return None


def _sells_nothing(sheet: Sheet, deal: Deal) -> bool:
    return bool(sheet.markets) and deal.territory is not None and not touched(sheet, deal)


def _unsold(sheet: Sheet, market: str, assets: tuple[str, ...], path: Path) -> str | None:
    asset = sheet.asset_of(market)
    if asset is not None and asset not in assets:
        return f"{asset}, which is sold there, is not part of this structure"
    beside = [deal for deal in deals(sheet) if deal.path[:2] == path[:2]]
    if sheet.structures[str(path[1])].retained == "idle" and not any(
        market in touched(sheet, deal) for deal in beside
    ):
        return "no agreement covers it, and `retained` is idle"
    return None
