"""What an agreement covers, and who stands on its sides: shared by the rules; asks nothing of unknown names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dealcraft.law.territories import every_country
from dealcraft.rules._once import once
from dealcraft.terms.grant import LicenceGrant
from dealcraft.terms.markets import Market
from dealcraft.terms.sheet import Sheet, agreements, sides
from dealcraft.terms.structures import Agreement, AssignmentFields, Package, StructureFields
from dealcraft.terms.territory import FieldOfUse, Territory
from dealcraft.units import Path

EVERYWHERE = Territory(("worldwide",), (), every_country())


@dataclass(frozen=True, slots=True)
class Deal:
    """An agreement in its structure: what it concerns and between whom."""

    path: Path
    agreement: Agreement
    structure: StructureFields
    assets: tuple[str, ...]
    granting: str
    acquiring: str

    @property
    def territory(self) -> Territory | None:
        """Where it grants; None where it must say and does not."""
        if self.agreement.grant.territory is None and isinstance(self.agreement, AssignmentFields):
            return EVERYWHERE
        return self.agreement.grant.territory

    @property
    def field(self) -> FieldOfUse:
        """For what use it grants."""
        return self.agreement.grant.field

    @property
    def in_package(self) -> bool:
        """Whether it is one of several agreements in force together."""
        return isinstance(self.structure, Package)

    def covers(self, market: Market) -> bool:
        """Whether the whole cell lies inside the grant (the asset apart)."""
        return (
            self.territory is not None
            and self.territory.covers(market.territory)
            and self.field.covers(market.field)
        )


@once
def deals(sheet: Sheet) -> tuple[Deal, ...]:
    """Every agreement of the sheet."""
    return tuple(_deals(sheet))


def _deals(sheet: Sheet) -> Iterator[Deal]:
    for path, agreement in agreements(sheet):
        structure = sheet.structures[str(path[1])]
        assets = tuple(agreement.grant.assets or structure.assets or sheet.assets)
        owner = owner_of(sheet, assets[0]) if assets else sheet.decides
        granting, acquiring = sides(sheet, agreement, owner)
        yield Deal(path, agreement, structure, assets, granting, acquiring)


def deal_at(sheet: Sheet, path: Path) -> Deal | None:
    """The agreement that *path* lies in, if any."""
    return next((deal for deal in deals(sheet) if path.within(deal.path)), None)


def owner_of(sheet: Sheet, asset: str) -> str:
    """Who owns *asset*; whoever decides where the sheet does not know it."""
    return sheet.owner_of(asset) if asset in sheet.assets else sheet.decides


def assets_of(sheet: Sheet, structure: StructureFields) -> tuple[str, ...]:
    """The assets that a structure concerns."""
    return tuple(structure.assets or sheet.assets)


def cells(sheet: Sheet, assets: tuple[str, ...]) -> Iterator[tuple[str, Market]]:
    """The markets where one of *assets* is sold."""
    for name, market in sheet.markets.items():
        if sheet.asset_of(name) in assets:
            yield name, market


def covered(sheet: Sheet, deal: Deal) -> tuple[str, ...]:
    """The markets that lie wholly inside the agreement."""
    return tuple(name for name, market in cells(sheet, deal.assets) if deal.covers(market))


def touched(sheet: Sheet, deal: Deal) -> tuple[str, ...]:
    """The markets of which at least a part lies inside the agreement."""
    where, use = deal.territory, deal.field
    if where is None:
        return ()
    return tuple(
        name
        for name, market in cells(sheet, deal.assets)
        if where.meets(market.territory) and use.meets(market.field)
    )


def assets_at(sheet: Sheet, path: Path) -> tuple[str, ...]:
    """Which assets an event at *path* can speak of."""
    match path:
        case ("assets", str(asset), *_):
            return (asset,)
        case ("markets", str(market), *_):
            sold = sheet.asset_of(market) if market in sheet.markets else None
            return tuple(sheet.assets) if sold is None else (sold,)
        case ("structures", str(name), *_):
            deal = deal_at(sheet, path)
            return deal.assets if deal else assets_of(sheet, sheet.structures[name])
    return tuple(sheet.assets)


def exclusive(deal: Deal) -> bool:
    """Whether nobody else may be granted the same beside it."""
    grant = deal.agreement.grant
    return not isinstance(grant, LicenceGrant) or grant.exclusivity in ("exclusive", "sole")
