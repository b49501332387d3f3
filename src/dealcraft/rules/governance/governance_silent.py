"""An agreement of which the sheet says nothing but its money."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("governance", before_signing=True)
def governance_silent(sheet: Sheet) -> Iterator[Finding]:
    """An agreement has no `governance`: the sheet says what it pays and not how it is run.

    A sheet that compares prices may do without. One that is to be signed is what the contract is drawn up from, and
    what it leaves out the drafter of the contract decides: reports, books, improvements, the end, law and courts.
    Asked for before signing; once a sheet has `governance`, each clause that it lacks is asked for by a rule of its
    own.

    Source: the headings of the NVCA / US-BOLT life-science licence term sheet (CommonAccord form, read in November
    2026).

    *Instead of*

        licence: {kind: licence, licensee: rhein, grant: {...}, payments: {royalty: {rate: 5%}}}

    *Write*

        licence: {..., governance: {reporting: quarterly, improvements: licensor, governing_law: KR}}

    Answer: state the clauses; where a contract is signed already, say so under `governance.text`.
    """
    for deal in deals(sheet):
        if deal.agreement.governance is None:
            yield Finding("governance-silent", deal.path, {"kind": deal.agreement.kind})
