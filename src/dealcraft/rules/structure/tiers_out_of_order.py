"""Tiers that end before they begin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dealcraft.findings import Finding, Label
from dealcraft.rules._rule import rule
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Money


@rule("structure")
def tiers_out_of_order(sheet: Sheet) -> Iterator[Finding]:
    """A tier ends no higher than the one before it.

    Tiers are slices of the base, each beginning where the one before it ends. A tier that ends earlier is never
    reached, so that the sheet says one rate and pays another.

    *Instead of*

        tiers: [{rate: 6%, up_to: 400m}, {rate: 8.5%, up_to: 300m}, {rate: 11%}]

    *Write*

        tiers: [{rate: 6%, up_to: 300m}, {rate: 8.5%, up_to: 400m}, {rate: 11%}]
    """
    for path, term in sheet.terms:
        if isinstance(term, Royalty):
            ends = [(index, tier.up_to) for index, tier in enumerate(term.tiers or ())]
            plain = [(index, end) for index, end in ends if isinstance(end, Money)]
            for (before, low), (index, high) in pairwise(plain):
                if high.currency == low.currency and high.amount <= low.amount:
                    values = {
                        "tier": str(index + 1),
                        "found": str(high),
                        "other": str(before + 1),
                        "before": str(low),
                    }
                    label = Label(path.child("tiers", before), "tier-ends-here", {"tier": str(before + 1)})
                    yield Finding("tiers-out-of-order", path.child("tiers", index), values, (label,))
