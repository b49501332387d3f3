"""Exclusive rights that may lie asleep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._contingent import royalties
from dealcraft.rules._days import day_of
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import LicenceFields

_SHUTS_OUT: Final = ("exclusive", "sole")
_LONG: Final = 10 * 366
"""Days after which an end is no protection any more."""


@rule("rights")
def exclusive_without_diligence(sheet: Sheet) -> Iterator[Finding]:
    """An exclusive licence has no `diligence`, no `step_in`, no `minimum` royalty and no end within ten years.

    Whoever holds exclusive rights may sit on them: the partner's priorities change, it buys a rival product, the
    champion leaves. The owner then has neither royalties nor the right to try elsewhere ("dormancy"). A dated duty, a
    trigger on sales or a yearly minimum brings the rights back or makes it costly to sit on them.

    Source: NVCA / US-BOLT life-science licence term sheet, diligence (read in November 2026); university licences
    that turn exclusive into non-exclusive where reports or efforts stop (filed 2005; read in 2017).

    *Instead of*

        {kind: licence, grant: {exclusivity: exclusive, ...}, payments: {royalty: {rate: 5%}}}

    *Write*

        {..., diligence: {start: {achieve: phase_1 start, by: 2027-06-30, cure: 3 months, remedy: revert}}}

    Answer: state one of them; where the price was paid in full at signing, say so in an answer.
    """
    for deal in deals(sheet):
        agreement = deal.agreement
        if not isinstance(agreement, LicenceFields) or agreement.grant.exclusivity not in _SHUTS_OUT:
            continue
        kept_awake = agreement.diligence or agreement.step_in or _ends_soon(sheet, agreement)
        if not kept_awake and not any(royalty.minimum for _, royalty in royalties(deal)):
            path = deal.path.child("grant", "exclusivity")
            values = {"exclusivity": agreement.grant.exclusivity}
            yield Finding("exclusive-without-diligence", path, values)


def _ends_soon(sheet: Sheet, agreement: LicenceFields) -> bool:
    """Whether the rights come back by themselves before long."""
    end, start = day_of(agreement.grant.until), sheet.effective_date
    return end is not None and start is not None and (end - start).days <= _LONG
