"""An agreement of a party with itself."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields, LicenceFields


@rule("structure")
def same_on_both_sides(sheet: Sheet) -> Iterator[Finding]:
    """One party grants and receives: the licensee, assignee or partner is the owner.

    An agreement with oneself pays nothing to anyone. The owner of an asset is whoever decides, unless it names one.

    *Instead of*

        decides: hanbit
        structures: {licence: {kind: licence, licensee: hanbit, ...}}

    *Write*

        structures: {licence: {kind: licence, licensee: rhein, ...}}
    """
    for deal in deals(sheet):
        if deal.granting == deal.acquiring:
            match deal.agreement:
                case LicenceFields():
                    key = "licensee"
                case AssignmentFields():
                    key = "assignee"
                case _:
                    key = "partner"
            yield Finding("same-on-both-sides", deal.path.child(key), {"found": deal.acquiring, "role": key})
