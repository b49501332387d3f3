"""Improvements that belong to nobody yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._granted import hands_over
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields

_IMPROVED: Final = ("patent", "know_how", "software")


@rule("rights")
def improvements_silent(sheet: Sheet) -> Iterator[Finding]:
    """Technology is licensed or developed together, and `governance` does not say who owns improvements.

    In five years the product rests on what was improved since. Without a clause each side owns what its people
    invent, co-owners block each other, and the law of each country divides it differently. Some laws look closely at
    clauses that give all of it to the licensor; the rules of law say so.

    Source: NVCA / US-BOLT life-science licence term sheet, improvements (read in November 2026).

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, improvements: grant_back_non_exclusive}

    Answer: state it, or under `covenants` that `improvement_ownership_stated: true`.
    """
    for deal, _ in run_by_words(sheet):
        covenants = deal.agreement.covenants
        stated = covenants is not None and (covenants.improvement_ownership_stated or covenants.grant_back)
        shared = not isinstance(deal.agreement, AssignmentFields) and hands_over(sheet, deal, *_IMPROVED)
        if shared and not stated:
            yield from unsaid("improvements-silent", deal, "improvements")
