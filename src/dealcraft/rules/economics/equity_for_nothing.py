"""Shares that go the way that was hardly meant."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Money


@rule("economics")
def equity_for_nothing(sheet: Sheet) -> Iterator[Finding]:
    """The acquiring side gets shares and pays nothing for them, besides the rights.

    Whoever pays is who gets the shares, and that is the acquiring side unless the sheet says otherwise: it buys into the
    granting side, as a pharma company does that licenses from a biotech. Where a university licenses to its spin-out the
    shares go the other way, from the licensee to the licensor, as a part of the price: then the licensor is the `payer`
    of nothing.

    Source: value moved by shares is what they are worth less what is paid for them (docs/model.md 6, Equity).

    *Instead of*

        equity: {pay: 0, fair_value: 300m}

    *Write*

        equity: {payer: university, pay: 0, fair_value: 300m}

    Answer: name who gets the shares, or state the price.
    """
    for deal in deals(sheet):
        payments = deal.agreement.payments
        equity = payments.equity
        if equity is None or not _is_nothing(equity.pay) or _is_nothing(equity.fair_value):
            continue
        if equity.payer is None and payments.payer in (None, deal.acquiring):
            values = {
                "buyer": sheet.party_name(deal.acquiring), "found": str(equity.fair_value), "other": deal.granting
            }  # fmt: skip
            yield Finding("equity-for-nothing", deal.path.child("payments", "equity"), values)


def _is_nothing(amount: object) -> bool:
    return isinstance(amount, Money) and amount.amount == 0
