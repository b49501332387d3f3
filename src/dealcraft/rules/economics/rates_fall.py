"""A royalty that gets cheaper as sales grow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dealcraft.findings import Finding, Label
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import point
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet


@rule("economics")
def rates_fall(sheet: Sheet) -> Iterator[Finding]:
    """The rate of a tier is lower than that of the tier before it.

    Falling rates exist (15% up to a level and 5% above it, in a respiratory franchise), where volume is what the
    licensor wants. More often two rates were exchanged: in most licences the owner shares more of a success.

    Source: GSK and Innoviva, 15% to USD 3bn and 5% above (filings; 2014 and later).

    *Instead of*

        tiers: [{rate: 8%, up_to: 100m}, {rate: 6%}]

    *Write*

        tiers: [{rate: 6%, up_to: 100m}, {rate: 8%}]

    Answer: exchange them, or answer the finding where they are meant to fall.
    """
    for path, term in sheet.terms:
        if not isinstance(term, Royalty) or not term.tiers:
            continue
        rates = [tier.per_unit if tier.rate is None else tier.rate for tier in term.tiers]
        for index, (one, two) in enumerate(pairwise(rates)):
            if one is not None and two is not None and float(point(two)) < float(point(one)):
                values = {"tier": str(index + 2), "found": str(point(two)), "before": str(point(one))}
                label = Label(path.child("tiers", index), "before-here")
                yield Finding("rates-fall", path.child("tiers", index + 1), values, (label,))
