"""More than the whole market given to licensees."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._reading import covered, deals
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import point
from dealcraft.terms.grant import LicenceGrant
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("rights")
def shares_exceed_whole(sheet: Sheet) -> Iterator[Finding]:
    """Licences that run side by side in a market are to make more than all of its sales.

    Each `share` says what part of the market's forecast a licensee makes. Two of 60% would sell 120% of what the
    market buys, and both royalties would be counted in full.

    Source: the forecast of a cell belongs to all its sellers (docs/model.md 5).

    *Instead of*

        west: {grant: {exclusivity: co_exclusive, share: 60%, territory: US}}
        east: {grant: {exclusivity: co_exclusive, share: 60%, territory: US}}

    *Write*

        east: {grant: {exclusivity: co_exclusive, share: 40%, territory: US}}

    Answer: lower the shares, or divide the market.
    """
    for name in sheet.structures:
        path, made = Path(("structures", name)), dict[str, list[tuple[Path, float]]]()
        for deal in deals(sheet):
            grant = deal.agreement.grant
            if deal.path[:2] == path and isinstance(grant, LicenceGrant) and grant.share is not None:
                place = deal.path.child("grant", "share")
                for market in covered(sheet, deal):
                    made.setdefault(market, []).append((place, float(point(grant.share))))
        for market, shares in made.items():
            total = sum(share for _, share in shares)
            if len(shares) > 1 and total > 1 + 1e-9:
                values = {"market": market, "found": f"{total:.0%}"}
                labels = tuple(Label(place, "and-here") for place, _ in shares[:-1])
                yield Finding("shares-exceed-whole", shares[-1][0], values, labels)
