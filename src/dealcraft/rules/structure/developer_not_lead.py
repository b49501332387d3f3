"""A collaboration developed by someone other than its lead."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import Collaboration
from dealcraft.units import Path


@rule("structure")
def developer_not_lead(sheet: Sheet) -> Iterator[Finding]:
    """A collaboration names a `developer` that is not its lead.

    The lead books sales, pays suppliers and asks the other side for its share; the two cannot be different parties.

    *Instead of*

        {kind: collaboration, partner: rhein, lead: rhein, developer: hanbit}

    *Write*

        {kind: collaboration, partner: rhein, lead: hanbit}
    """
    for name, structure in sheet.structures.items():
        if isinstance(structure, Collaboration) and structure.developer:
            lead = structure.lead or structure.partner
            if structure.developer != lead:
                path = Path(("structures", name))
                label = Label(
                    path.child("lead" if structure.lead else "partner"), "lead-here", {"lead": lead}
                )
                values = {"found": structure.developer, "lead": lead}
                yield Finding("developer-not-lead", path.child("developer"), values, (label,))
