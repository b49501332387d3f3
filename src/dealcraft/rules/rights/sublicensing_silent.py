"""An exclusive licence that may or may not be sublicensed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.grant import LicenceGrant
from dealcraft.terms.sheet import Sheet

_SHUTS_OUT: Final = ("exclusive", "sole")


@rule("rights", before_signing=True)
def sublicensing_silent(sheet: Sheet) -> Iterator[Finding]:
    """An exclusive licence does not say whether its licensee may sublicense.

    An exclusive licensee often needs others: a maker, a partner for a country where it has no sales force. The laws
    of the countries that matter fill the gap in opposite ways. Asked for before signing.

    Source: NVCA / US-BOLT life-science licence term sheet, sublicensing (read in November 2026).

    *Instead of*

        grant: {exclusivity: exclusive, territory: worldwide}

    *Write*

        grant: {exclusivity: exclusive, territory: worldwide, sublicensing: {allowed: with_consent, income_share: 20%}}

    Answer: state it; `allowed: no` is an answer.
    """
    for deal in deals(sheet):
        grant = deal.agreement.grant
        if not isinstance(grant, LicenceGrant) or grant.exclusivity not in _SHUTS_OUT:
            continue
        if grant.sublicensing is None or grant.sublicensing.allowed is None:
            path = deal.path.child("grant", "sublicensing", "allowed")
            yield Finding("sublicensing-silent", path, {"exclusivity": grant.exclusivity})
