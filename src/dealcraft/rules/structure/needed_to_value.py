"""What may be left out of a draft and not of a valuation."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import assets_of, cells, deals
from dealcraft.rules._rule import rule
from dealcraft.terms.assets import Asset
from dealcraft.terms.markets import Market
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields
from dealcraft.terms.term import Term
from dealcraft.units import Path


@rule("structure", only_to_value=True)
def needed_to_value(sheet: Sheet) -> Iterator[Finding]:
    """A figure that a valuation cannot do without is missing.

    A term sheet can be checked before anyone has a forecast; to value it takes a structure, the valuation date, a discount rate of
    each party that takes part, the length and the chance of each phase, a forecast of each market, where and how long
    each patent is in force, and the shares of each collaboration. Needed only to value.

    *Instead of*

        phase_2: {cost: 40m}

    *Write*

        phase_2: {duration: 2 years, cost: 40m, success: 38%}
    """
    if not sheet.structures:
        yield _missing(Path(("structures",)))
    if sheet.valuation.date is None:
        yield _missing(Path(("valuation", "date")))
    concerned = {asset for structure in sheet.structures.values() for asset in assets_of(sheet, structure)}
    yield from _of_parties(sheet)
    for name, asset in sheet.assets.items():
        if name in concerned:
            yield from _of_asset(Path(("assets", name)), asset)
    for name, market in cells(sheet, tuple(concerned)):
        yield from _of_market(Path(("markets", name)), market)
    for deal in deals(sheet):
        if isinstance(deal.agreement, CollaborationFields):
            keys = ("profit_share",) if deal.structure.development_costs else ("cost_share", "profit_share")
            for key in keys:
                if not getattr(deal.agreement, key):
                    yield _missing(deal.path.child(key))


def _missing(path: Path) -> Finding:
    place = str(path.parent) or "the sheet"
    return Finding("needed-to-value", path, {"key": str(path[-1]), "place": place})


def _without(path: Path, term: Term, *keys: str) -> Iterator[Finding]:
    for key in keys:
        if getattr(term, key) is None:
            yield _missing(path.child(key))


def _of_parties(sheet: Sheet) -> Iterator[Finding]:
    """Discount rates of all that take part, and the country of both sides where one of them has one."""
    for name, structure in sheet.structures.items():
        inside = [deal for deal in deals(sheet) if deal.path[1] == name]
        owners = {sheet.owner_of(asset) for asset in assets_of(sheet, structure) if asset in sheet.assets}
        taking_part = owners | {side for deal in inside for side in (deal.granting, deal.acquiring)}
        for party in sheet.parties:
            rate = structure.discount_rates.get(party) or sheet.parties[party].discount_rate
            if party in taking_part and rate is None:
                yield _missing(Path(("parties", party, "discount_rate")))
        for deal in inside:
            sides = [side for side in (deal.granting, deal.acquiring) if side in sheet.parties]
            withheld = deal.agreement.payments.withholding
            placed = [side for side in sides if sheet.parties[side].country is not None]
            if len(placed) == 1 and (withheld is None or withheld.rate is None):
                other = next((side for side in sides if side not in placed), None)
                if other is not None:
                    yield _missing(Path(("parties", other, "country")))


def _of_asset(path: Path, asset: Asset) -> Iterator[Finding]:
    for name, phase in asset.development.items():
        yield from _without(path.child("development", name), phase, "duration", "success")
    for name, right in asset.rights.items():
        if right.kind in ("patent", "design"):
            yield from _without(path.child("rights", name), right, "expires", "countries")


def _of_market(path: Path, market: Market) -> Iterator[Finding]:
    if market.sales is None:
        yield _missing(path.child("sales"))
    elif not (market.sales.peak or market.sales.by_year or market.sales.calendar):
        empty = (
            "calendar"
            if market.sales.calendar is not None
            else "by_year"
            if market.sales.by_year is not None
            else "peak"
        )
        yield _missing(path.child("sales", empty))
    elif market.sales.peak is not None:
        yield from _without(path.child("sales"), market.sales, "time_to_peak")
