"""A payer that bears whatever tax there will be."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import says
from dealcraft.terms.sheet import Sheet


@rule("tax")
def gross_up_without_limit(sheet: Sheet) -> Iterator[Finding]:
    """A payer bears the tax withheld (`gross_up`), and nothing limits it.

    At 10% a gross-up costs the payer 11% of the price; a change of law, of the payee's seat or an assignment to
    another payee raises it without the payer's doing. Payers limit it to the rate of the day, leave out what the
    payee could avoid by filing its papers, and ask back what the payee gets as a credit.

    Source: arithmetic: of a net price P at a rate t the payer pays P / (1 - t); list of deal terms, gross-up (read in
    November 2026).

    *Instead of*

        withholding: {rate: 10%, gross_up: true}

    *Write*

        withholding: {rate: 10%, gross_up: true}
        governance: {text: {gross_up: not above 10%, nor what the payee could avoid; credits are paid back}}

    Answer: state the limit in words; `covenants.tax_clause` says that a clause does.
    """
    for deal in deals(sheet):
        terms, covenants = deal.agreement.payments.withholding, deal.agreement.covenants
        limited = says(deal, "gross_up", "tax") or (covenants is not None and covenants.tax_clause)
        if terms is not None and terms.gross_up and not limited:
            yield Finding("gross-up-without-limit", deal.path.child("payments", "withholding", "gross_up"))
