"""Foreign tax whose later credit is not known."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.law.income_tax import credit_rule
from dealcraft.law.territories import country_name
from dealcraft.rules._crossing import Crossing, crossings
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("tax")
def credit_not_known(sheet: Sheet) -> Iterator[Finding]:
    """Tax will be withheld from a party, and how long its country lets unused foreign tax be credited is not known.

    Foreign tax is credited against the tax of the year on foreign income; what the limit leaves unused may be credited
    in later years, as the party's country allows. Where neither the sheet nor the dated table tells for how long, a
    valuation credits it in no later year, and reports what is lost.

    Source: the dated tables of income tax (docs/withholding.md), each value with its source, date and confidence.

    *Instead of*

        licensor: {country: SG, tax_rate: 17%}

    *Write*

        licensor: {country: SG, tax_rate: 17%, foreign_tax_credit: {carry_forward: 5 years}}
    """
    told = set[str]()
    for crossing in crossings(sheet):
        party = sheet.parties[crossing.payee]
        if crossing.payee in told or party.tax_rate is None or party.foreign_tax_credit is not None:
            continue
        if _taxed(crossing) and credit_rule(crossing.abroad, crossing.on) is None:
            told.add(crossing.payee)
            path = Path(("parties", crossing.payee, "foreign_tax_credit"))
            yield Finding("credit-not-known", path, {"country": country_name(crossing.abroad)})


def _taxed(crossing: Crossing) -> bool:
    """Whether something may be withheld: the sheet states a rate, or the table's is not 0."""
    return crossing.withheld and (crossing.stated or crossing.answer.upper > 0)
