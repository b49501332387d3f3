"""A tier of the royalty that the forecast never reaches."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import royalties
from dealcraft.rules._reading import covered, deals
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import amount, most_in_a_year, shortened
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields


@rule("economics")
def tier_out_of_reach(sheet: Sheet) -> Iterator[Finding]:
    """A tier of a yearly royalty begins above the highest sales of a year that the sheet states.

    Its rate is part of every summary of the deal and is paid on nothing. The rate that counts is the one reached:
    `dealcraft value` prints the effective rate.

    Source: effective royalty rates at USD 200m, 500m and 1bn of sales, as deal databases compare them (BioSciDB,
    2017).

    *Instead of*

        sales: {peak: 80m}
        tiers: [{rate: 5%, up_to: 500m}, {rate: 9%}]

    *Write*

        tiers: [{rate: 5%, up_to: 50m}, {rate: 9%}]

    Answer: change the tiers or the forecast.
    """
    for deal in deals(sheet):
        for path, royalty in royalties(deal) if not isinstance(deal.agreement, CollaborationFields) else ():
            due = [name for name in covered(sheet, deal) if not royalty.markets or name in royalty.markets]
            most = most_in_a_year(sheet, due)
            if (
                most is None
                or royalty.accumulate != "year"
                or royalty.base == "units"
                or royalty.base == "profit"
            ):
                continue
            for index, tier in enumerate((royalty.tiers or ())[:-1]):
                if tier.up_to is not None and amount(sheet, tier.up_to) >= most:
                    found = shortened(amount(sheet, tier.up_to))
                    values = {"tier": str(index + 2), "found": found, "limit": shortened(most)}
                    yield Finding("tier-out-of-reach", path.child("tiers", index + 1), values)
                    break
