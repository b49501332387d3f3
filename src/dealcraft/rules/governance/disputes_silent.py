"""An agreement without a place to go with a dispute."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet


@rule("governance", before_signing=True)
def disputes_silent(sheet: Sheet) -> Iterator[Finding]:
    """Nothing says where disputes go: courts, arbitration, an expert.

    A judgment of one country is often not enforced in another; an award of arbitrators is, in 170 and more. And a
    question of fact (was the milestone reached?) wants an expert in weeks, not a court in years. Asked for before
    signing.

    Source: NVCA / US-BOLT term sheet, disputes (read in November 2026); New York Convention (1958).

    *Instead of*

        governance: {governing_law: KR}

    *Write*

        governance: {governing_law: KR, dispute_resolution: arbitration in Singapore}

    Answer: state it.
    """
    for deal, _ in run_by_words(sheet):
        yield from unsaid("disputes-silent", deal, "dispute_resolution")
