"""A royalty that goes on when nothing protects the product any more."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._contingent import royalties
from dealcraft.rules._days import day_of
from dealcraft.rules._granted import last_expiry
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import LicenceFields


@rule("economics")
def royalty_outlives_protection(sheet: Sheet) -> Iterator[Finding]:
    """A licence grants only rights that expire, and its royalty goes on after the last of them without a step-down.

    Once anybody may make the product, the licensee alone pays. In the United States a royalty for use after expiry is
    unenforceable; in the EU and Korea it depends on whether the licensee may leave. Parties answer it with an end,
    with a lower rate for know-how after expiry, or with payments for the time before that are only due later.

    Source: Kimble v. Marvel, 576 U.S. 446 (2015); Genentech v. Hoechst, CJEU C-567/14 (2016).

    *Instead of*

        rights: {main: {kind: patent, expires: 2040-01-01}}
        royalty: {rate: 5%}

    *Write*

        royalty: {rate: 5%, until: patents}

    Answer: end it, step it down, or add the know-how that it is paid for.
    """
    for deal in deals(sheet):
        if not isinstance(deal.agreement, LicenceFields):
            continue
        expiry = last_expiry(sheet, deal)
        for path, royalty in royalties(deal):
            lowered = any(getattr(item, "when", None) == "no_valid_claim" for item in royalty.adjust)
            if expiry is None or lowered:
                continue
            until = royalty.until or deal.agreement.grant.until
            end = day_of(until)
            if until is None or (end is not None and end > expiry.day):
                found = "has no end" if until is None else f"goes on until {end}"
                label = Label(expiry.path, "expires-here")
                values = {"found": found, "expires": str(expiry.day)}
                place = path.child("until") if royalty.until is not None else path
                yield Finding("royalty-outlives-protection", place, values, (label,))
