"""An owner that would make all of the forecast by itself, because nothing says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import Retain
from dealcraft.units import Path


@rule("economics")
def capability_silent(sheet: Sheet) -> Iterator[Finding]:
    """Keeping the asset is compared with a deal, and nothing says what the owner would make of the markets itself.

    A market's `sales` are those of a fully capable seller, and a party without `capability` is one: it reaches all of
    them, at once, with development at the stated cost, time and chance. Of a university, a biotech or a holder of
    patents that makes nothing this is seldom so, and it is what decides whether keeping is better than any deal.

    Source: what a party sells of a market's potential (docs/model.md 4, Market).

    *Instead of*

        parties: {institute: {country: KR, discount_rate: 10%}}

    *Write*

        parties: {institute: {country: KR, discount_rate: 10%, capability: {sales: 20%, launch_delay: 2 years}}}

    Answer: state what it reaches; `capability: {sales: 100%}` says that all of it is meant.
    """
    kept = next((name for name, one in sheet.structures.items() if isinstance(one, Retain)), None)
    if kept is None or len(sheet.structures) < 2:
        return
    sold = {
        asset for asset in sheet.assets for market in sheet.markets.values() if market.asset in (None, asset)
    }
    for owner in dict.fromkeys(sheet.owner_of(asset) for asset in sheet.assets if asset in sold):
        if owner in sheet.parties and sheet.parties[owner].capability is None:
            values = {"owner": sheet.party_name(owner), "structure": kept}
            yield Finding("capability-silent", Path(("parties", owner, "capability")), values)
