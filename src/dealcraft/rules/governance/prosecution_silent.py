"""Patents that nobody is named to keep up or defend."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._granted import hands_over
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields


@rule("governance", before_signing=True)
def prosecution_silent(sheet: Sheet) -> Iterator[Finding]:
    """Patents are licensed, and nothing says who prosecutes, pays for and enforces them.

    A patent lapses when a fee is not paid, and is worth nothing that nobody sues on. Who keeps it up, who may step
    in, who sues first and who keeps what is won decide how long a royalty `until: patents` runs. Asked for before
    signing.

    Source: NVCA / US-BOLT term sheet, prosecution, enforcement and award sharing (read in November 2026).

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, prosecution: licensor, enforcement: licensee first}

    Answer: state both.
    """
    for deal, _ in run_by_words(sheet):
        if not isinstance(deal.agreement, AssignmentFields) and hands_over(sheet, deal, "patent"):
            yield from unsaid("prosecution-silent", deal, "prosecution", "enforcement")
