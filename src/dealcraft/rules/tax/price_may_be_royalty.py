"""A price of rights sold that the payer's law treats as a royalty."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.law.territories import country_name
from dealcraft.law.withholding import price_is_royalty
from dealcraft.rules._crossing import crossings
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields


@rule("tax")
def price_may_be_royalty(sheet: Sheet) -> Iterator[Finding]:
    """Rights are sold across a border, and the law of the payer's country treats their price as a royalty.

    Unless the sheet says otherwise the price is a capital gain from which nothing is withheld. Some countries, Korea
    among them, count the price of rights among royalties and tax it like them; a treaty may make it a capital gain
    again. Which of the two is meant is a matter to settle before signing.

    Source: the dated tables of tax withheld (docs/withholding.md), each value with its source, date and confidence.

    *Instead of*

        sale: {kind: assignment, assignee: buyer, payments: {upfront: 45m}}

    *Write*

        sale: {kind: assignment, assignee: buyer, payments: {upfront: 45m}, tax: {treat_as: income}}
    """
    for crossing in crossings(sheet):
        agreement = crossing.deal.agreement
        if not crossing.price or not isinstance(agreement, AssignmentFields):
            continue
        if agreement.tax is not None and agreement.tax.treat_as is not None:
            continue
        kinds = [k for k in crossing.kinds if price_is_royalty(crossing.home, k, on=crossing.on)]
        if kinds:
            path = crossing.deal.path.child("tax", "treat_as")
            values = {"country": country_name(crossing.home), "kinds": ", ".join(kinds)}
            yield Finding("price-may-be-royalty", path, values)
