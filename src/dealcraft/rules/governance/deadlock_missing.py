"""A committee that may not agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet

_NONE: Final = ("no", "none", "false")


@rule("governance")
def deadlock_missing(sheet: Sheet) -> Iterator[Finding]:
    """There is a joint committee, and nothing says what follows when its members do not agree.

    A committee of equal seats decides nothing that one side opposes. The usual answers are a casting vote with limits
    (not on the other side's budget, rights or name), an expert for questions of fact, or the chief executives first.

    Source: WIPO, LES and Opteon teaching outlines of licence and collaboration terms (read in November 2026).

    *Instead of*

        governance: {committee: joint, equal seats}

    *Write*

        governance: {committee: joint, equal seats, deadlock: the lead decides within the budget}

    Answer: state who decides, or `deadlock: nothing is done until both agree`.
    """
    for deal, governance in run_by_words(sheet):
        if governance.committee is not None and governance.committee.lower() not in _NONE:
            yield from unsaid("deadlock-missing", deal, "deadlock")
