"""A tier that never ends, with others after it."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._rule import rule
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet


@rule("structure")
def tier_without_end(sheet: Sheet) -> Iterator[Finding]:
    """A tier without `up_to` stands before another.

    Only the last tier is open: one that never ends leaves nothing for the tiers after it.

    *Instead of*

        tiers: [{rate: 6%}, {rate: 8.5%, up_to: 800m}]

    *Write*

        tiers: [{rate: 6%, up_to: 300m}, {rate: 8.5%, up_to: 800m}]
    """
    for path, term in sheet.terms:
        if isinstance(term, Royalty) and term.tiers:
            for index, tier in enumerate(term.tiers[:-1]):
                if tier.up_to is None:
                    values = {"tier": str(index + 1), "after": str(index + 2)}
                    label = Label(path.child("tiers", index + 1), "never-reached", {"tier": str(index + 2)})
                    yield Finding("tier-without-end", path.child("tiers", index), values, (label,))
