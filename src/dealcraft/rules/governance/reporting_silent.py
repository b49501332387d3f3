"""Money that hangs on sales, and no word of reports."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import on_sales
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, says
from dealcraft.terms.sheet import Sheet


@rule("governance", before_signing=True)
def reporting_silent(sheet: Sheet) -> Iterator[Finding]:
    """Something is paid by sales, and `governance` does not say how often sales are reported.

    Royalties are due on a report. Without its rhythm, and what it contains, neither side can say when a payment is
    late. Asked for before signing.

    Source: NVCA / US-BOLT term sheet, royalty reports (read in November 2026); NIH exclusive patent licence (2020).

    *Instead of*

        governance: {improvements: licensor}

    *Write*

        governance: {improvements: licensor, reporting: quarterly}

    Answer: state it.
    """
    for deal, _ in run_by_words(sheet):
        found = next(on_sales(deal), None)
        if found is not None and not says(deal, "reporting"):
            path = deal.path.child("governance", "reporting")
            yield Finding("reporting-silent", path, {"found": str(found.name)})
