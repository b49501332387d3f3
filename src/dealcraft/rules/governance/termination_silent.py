"""An agreement that does not say how it ends."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields


@rule("governance", before_signing=True)
def termination_silent(sheet: Sheet) -> Iterator[Finding]:
    """Nothing says how the agreement may be ended, and what becomes of the rights, the stock and the data then.

    The end is when the two sides stop being friends. Breach and its cure, walking away, insolvency, what is handed
    back, who may sell what is left and which clauses go on: courts fill none of it as the parties would have. Asked
    for before signing.

    Source: NVCA / US-BOLT term sheet, termination (read in November 2026); returns of Hanmi and Sanofi (2015).

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, termination: for breach after 60 days; data and stock go back}

    Answer: state it; `exit`, `diligence` and `step_in` say when rights come back, this clause says the rest.
    """
    for deal, _ in run_by_words(sheet):
        if not isinstance(deal.agreement, AssignmentFields):
            yield from unsaid("termination-silent", deal, "termination")
