"""What an agreement pays that is not sure: shared by rules that ask how it is known and when it is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dealcraft.rules._reading import Deal
from dealcraft.terms.milestones import Milestone
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.structures import CollaborationFields
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class OnSales:
    """A term that pays by sales."""

    path: Path
    payer: str

    @property
    def name(self) -> str:
        """Its own name in the sheet."""
        return str(self.path[-1])


def royalties(deal: Deal) -> Iterator[tuple[Path, Royalty]]:
    """Every royalty of the agreement but that of a partner that has left."""
    place, payments = deal.path.child("payments"), deal.agreement.payments
    if payments.royalty is not None:
        yield place.child("royalty"), payments.royalty
    for name, royalty in payments.royalties.items():
        yield place.child("royalties", name), royalty


def milestones(deal: Deal) -> Iterator[tuple[Path, Milestone]]:
    """Every milestone of the agreement but those of a partner that has left."""
    for name, milestone in deal.agreement.payments.milestones.items():
        yield deal.path.child("payments", "milestones", name), milestone


def on_sales(deal: Deal) -> Iterator[OnSales]:
    """What the agreement pays by sales: royalties, milestones on levels of sales, shares of profit."""
    payments = deal.agreement.payments
    usual = payments.payer or deal.acquiring
    yield from (OnSales(path, usual) for path, _ in royalties(deal))
    for path, milestone in milestones(deal):
        if milestone.when is not None:
            yield OnSales(path, milestone.payer or usual)
    if isinstance(deal.agreement, CollaborationFields) and deal.agreement.profit_share:
        yield OnSales(deal.path.child("profit_share"), deal.agreement.lead or deal.agreement.partner)
