"""A minimum that asks for more than a weak product could pay."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import royalties
from dealcraft.rules._figures import least, royalty_on
from dealcraft.rules._reading import covered, deals
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import highest_year, shortened
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields


@rule("economics")
def minimum_above_sales(sheet: Sheet) -> Iterator[Finding]:
    """The minimum royalty of a year is more than the royalty would be on a quarter of the peak sales that the sheet
    states.

    A minimum protects against a licensee that does not try. Above what a product earns that does a quarter as well as
    planned, it is a second fixed fee: the licensee pays it out of other money or walks away, and the rights come back
    when they are worth least. The quarter is a rule of thumb; peaks are read off the sheet, not from a valuation.

    Source: rule of thumb of this project, after the range of outcomes against forecasts; minimums that follow sales,
    as filed by Citius for Minolok (USD 100k rising to 150k; 2018).

    *Instead of*

        sales: {peak: 40m}
        royalty: {rate: 5%, minimum: {amount: 2m per year}}

    *Write*

        royalty: {rate: 5%, minimum: {amount: 400k per year}}

    Answer: lower it, or answer the finding where the minimum is what buys the exclusivity.
    """
    for deal in deals(sheet):
        if isinstance(deal.agreement, CollaborationFields):
            continue
        for path, royalty in royalties(deal):
            due = [name for name in covered(sheet, deal) if not royalty.markets or name in royalty.markets]
            minimum = least(sheet, royalty)
            if minimum is None or royalty.base not in ("net_sales", "gross_sales") or not due:
                continue
            missing = tuple(f"markets.{name}.sales" for name in due if sheet.markets[name].sales is None)
            peak = sum(highest_year(sheet, sheet.markets[name]) for name in due)
            limit = royalty_on(sheet, royalty, peak / 4)
            if missing:
                yield Finding(
                    "minimum-above-sales", path.child("minimum"), {"lacks": missing[0]}, missing=missing
                )
            elif minimum > limit * (1 + 1e-9):
                values = {"found": shortened(minimum), "limit": shortened(limit)}
                yield Finding("minimum-above-sales", path.child("minimum"), values)
