"""A price that hangs on what the buyer does."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import milestones, royalties
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import says
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields


@rule("economics")
def earn_out_unprotected(sheet: Sheet) -> Iterator[Finding]:
    """Rights are sold for a price of which a part depends on later events or sales, and the sheet has no `reversion` and
    no word of efforts.

    After a sale the seller has no rights left, only a claim. Buyers change their plans: of USD 95.1bn of earn-outs in
    life science since 2008, 9.5% has been paid. What sellers ask for is a duty to develop, a date, a trigger that
    brings the rights back, or more money at closing.

    Source: SRS Acquiom in BioSpace (2025; confidence high).

    *Instead of*

        sale: {kind: assignment, payments: {upfront: 5m, milestones: {approved: {pay: 120m, at: approval}}}}

    *Write*

        sale: {..., reversion: {shelved: {when: {shelved: true}, cure: 6 months, remedy: revert}}}

    Answer: add one of them, or answer the finding where the part is small.
    """
    for deal in deals(sheet):
        if not isinstance(deal.agreement, AssignmentFields) or deal.agreement.reversion:
            continue
        later = [*(path for path, _ in royalties(deal)), *(path for path, _ in milestones(deal))]
        if later and not says(deal, "effort", "diligence", "covenant"):
            names = ", ".join(str(path[-1]) for path in later)
            yield Finding("earn-out-unprotected", later[0], {"found": names})
