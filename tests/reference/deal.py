"""The facts of one structure of a certain sheet, read once: cells, agreements and who grants what to whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dealcraft.terms.markets import Market
from dealcraft.terms.payments import Payments
from dealcraft.terms.sheet import Sheet, agreements_of, sides
from dealcraft.terms.structures import (
    Agreement as AgreementTerms,
)
from dealcraft.terms.structures import (
    AssignmentFields,
    CollaborationFields,
    LicenceFields,
    Package,
)
from tests.reference.clock import Clock


@dataclass(frozen=True)
class Agreement:
    """One agreement: *granter* gives rights in *cells* to *acquirer*; *seller* sells there under it."""

    path: str
    terms: AgreementTerms
    granter: str
    acquirer: str
    seller: str
    assets: tuple[str, ...]
    cells: tuple[str, ...]
    share: float
    """Part of the cells' sales that the seller makes."""
    exclusive: bool
    """Whether the granter sells nothing of the rest."""

    @property
    def payments(self) -> Payments:
        return self.terms.payments

    @property
    def is_licence(self) -> bool:
        return isinstance(self.terms, LicenceFields)

    @property
    def is_assignment(self) -> bool:
        return isinstance(self.terms, AssignmentFields)

    @property
    def collaboration(self) -> CollaborationFields | None:
        """Its terms, if it is one."""
        return self.terms if isinstance(self.terms, CollaborationFields) else None

    def payer(self, item: Any = None) -> str:
        """Who pays: as the item says, else the block, else the acquiring side."""
        own = getattr(item, "payer", None)
        return own or self.payments.payer or self.acquirer

    def other(self, party: str) -> str:
        """The side across from *party*."""
        return self.granter if party == self.acquirer else self.acquirer


@dataclass(frozen=True)
class Deal:
    """One structure of *sheet*, with everything in it a plain number."""

    sheet: Sheet
    name: str
    clock: Clock

    @property
    def path(self) -> str:
        return f"structures.{self.name}"

    @property
    def structure(self) -> Any:
        return self.sheet.structures[self.name]

    @cached_property
    def assets(self) -> tuple[str, ...]:
        """The assets that the structure concerns."""
        return tuple(self.structure.assets or self.sheet.assets)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The markets of those assets."""
        return tuple(m for m in self.sheet.markets if self.sheet.asset_of(m) in self.assets)

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """Every agreement of the structure, as written."""
        return tuple(
            self._agreement(str(path), terms) for path, terms in agreements_of(self.sheet, self.name)
        )

    def _agreement(self, path: str, terms: AgreementTerms) -> Agreement:
        assets = tuple(terms.grant.assets or self.assets)
        granter, acquirer = sides(self.sheet, terms, self.sheet.owner_of(assets[0]))
        seller, share, exclusive = acquirer, 1.0, True
        if isinstance(terms, CollaborationFields):
            seller = terms.lead or acquirer
        elif isinstance(terms, LicenceFields):
            exclusive = terms.grant.exclusivity == "exclusive"
            share = 1.0 if terms.grant.share is None else number(terms.grant.share)
        cells = tuple(c for c in self.cells if self.asset_of(c) in assets and self._covers(terms.grant, c))
        return Agreement(path, terms, granter, acquirer, seller, assets, cells, share, exclusive)

    def _covers(self, grant: Any, cell: str) -> bool:
        market = self.market(cell)
        inside = grant.territory is None or grant.territory.covers(market.territory)
        return bool(inside and grant.field.covers(market.field))

    # Facts

    def market(self, cell: str) -> Market:
        return self.sheet.markets[cell]

    def asset_of(self, cell: str) -> str:
        asset = self.sheet.asset_of(cell)
        if asset is None:
            raise ValueError(f"markets.{cell} does not say which asset is sold")
        return asset

    def owner_of(self, cell: str) -> str:
        return self.sheet.owner_of(self.asset_of(cell))

    def covering(self, cell: str) -> list[Agreement]:
        """The agreements that cover *cell*, as written."""
        return [a for a in self.agreements if cell in a.cells]

    def rate(self, party: str) -> float:
        """The discount rate of *party* in this structure."""
        own = self.structure.discount_rates.get(party)
        return number(self.sheet.parties[party].discount_rate if own is None else own)

    def country(self, party: str) -> str | None:
        known = self.sheet.parties.get(party)
        return known.country if known else None

    def authority(self, party: str) -> str:
        """The tax authority of *party*."""
        country = self.country(party)
        return f"authority.{country}" if country else "authority"

    def money(self, quantity: Any, cell: str | None = None) -> float:
        """Money (or money per year) in the valuation currency; nothing is 0."""
        if quantity is None:
            return 0.0
        local = self.market(cell).currency if cell else None
        currency = quantity.currency or local or self.sheet.valuation.currency
        if currency == self.sheet.valuation.currency:
            return float(quantity)
        return float(quantity) * number(self.sheet.fx[currency])

    # Capability

    def capability(self, party: str, what: str, default: float) -> float:
        """A multiplier or delay of *party*."""
        terms = self.sheet.parties[party].capability
        return number(getattr(terms, what) if terms else None, default)

    def cell_capability(self, party: str, cell: str, what: str, default: float) -> float:
        """The same in one cell, where the party says so."""
        terms = self.sheet.parties[party].capability
        local = terms.markets.get(cell) if terms else None
        own = getattr(local, what) if local else None
        return self.capability(party, what, default) if own is None else number(own)

    # Development

    def developer(self, asset: str) -> str:
        """Who runs development from the agreement's effective date."""
        named = self.structure.developer
        if named:
            return str(named)
        granting = [a for a in self.agreements if asset in a.assets]
        if not granting or isinstance(self.structure, Package):
            return self.sheet.owner_of(asset)
        return granting[0].seller

    def makes_developer(self, asset: str) -> list[Agreement]:
        """The agreements from whose `effective` the developer runs the asset's phases."""
        developer = self.developer(asset)
        sided = [a for a in self.agreements if developer in (a.acquirer, a.seller)]
        return sided or list(self.agreements)

    def patents(self, agreement: Agreement, cell: str) -> list[float]:
        """When the granted patents of the deal that reach *cell* expire."""
        rights = self.sheet.assets[self.asset_of(cell)].rights
        named = agreement.terms.grant.rights
        return [
            self.clock.t(right.expires) if right.expires else float("inf")
            for name, right in rights.items()
            if right.kind == "patent"
            and right.status == "granted"
            and (not named or name in named)
            and (right.countries is None or right.countries.meets(self.market(cell).territory))
        ]


def number(quantity: Any, default: float = 0.0) -> float:
    """A rate, duration or plain number as a float; *default* where there is none."""
    return default if quantity is None else float(quantity)
