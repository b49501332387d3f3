"""Step-downs and stacking that leave nothing of a royalty."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import royalties
from dealcraft.rules._figures import left_after
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("economics")
def royalty_can_vanish(sheet: Sheet) -> Iterator[Finding]:
    """Applied in their order to the lowest rate, the step-downs and the stacking of a royalty leave nothing, and there
    is no `floor`.

    Each step looks small: half without a valid claim, half of what is owed to others. Together they can use up the
    whole rate, and the owner has given its rights for the upfront. A floor, usually half of the unadjusted royalty,
    keeps that from happening.

    Source: Ardelyx and Sanofi (2014): offsets of 50%, cuts of 50 to 70%, cumulative, over a floor of 1.5 to 2.75%
    (confidence medium); M. Edwards, royalty stacking (read in November 2026).

    *Instead of*

        third_party: {linker: {rate: 6%}}
        royalty: {rate: 5%, adjust: [{step_down: 50%, when: no_valid_claim}, {stacking: 50%}]}

    *Write*

        royalty: {rate: 5%, adjust: [{step_down: 50%, when: no_valid_claim}, {stacking: 50%}], floor: {share: 50%}}

    Answer: add a floor.
    """
    for deal in deals(sheet):
        for path, royalty in royalties(deal):
            left = left_after(sheet, deal, royalty)
            if left is not None and left.rate <= 0 and royalty.floor is None:
                values = {"found": left.before}
                yield Finding("royalty-can-vanish", path.child("adjust"), values)
