"""A lead that may leave its own collaboration."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields


@rule("structure")
def lead_opts_out(sheet: Sheet) -> Iterator[Finding]:
    """The party of an `opt_out` is the lead.

    The lead sells and develops; if it left, nobody would. The other side may leave, or the lead may change.

    *Instead of*

        {lead: rhein, opt_out: {party: rhein, at: phase_2 success}}

    *Write*

        {lead: rhein, opt_out: {party: hanbit, at: phase_2 success}}
    """
    for deal in deals(sheet):
        if isinstance(deal.agreement, CollaborationFields) and deal.agreement.opt_out:
            lead = deal.agreement.lead or deal.agreement.partner
            if deal.agreement.opt_out.party == lead:
                yield Finding("lead-opts-out", deal.path.child("opt_out", "party"), {"found": lead})
