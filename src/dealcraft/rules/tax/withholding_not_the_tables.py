"""A rate of tax withheld that is not the one in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dealcraft.findings import Finding
from dealcraft.law.territories import country_name
from dealcraft.law.withholding import percent
from dealcraft.rules._crossing import crossings
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import point
from dealcraft.terms.sheet import Sheet


@rule("tax")
def withholding_not_the_tables(sheet: Sheet) -> Iterator[Finding]:
    """The sheet states a rate of tax withheld, and the dated table has a certain answer that is another one.

    The sheet's rate is taken. It may be right (a facts-based relief, a mix of rights, a new protocol) or from memory:
    a common slip is a treaty rate without the local surtax that some countries add (Korea: 15% becomes 16.5%).

    Source: the dated tables of tax withheld (docs/withholding.md).

    *Instead of*

        licensee: {country: KR}, licensor: {country: US}
        withholding: {rate: 15%}

    *Write*

        withholding: {rate: 16.5%}

    Answer: correct it, or say why it applies.
    """
    for crossing in crossings(sheet):
        terms = crossing.deal.agreement.payments.withholding
        if terms is None or terms.rate is None or terms.use or not crossing.withheld:
            continue
        rates = {answer.upper for _, answer in crossing.answers()} | {crossing.answer.upper}
        found = Decimal(str(float(point(terms.rate))))
        if crossing.answer.certain and not min(rates) <= found <= max(rates):
            values = {
                "found": str(point(terms.rate)), "payer": country_name(crossing.home),
                "payee": country_name(crossing.abroad), "rate": percent(crossing.answer.upper),
                "basis": crossing.answer.basis.split(":")[0], "as_of": str(crossing.answer.as_of),
                "confidence": crossing.answer.confidence, "home": crossing.home, "abroad": crossing.abroad,
            }  # fmt: skip
            yield Finding("withholding-not-the-tables", crossing.path, values)
