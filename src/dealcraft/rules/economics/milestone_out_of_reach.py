"""A milestone on sales that the forecast never reaches."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import milestones
from dealcraft.rules._reading import covered, deals
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import amount, most_in_a_year, shortened
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields


@rule("economics")
def milestone_out_of_reach(sheet: Sheet) -> Iterator[Finding]:
    """A milestone is due at a level of yearly sales that the markets of the agreement reach in no case that the sheet
    states.

    The headline counts it, the valuation never pays it. Either the forecast is too low, or the milestone is there to
    make the headline larger. The highest case of uncertain sales is taken, all markets together; markets that grow
    after their peak are left alone.

    Source: events on commercial milestones met in 3% of cases (SRS Acquiom, 2023; confidence medium).

    *Instead of*

        sales: {peak: {triangular: [100m, 300m, 500m]}}
        milestones: {double: {pay: 200m, when: {annual_net_sales: 2bn}}}

    *Write*

        milestones: {double: {pay: 200m, when: {annual_net_sales: 400m}}}

    Answer: change one of the two, or answer the finding where the headline is meant to be read so.
    """
    for deal in deals(sheet):
        if isinstance(deal.agreement, CollaborationFields):
            continue
        most = most_in_a_year(sheet, covered(sheet, deal))
        for path, milestone in milestones(deal):
            level = milestone.when.annual_net_sales if milestone.when is not None else None
            if level is not None and most is not None and amount(sheet, level) > most * (1 + 1e-9):
                values = {
                    "name": str(path[-1]),
                    "found": shortened(amount(sheet, level)),
                    "limit": shortened(most),
                }
                yield Finding("milestone-out-of-reach", path.child("when", "annual_net_sales"), values)
