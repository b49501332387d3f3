"""Tax withheld at a rate that neither the sheet nor the dated table settles."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.law.facts import FACTS
from dealcraft.law.withholding import percent
from dealcraft.rules._crossing import crossings
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("tax")
def withholding_uncertain(sheet: Sheet) -> Iterator[Finding]:
    """A payment crosses a border, the sheet states no rate of tax withheld, and the dated table has no certain answer.

    A treaty may lower the rate, a kind of right may belong to another class, two countries' tables may differ. A
    valuation takes the highest rate that could apply, so that it promises the payee no more than is sure. Facts that
    would settle the rate stand under `context.parties`.

    Source: the dated tables of tax withheld (docs/withholding.md), each value with its source, date and confidence.

    *Instead of*

        payments: {royalty: {rate: 5%}}

    *Write*

        payments: {royalty: {rate: 5%}, withholding: {rate: 10%}}
    """
    for crossing in crossings(sheet):
        if crossing.stated or not crossing.withheld:
            continue
        answer = crossing.answer
        if not answer.certain:
            values = {
                "payer": crossing.home,
                "payee": crossing.abroad,
                "doubt": answer.doubt.rstrip("."),
                "upper": percent(answer.upper),
                "facts": "; ".join(f"{name} ({FACTS[name]})" for name in answer.settled_by),
            }
            yield Finding("withholding-uncertain", crossing.path, values)
