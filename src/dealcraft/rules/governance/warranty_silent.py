"""Rights granted without a word on title."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet


@rule("governance", before_signing=True)
def warranty_silent(sheet: Sheet) -> Iterator[Finding]:
    """Nothing says what is promised of the rights: title, no known claims, validity or none of it.

    A licensee finds out after signing that a co-owner, an inventor or a university has a claim. Who then pays, and up
    to what, is the clause that the price depends on; universities promise title only, or nothing. Asked for before
    signing.

    Source: NVCA / US-BOLT term sheet, warranty (read in November 2026).

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, warranty: title and no known claims}

    Answer: state it; `warranty: none` is an answer.
    """
    for deal, _ in run_by_words(sheet):
        yield from unsaid("warranty-silent", deal, "warranty")
