"""A party that may shelve the asset, and no way to have it back."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import point
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields
from dealcraft.units import Path


@rule("rights")
def shelving_unanswered(sheet: Sheet) -> Iterator[Finding]:
    """The sheet gives the acquiring party a chance of `shelving` the asset, and the agreement has no clause that answers
    it.

    The risk is stated and valued; the term that would bring the asset back is not there. A trigger on shelving, on
    sales or on development spend gives the owner what is left of it.

    Source: earn-outs of life-science acquisitions, of which 9.5% of USD 95.1bn has been paid since 2008 (SRS Acquiom
    in BioSpace, 2025; confidence high).

    *Instead of*

        parties: {rhein: {shelving: 5%}}
        sale: {kind: assignment, assignee: rhein, ...}

    *Write*

        sale: {..., reversion: {shelved: {when: {shelved: true}, cure: 6 months, remedy: revert}}}

    Answer: add the clause, or take `shelving` out of the party where it is not meant.
    """
    for deal in deals(sheet):
        chance = sheet.parties[deal.acquiring].shelving if deal.acquiring in sheet.parties else None
        if chance is None or float(point(chance)) == 0:
            continue
        key = "reversion" if isinstance(deal.agreement, AssignmentFields) else "step_in"
        if not getattr(deal.agreement, key) and not getattr(deal.agreement, "diligence", None):
            label = Label(Path(("parties", deal.acquiring, "shelving")), "chance-here")
            values = {"party": sheet.party_name(deal.acquiring), "found": str(point(chance)), "key": key}
            yield Finding("shelving-unanswered", deal.path.child(key), values, (label,))
