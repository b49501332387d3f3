"""Sublicences allowed, and no word of what they bring."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import LicenceFields


@rule("rights")
def sublicence_income_silent(sheet: Sheet) -> Iterator[Finding]:
    """The licensee may sublicense, and no `income_share` says what part of the income goes up.

    A sublicensee may pay an upfront and milestones that are no net sales, so that a royalty catches none of it.
    Shares of 3.5 to 8% (CytomX to its university, 2020) and 10% (express licences, 2020) are published; the earlier
    the licence, the higher.

    Source: CytomX to UCSB, computed from filings (2020; confidence high); Florida Atlantic express licence (2020).

    *Instead of*

        sublicensing: {allowed: with_consent}

    *Write*

        sublicensing: {allowed: with_consent, income_share: 20%}

    Answer: state the share; 0% is an answer.
    """
    for deal in deals(sheet):
        terms = deal.agreement.grant.sublicensing if isinstance(deal.agreement, LicenceFields) else None
        if terms is not None and terms.allowed in ("yes", "with_consent") and terms.income_share is None:
            how = "with consent" if terms.allowed == "with_consent" else ""
            path = deal.path.child("grant", "sublicensing", "income_share")
            yield Finding("sublicence-income-silent", path, {"how": how})
