"""Secrets handed over without a word on keeping them."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._granted import SECRET, hands_over
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet


@rule("governance", before_signing=True)
def confidentiality_silent(sheet: Sheet) -> Iterator[Finding]:
    """Know-how, data or software are among the rights, and nothing says how long secrets are kept.

    A secret that is handed over without a duty to keep it is no secret before the law any more; know-how then has no
    life of its own, and a royalty on it no ground. Asked for before signing.

    Source: NVCA / US-BOLT term sheet (read in November 2026); Directive (EU) 2016/943 art. 2 (reasonable steps to
    keep it secret).

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, confidentiality: ten years after the end}

    Answer: state it, or that a separate agreement of a date goes on.
    """
    for deal, _ in run_by_words(sheet):
        if hands_over(sheet, deal, *SECRET):
            yield from unsaid("confidentiality-silent", deal, "confidentiality", "secrecy")
