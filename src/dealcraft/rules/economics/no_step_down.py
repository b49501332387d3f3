"""The full rate after the patents."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import royalties
from dealcraft.rules._granted import hands_over
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.events import LatestOf, Patents, moments
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import LicenceFields


@rule("economics")
def no_step_down(sheet: Sheet) -> Iterator[Finding]:
    """A royalty runs to the latest of the patents and something else, and no step-down lowers it without a valid claim.

    After the last patent the licensee competes with all comers and pays what it paid under protection. Most term
    sheets halve the rate then; competition authorities of several countries look at it too.

    Source: NVCA / US-BOLT life-science licence term sheet: half the rate without a valid claim (read in November
    2026).

    *Instead of*

        royalty: {rate: 6%, until: {latest_of: [patents, first sale + 10 years]}}

    *Write*

        royalty: {rate: 6%, until: {latest_of: [patents, first sale + 10 years]}, adjust: [{step_down: 50%, when: no_valid_claim}]}

    Answer: add it, or answer the finding where know-how carries the full rate.
    """
    for deal in deals(sheet):
        if not isinstance(deal.agreement, LicenceFields) or not hands_over(sheet, deal, "patent"):
            continue
        for path, royalty in royalties(deal):
            lowered = any(getattr(item, "when", None) == "no_valid_claim" for item in royalty.adjust)
            events = list(moments(royalty.until)) if isinstance(royalty.until, LatestOf) else []
            if not lowered and any(isinstance(moment.anchor, Patents) for _, moment in events):
                yield Finding("no-step-down", path.child("until"), {"found": str(royalty.until)})
