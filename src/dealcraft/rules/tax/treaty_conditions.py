"""A treaty's rate whose conditions nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.law.territories import country_name
from dealcraft.law.withholding import percent
from dealcraft.rules._crossing import crossings
from dealcraft.rules._rule import rule
from dealcraft.terms.border import facts_of
from dealcraft.terms.sheet import Sheet


@rule("tax", before_signing=True)
def treaty_conditions(sheet: Sheet) -> Iterator[Finding]:
    """A payment bears the rate of a treaty, and the sheet does not say that its payee is the beneficial owner and has
    shown its residence.

    A treaty's rate is for residents who own what they are paid; most countries ask for papers before the payment, and
    take their own rate without them: 22% in place of 10 or 15% from Korea. Which papers is a point for the signing
    list. Asked for before signing.

    Source: the dated tables of tax withheld (docs/withholding.md), each with its conditions; OECD Model Tax
    Convention art. 12 (2017).

    *Instead of*

        withholding: {rate: 10%}

    *Write*

        withholding: {rate: 10%}
        context: {parties: {beneficial_owner: true, residence_shown: true}}

    Answer: state both once they are known.
    """
    for crossing in crossings(sheet):
        answer, deal = crossing.answer, crossing.deal
        treaty = answer.basis.startswith("treaty")
        if not crossing.withheld or not treaty or not answer.conditions:
            continue
        stated = facts_of(sheet, deal.agreement, deal.assets, crossing.home)
        lacks = [name for name in ("beneficial_owner", "residence_shown") if stated.get(name) is None]
        if lacks:
            values = {
                "rate": percent(answer.upper), "payer": country_name(crossing.home),
                "payee": country_name(crossing.abroad), "lacks": " and ".join(lacks),
            }  # fmt: skip
            yield Finding("treaty-conditions", crossing.path, values)
