"""Rights lost on the first day of a default."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.diligence import Diligence, StepIn
from dealcraft.terms.sheet import Sheet


@rule("governance")
def cure_missing(sheet: Sheet) -> Iterator[Finding]:
    """A duty or a trigger has no `cure`: the remedy follows on the day.

    A trial starts a week late, a year's sales fall one unit short. Whoever puts money into an asset wants time to put
    such things right before the rights are gone, more where regulators are in between.

    Source: NVCA / US-BOLT term sheet, diligence and its deferral (read in November 2026).

    *Instead of*

        step_in: {dormant: {when: {annual_net_sales_below: 40m, for: 2 years}, remedy: revert}}

    *Write*

        step_in: {dormant: {when: {annual_net_sales_below: 40m, for: 2 years}, cure: 6 months, remedy: revert}}

    Answer: state it; `cure: 0 days` says that none is meant.
    """
    for path, term in sheet.terms:
        if isinstance(term, Diligence | StepIn) and term.cure is None:
            yield Finding("cure-missing", path.child("cure"), {"remedy": term.remedy})
