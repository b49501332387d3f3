"""A market in which none of the rights granted is in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding, Label
from dealcraft.rules._contingent import royalties
from dealcraft.rules._granted import granted
from dealcraft.rules._reading import covered, deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

_REGISTERED: Final = ("patent", "design", "trademark")


@rule("rights")
def unprotected_market(sheet: Sheet) -> Iterator[Finding]:
    """A royalty is due in a market where no right that is granted is in force, and no know-how goes along.

    There anybody may sell the product, and the licensee alone pays. Licensees ask for a lower rate there; some
    authorities look at royalties on what is not protected. What is paid there may be for know-how: then list it among
    the rights.

    Source: NVCA / US-BOLT term sheet: the rate is halved where no valid claim covers the product (read in November
    2026).

    *Instead of*

        rights: {main: {kind: patent, countries: [US]}}
        grant: {exclusivity: exclusive, territory: worldwide}
        royalty: {rate: 5%}

    *Write*

        royalty: {rate: 5%, adjust: [{step_down: 50%, when: no_valid_claim}]}

    Answer: add the step-down, the right, or know-how.
    """
    for deal in deals(sheet):
        rights = [right for _, right in granted(sheet, deal)]
        if not rights or any(right.kind not in _REGISTERED or right.countries is None for right in rights):
            continue
        where = frozenset[str]().union(*(right.countries.countries for right in rights if right.countries))
        for path, royalty in royalties(deal):
            lowered = any(getattr(item, "when", None) == "no_valid_claim" for item in royalty.adjust)
            for market in () if lowered else covered(sheet, deal):
                due = not royalty.markets or market in royalty.markets
                if due and not where & sheet.markets[market].territory.countries:
                    label = Label(Path(("markets", market, "territory")), "market-here")
                    yield Finding("unprotected-market", path, {"market": market}, (label,))
                    break
