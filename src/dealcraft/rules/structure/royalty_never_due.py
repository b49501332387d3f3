"""A royalty that has ended before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import Deal, deal_at, touched
from dealcraft.rules._rule import rule
from dealcraft.terms.events import Exclusivity, Patents, moments
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet


@rule("structure")
def royalty_never_due(sheet: Sheet) -> Iterator[Finding]:
    """A royalty lasts until `patents` or `exclusivity`, and none of its markets has either.

    A cell without a granted patent of the deal has no patent expiry, one without `exclusivity_ends` no exclusivity.
    Where nothing is left of `until`, no royalty is due there.

    *Instead of*

        assets: {hb12: {rights: {process: {kind: know_how}}}}
        royalty: {rate: 5%, until: patents}

    *Write*

        royalty: {rate: 5%, until: {latest_of: [patents, first sale + 10 years]}}
    """
    for path, term in sheet.terms:
        if isinstance(term, Royalty) and term.until is not None and (deal := deal_at(sheet, path)):
            anchors = [moment.anchor for _, moment in moments(term.until)]
            markets = [name for name in touched(sheet, deal) if not term.markets or name in term.markets]
            ends = (Patents() in anchors and _patents(sheet, deal, markets)) or (
                Exclusivity() in anchors and any(sheet.markets[name].exclusivity_ends for name in markets)
            )
            if markets and not ends and all(isinstance(anchor, Patents | Exclusivity) for anchor in anchors):
                yield Finding("royalty-never-due", path.child("until"), {"found": str(term.until)})


def _patents(sheet: Sheet, deal: Deal, markets: list[str]) -> bool:
    """Whether a granted patent of the deal is in force in one of *markets*, as far as the sheet says where."""
    for asset in deal.assets:
        for name, right in sheet.assets[asset].rights.items() if asset in sheet.assets else ():
            granted = not deal.agreement.grant.rights or name in deal.agreement.grant.rights
            if granted and right.kind == "patent" and right.status == "granted":
                where = right.countries
                if where is None or any(where.meets(sheet.markets[market].territory) for market in markets):
                    return True
    return False
