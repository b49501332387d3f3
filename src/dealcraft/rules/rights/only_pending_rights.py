"""A price for patents of which none is granted."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._granted import granted
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("rights")
def only_pending_rights(sheet: Sheet) -> Iterator[Finding]:
    """All patents of an agreement are applications.

    An application may never issue, or with claims that leave the product out. A royalty `until: patents` counts none
    of them, so that it may never be due; term sheets say what is paid on an application, and for how long (five to
    seven years are seen).

    Source: NVCA / US-BOLT life-science licence term sheet, patent rights and valid claim (read in November 2026).

    *Instead of*

        rights: {main: {kind: patent, status: pending, expires: 2044-01-01}}
        royalty: {rate: 5%, until: patents}

    *Write*

        royalty: {rate: 5%, until: {latest_of: [patents, first sale + 10 years]}, adjust: [{step_down: 50%, when: no_valid_claim}]}

    Answer: give the royalty an end that does not hang on the applications, or add the granted patents.
    """
    for deal in deals(sheet):
        patents = [(path, right) for path, right in granted(sheet, deal) if right.kind == "patent"]
        others = any(right.kind != "patent" for _, right in granted(sheet, deal))
        if patents and not others and all(right.status == "pending" for _, right in patents):
            names = ", ".join(str(path[-1]) for path, _ in patents)
            yield Finding("only-pending-rights", deal.path.child("grant", "rights"), {"found": names})
