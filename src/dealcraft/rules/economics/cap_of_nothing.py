"""A cap at a multiple of money that is never paid."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import royalties
from dealcraft.rules._figures import paid_by
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("economics")
def cap_of_nothing(sheet: Sheet) -> Iterator[Finding]:
    """A royalty is capped at a multiple of what the payee has paid, and the payee pays nothing under the agreement.

    Such caps belong to deals in which an investor or a partner pays first and is paid back some times over. A
    multiple of nothing is nothing: the royalty that stands in the sheet would never be due.

    Source: caps as a multiple of cash paid (p05.org, repayment caps; read in November 2026).

    *Instead of*

        payments: {royalty: {rate: 5%, cap: {multiple_of_paid: 3}}}

    *Write*

        payments:
          funding: {trial: {pay: 2m per year, until: phase_2 success, payer: investor}}
          royalty: {rate: 5%, cap: {multiple_of_paid: 3}}

    Answer: state what it pays, or cap otherwise.
    """
    for deal in deals(sheet):
        usual = deal.agreement.payments.payer or deal.acquiring
        payee = deal.granting if usual == deal.acquiring else deal.acquiring
        for path, royalty in royalties(deal):
            if (
                royalty.cap is not None
                and royalty.cap.multiple_of_paid is not None
                and not paid_by(deal, payee)
            ):
                values = {
                    "found": str(royalty.cap.multiple_of_paid), "payee": sheet.party_name(payee), "party": payee,
                }  # fmt: skip
                yield Finding("cap-of-nothing", path.child("cap", "multiple_of_paid"), values)
