"""Sales in one currency, a royalty in another, and no rule between them."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._contingent import royalties
from dealcraft.rules._reading import covered, deals
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import says
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("economics", before_signing=True)
def conversion_silent(sheet: Sheet) -> Iterator[Finding]:
    """A royalty is due on sales in a currency other than the sheet's, and no clause says how it is converted.

    Which rate, of which bank, on which day: the average of the quarter and its last day differ by several percent in
    a bad year, and who reports chooses. `governance.text.conversion` (or `currency`, `exchange`) is the place. Asked
    for before signing.

    Source: list of deal terms: currency of each term and its conversion (WIPO, LES and NVCA forms; read in November
    2026).

    *Instead of*

        markets: {japan: {currency: JPY, ...}}
        royalty: {rate: 5%}

    *Write*

        governance: {text: {conversion: at the average rate of the quarter published by the Bank of Korea}}

    Answer: state the rule.
    """
    home = sheet.valuation.currency
    for deal in deals(sheet):
        if says(deal, "conversion", "currency", "exchange", "fx"):
            continue
        for path, royalty in royalties(deal):
            for market in covered(sheet, deal):
                code = sheet.markets[market].currency
                if code not in (None, home) and (not royalty.markets or market in royalty.markets):
                    label = Label(Path(("markets", market, "currency")), "currency-here")
                    values = {"market": market, "found": str(code), "currency": home}
                    yield Finding("conversion-silent", path, values, (label,))
                    break
