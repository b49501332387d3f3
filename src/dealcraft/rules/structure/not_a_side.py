"""A party with a part in an agreement that it is no side of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._reading import deal_at
from dealcraft.rules._references import Places, references
from dealcraft.rules._rule import rule
from dealcraft.terms.governance import TechnologyTransfer
from dealcraft.terms.milestones import Milestone
from dealcraft.terms.payments import Equity, Fee, Funding, Instalment, Payments, SuccessFee
from dealcraft.terms.sharing import OptIn, Option, OptOut
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields

_PLACES: Final[Places] = {
    CollaborationFields: ("lead", "cost_share", "profit_share", "cost_cap"),
    OptOut: ("party",),
    OptIn: ("party", "cost_share", "profit_share"),
    Option: ("holder",),
    Payments: ("payer",),
    Instalment: ("payer",),
    Fee: ("payer",),
    Funding: ("payer",),
    Equity: ("payer",),
    SuccessFee: ("payer",),
    Milestone: ("payer",),
    TechnologyTransfer: ("borne_by",),
}


@rule("structure")
def not_a_side(sheet: Sheet) -> Iterator[Finding]:
    """A party that is neither the granting nor the acquiring side leads, pays, shares or holds a right.

    An agreement has two sides; what one pays the other receives. A third party needs an agreement of its own, in a
    package.

    *Instead of*

        kind: licence
        licensee: rhein
        payments: {upfront: 30m, payer: boston}

    *Write*

        payments: {upfront: 30m}
    """
    for found in references(sheet, _PLACES):
        deal = deal_at(sheet, found.path)
        if deal is None or not {found.name, deal.granting, deal.acquiring} <= sheet.parties.keys():
            continue
        if found.name not in (deal.granting, deal.acquiring):
            values = {"found": found.name, "one": deal.granting, "other": deal.acquiring}
            yield Finding("not-a-side", found.path, values, at=found.at)
