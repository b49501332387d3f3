"""Exclusivity that is promised for longer than there is something to promise."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._days import day_of
from dealcraft.rules._granted import last_expiry
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import LicenceFields


@rule("rights")
def grant_outlives_rights(sheet: Sheet) -> Iterator[Finding]:
    """The grant ends on a date after the last of the rights granted has expired.

    From the expiry on anybody may do what the licence allows; what binds the licensee after it (a field, a territory,
    a payment) binds it alone, and authorities look at such clauses. Where know-how or a name goes along, list it
    among the rights.

    Source: Kimble v. Marvel, 576 U.S. 446 (2015), on payments after expiry; KFTC review guidelines (2016).

    *Instead of*

        rights: {main: {kind: patent, expires: 2040-01-01}}
        grant: {exclusivity: exclusive, until: 2045-01-01}

    *Write*

        grant: {exclusivity: exclusive, until: 2040-01-01}

    Answer: shorten it, or add the rights that go on.
    """
    for deal in deals(sheet):
        if not isinstance(deal.agreement, LicenceFields):
            continue
        end, expiry = day_of(deal.agreement.grant.until), last_expiry(sheet, deal)
        if end is not None and expiry is not None and end > expiry.day:
            label = Label(expiry.path, "expires-here", {"day": str(expiry.day)})
            values = {"found": str(end), "expires": str(expiry.day)}
            yield Finding("grant-outlives-rights", deal.path.child("grant", "until"), values, (label,))
