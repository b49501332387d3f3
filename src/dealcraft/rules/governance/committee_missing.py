"""A collaboration that nobody steers."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields


@rule("governance")
def committee_missing(sheet: Sheet) -> Iterator[Finding]:
    """A collaboration speaks of how it is run and has no `committee`.

    Two sides that share cost decide together on plans and budgets, or one of them decides on the other's money. A
    committee, its seats and what it may not decide are the first page of nearly every agreement to develop together.

    Source: WIPO, LES and Opteon teaching outlines of licence and collaboration terms (read in November 2026).

    *Instead of*

        {kind: collaboration, ..., governance: {improvements: joint}}

    *Write*

        {kind: collaboration, ..., governance: {improvements: joint, committee: joint, equal seats}}

    Answer: state it; `committee: none, the lead decides` is an answer too.
    """
    for deal, _ in run_by_words(sheet):
        if isinstance(deal.agreement, CollaborationFields):
            yield from unsaid("committee-missing", deal, "committee")
