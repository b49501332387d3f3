"""An agreement under nobody's law."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet


@rule("governance", before_signing=True)
def law_silent(sheet: Sheet) -> Iterator[Finding]:
    """Nothing says whose law governs the agreement.

    Where sides sit in different countries, the law that a court would choose may be one that neither looked at; it
    decides whether a clause on improvements, on the end or on liability holds at all. Asked for before signing.

    Source: NVCA / US-BOLT term sheet, law (read in November 2026).

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, governing_law: KR}

    Answer: state it.
    """
    for deal, _ in run_by_words(sheet):
        yield from unsaid("law-silent", deal, "governing_law")
