"""A tier that does not say what is paid in it."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet


@rule("structure")
def tier_without_rate(sheet: Sheet) -> Iterator[Finding]:
    """A tier has neither `rate` nor, where the base is units, `per_unit`.

    A slice without a rate could mean nothing is due there, or that the rate of the slice before it goes on.

    *Instead of*

        tiers: [{up_to: 100m}, {rate: 8%}]

    *Write*

        tiers: [{rate: 0%, up_to: 100m}, {rate: 8%}]
    """
    for path, term in sheet.terms:
        if isinstance(term, Royalty):
            wanted = "per_unit" if term.base == "units" else "rate"
            for index, tier in enumerate(term.tiers or ()):
                if tier.rate is None and tier.per_unit is None:
                    values = {"tier": str(index + 1), "wanted": wanted}
                    yield Finding("tier-without-rate", path.child("tiers", index), values)
