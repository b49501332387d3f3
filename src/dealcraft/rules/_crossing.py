"""Payments of an agreement that cross a border, and what the dated table says of them: shared by the rules of tax."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from dealcraft.law.withholding import Answer, withholding
from dealcraft.rules._once import once
from dealcraft.rules._reading import Deal, deals
from dealcraft.terms.assets import RightKind
from dealcraft.terms.border import answer_of, day_of, facts_of, kinds_of
from dealcraft.terms.payments import Payments
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields, CollaborationFields
from dealcraft.units import Path

_PRICE: Final = ("upfront", "instalments", "fees", "milestones")
"""Keys of what is paid for rights sold; a holdback is part of them."""
_EARN_OUT: Final = ("royalty", "royalties")


@dataclass(frozen=True, slots=True)
class Crossing:
    """One direction in which an agreement pays across a border."""

    sheet: Sheet
    deal: Deal
    payer: str
    payee: str
    home: str
    """The payer's country."""
    abroad: str
    """The payee's country."""
    withheld: bool
    """Whether tax is withheld from something it pays."""
    price: bool
    """Whether it pays a price of rights sold."""

    @property
    def path(self) -> Path:
        """Where the sheet would state the rate."""
        return self.deal.path.child("payments", "withholding", "rate")

    @property
    def stated(self) -> bool:
        """Whether the sheet states the rate itself."""
        terms = self.deal.agreement.payments.withholding
        return terms is not None and terms.rate is not None

    @property
    def on(self) -> date:
        """The day whose law counts."""
        return day_of(self.sheet, self.home)

    @property
    def kinds(self) -> tuple[RightKind, ...]:
        """The kinds of the rights granted, each once."""
        return kinds_of(self.sheet, self.deal.agreement, self.deal.assets)

    @property
    def answer(self) -> Answer:
        """What the table says, of several kinds of rights the highest."""
        return answer_of(
            self.sheet, self.deal.agreement, self.deal.assets, home=self.home, abroad=self.abroad
        )

    def answers(self) -> Iterator[tuple[RightKind, Answer]]:
        """What the table says of each kind of right."""
        facts = facts_of(self.sheet, self.deal.agreement, self.deal.assets, self.home)
        for kind in self.kinds:
            yield kind, withholding(self.home, self.abroad, kind=kind, on=self.on, facts=facts)


@once
def crossings(sheet: Sheet) -> tuple[Crossing, ...]:
    """Every direction in which an agreement of the sheet pays across a border."""
    return tuple(_crossings(sheet))


def _crossings(sheet: Sheet) -> Iterator[Crossing]:
    for deal in deals(sheet):
        for payer, payee in ((deal.acquiring, deal.granting), (deal.granting, deal.acquiring)):
            if payer not in sheet.parties or payee not in sheet.parties or payer == payee:
                continue
            home, abroad = sheet.parties[payer].country, sheet.parties[payee].country
            if home is None or abroad is None or home == abroad:
                continue
            price, earn_out = _pays(deal, payer, _PRICE), _pays(deal, payer, _EARN_OUT)
            sold = deal.agreement if isinstance(deal.agreement, AssignmentFields) else None
            withheld = earn_out or (price and (sold is None or _as_income(sold)))
            if withheld or price:
                yield Crossing(sheet, deal, payer, payee, home, abroad, withheld, price and sold is not None)


def _as_income(agreement: AssignmentFields) -> bool:
    return agreement.tax is not None and agreement.tax.treat_as == "income"


def _pays(deal: Deal, payer: str, keys: tuple[str, ...]) -> bool:
    """Whether *payer* pays one of the items under *keys*, of the payments or to a partner that has left."""
    payments = deal.agreement.payments
    if any(who == payer for who in _payers(payments, keys, payments.payer or deal.acquiring)):
        return True
    if isinstance(deal.agreement, CollaborationFields) and (left := deal.agreement.opt_out) is not None:
        leads = payer == (deal.agreement.lead or deal.acquiring)  # who stays pays, and a lead cannot leave
        return leads and left.party != payer and any(getattr(left.then, key, None) for key in keys)
    return False


def _payers(payments: Payments, keys: tuple[str, ...], usual: str) -> Iterator[str]:
    for key in keys:
        value = getattr(payments, key)
        for item in value.values() if isinstance(value, dict) else (value,):
            if item is not None:
                yield getattr(item, "payer", None) or usual
