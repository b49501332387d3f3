"""Payments by report, and nothing for those that come late."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import on_sales
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, says
from dealcraft.terms.sheet import Sheet


@rule("economics", before_signing=True)
def late_payment_silent(sheet: Sheet) -> Iterator[Finding]:
    """Something is paid by sales, and no clause says what follows where it is paid late.

    Without interest the payer has free credit, and an audit that finds an old shortfall costs it nothing. Interest at
    a stated rate above a base rate is in most forms. `governance.text.late_payment` (or `interest`) is the place.
    Asked for before signing.

    Source: university licence with 3% interest on late payments (filed 2005; read in 2017); list of deal terms in
    NVCA and WIPO forms (read in November 2026).

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, text: {late_payment: 3% a year above the base rate}}

    Answer: state it.
    """
    for deal, _ in run_by_words(sheet):
        if any(on_sales(deal)) and not says(deal, "late", "interest"):
            yield Finding("late-payment-silent", deal.path.child("governance", "text"))
