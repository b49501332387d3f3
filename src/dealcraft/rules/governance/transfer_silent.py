"""Know-how granted and never handed over."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._granted import SECRET, hands_over
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet


@rule("governance")
def transfer_silent(sheet: Sheet) -> Iterator[Finding]:
    """Know-how, data or software are among the rights, and nothing is said of handing them over or of support.

    A patent can be read; know-how has to be shown. Without who comes, for how long and at whose cost, the licensee
    pays for something that it cannot use, and the licensor's engineers work for free or not at all.

    Source: NVCA / US-BOLT term sheet and LES outlines, technology transfer (read in November 2026).

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, technology_transfer: {cost: 2m, at: effective, borne_by: rhein}}

    Answer: state `technology_transfer` or `support`; `technology_transfer: none` is an answer.
    """
    for deal, _ in run_by_words(sheet):
        if hands_over(sheet, deal, *SECRET):
            yield from unsaid("transfer-silent", deal, "technology_transfer", "support")
