"""An agreement that may or may not be passed on."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet


@rule("governance", before_signing=True)
def contract_assignment_silent(sheet: Sheet) -> Iterator[Finding]:
    """Nothing says whether the contract may be passed on, and what a change of control does.

    Small owners are bought, programmes are sold. Whether the contract goes along without asking is worth part of the
    price to the buyer, and the choice of its partner to the other side; the laws of two countries answer differently.
    Asked for before signing.

    Source: NVCA / US-BOLT term sheet, assignment (read in November 2026).

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, contract_assignment: with consent, except to who buys the business}

    Answer: state it, a change of control included.
    """
    for deal, _ in run_by_words(sheet):
        yield from unsaid("contract-assignment-silent", deal, "contract_assignment", "change_of_control")
