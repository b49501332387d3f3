"""Sole and exclusive, taken for one another."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import point
from dealcraft.terms.grant import LicenceGrant
from dealcraft.terms.sheet import Sheet


@rule("rights")
def sole_or_exclusive(sheet: Sheet) -> Iterator[Finding]:
    """The sheet says exclusive where it treats the licence as sole, or the other way.

    An exclusive licence shuts out the licensor itself, a sole licence only third parties. In many languages, and in
    not a few contracts, the two are one word. Which is meant decides whether the licensor may sell beside its
    licensee, and in some countries who may sue.

    Source: NVCA / US-BOLT term sheet, licence; WIPO outlines of key licence terms (read in November 2026).

    *Instead of*

        grant: {exclusivity: exclusive, share: 85%, territory: EU}

    *Write*

        grant: {exclusivity: sole, share: 85%, territory: EU}

    Answer: say which is meant, and with `share` who makes the sales under a sole licence.
    """
    for deal in deals(sheet):
        grant = deal.agreement.grant
        if not isinstance(grant, LicenceGrant):
            continue
        path, word, share = deal.path.child("grant"), grant.exclusivity, grant.share
        context = deal.agreement.context or sheet.context
        other = context.deal.exclusivity if context is not None and context.deal is not None else None
        if word == "exclusive" and share is not None and float(point(share)) < 1:
            values = {"found": word, "share": str(point(share))}
            yield Finding("sole-or-exclusive", path.child("share"), values)
        elif {word, other} == {"exclusive", "sole"}:
            values = {"found": word, "other": str(other)}
            yield Finding("sole-or-exclusive", path.child("exclusivity"), values)
        elif word == "sole" and share is None:
            yield Finding("sole-or-exclusive", path.child("exclusivity"))
