"""Two markets that count the same sales."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from dealcraft.findings import Finding, Label
from dealcraft.law.territories import describe
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("structure")
def markets_overlap(sheet: Sheet) -> Iterator[Finding]:
    """Two markets of one asset share countries and field of use.

    Markets are cells: every sale belongs to one of them. Where two overlap, the same sales are counted twice.

    *Instead of*

        us: {territory: US}
        row: {territory: worldwide}

    *Write*

        us: {territory: US}
        row: {territory: {include: [worldwide], except: [US]}}
    """
    for (one, first), (two, second) in combinations(sheet.markets.items(), 2):
        asset = sheet.asset_of(one)
        if asset != sheet.asset_of(two) or (asset is None and sheet.assets):
            continue
        if first.territory.meets(second.territory) and first.field.meets(second.field):
            shared = describe(first.territory.countries & second.territory.countries)
            label = Label(Path(("markets", one, "territory")), "other-market", {"other": one})
            values = {"found": two, "other": one, "shared": shared}
            yield Finding("markets-overlap", Path(("markets", two, "territory")), values, (label,))
