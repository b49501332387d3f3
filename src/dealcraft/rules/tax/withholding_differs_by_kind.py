"""Rights of several kinds whose payments bear different rates of tax."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.law.withholding import percent
from dealcraft.rules._crossing import crossings
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("tax")
def withholding_differs_by_kind(sheet: Sheet) -> Iterator[Finding]:
    """The rights granted are of several kinds, and the tax withheld differs by kind.

    A treaty may take 15% of what is paid for a patent and 10% for a copyright. A sheet that does not divide the payment
    is valued at the highest rate on all of it. The parties may divide it, or state the rate of the mix.

    Source: the dated tables of tax withheld (docs/withholding.md), each value with its source, date and confidence.

    *Instead of*

        grant: {rights: [patents, code], territory: worldwide, exclusivity: exclusive}

    *Write*

        payments: {withholding: {rate: 13%}}
    """
    for crossing in crossings(sheet):
        if crossing.stated or not crossing.withheld:
            continue
        answers = dict(crossing.answers())
        if len({answer.upper for answer in answers.values()}) > 1:
            found = ", ".join(f"{kind} {percent(answer.upper)}" for kind, answer in answers.items())
            taken = percent(max(answer.upper for answer in answers.values()))
            yield Finding("withholding-differs-by-kind", crossing.path, {"found": found, "taken": taken})
