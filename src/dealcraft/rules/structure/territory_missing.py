"""A licence or collaboration that does not say where."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("structure")
def territory_missing(sheet: Sheet) -> Iterator[Finding]:
    """The grant of a licence or of a collaboration has no `territory`.

    Where the rights go is what the owner parts with; only a sale is worldwide unless it says otherwise.

    *Instead of*

        grant: {exclusivity: exclusive}

    *Write*

        grant: {exclusivity: exclusive, territory: worldwide}
    """
    for deal in deals(sheet):
        if deal.territory is None:
            yield Finding("territory-missing", deal.path.child("grant"), {"kind": deal.agreement.kind})
