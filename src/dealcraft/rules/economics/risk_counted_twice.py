"""A discount rate that counts the risk of failing again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealcraft.findings import Finding, Label
from dealcraft.law.benchmarks import without_attrition
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import point
from dealcraft.terms.assets import Phase
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("economics")
def risk_counted_twice(sheet: Sheet) -> Iterator[Finding]:
    """A party discounts at a rate such as investors use for whole ventures, and the sheet has phases that may fail.

    There are two ways to value what may fail: cash flows as planned at a rate that contains the failures (NPV), or
    cash flows times their chance at a rate for the money alone (rNPV). dealcraft does the second. A venture rate on
    top of chances of success counts each failure twice and makes early money look better than it is.

    Source: table in `law/tables/benchmarks/discount.yaml`: rates for money alone of 10.5% (JAMA, 2020; high), 11% and
    15% (cost models, 2000 and 2014), and at most 20% for young companies (2025; low); Avance, NPV against rNPV
    (2011).

    *Instead of*

        parties: {startup: {discount_rate: 30%}}
        development: {phase_2: {success: 40%, ...}}

    *Write*

        parties: {startup: {discount_rate: 13%}}

    Answer: lower the rate; where it holds more than technical risk (no market, no money), say so in an answer.
    """
    risky = next((path for path, term in sheet.terms if isinstance(term, Phase) and _may_fail(term)), None)
    if risky is None:
        return
    limit = without_attrition()
    for path, who, rate in _rates(sheet):
        found = point(rate)
        if float(found) > float(limit.share):
            label = Label(risky.child("success"), "may-fail")
            values = {"party": sheet.party_name(who), "found": str(found), "limit": limit.value}
            yield Finding("risk-counted-twice", path, values, (label,))


def _may_fail(phase: Phase) -> bool:
    return phase.success is not None and float(point(phase.success)) < 1


def _rates(sheet: Sheet) -> Iterator[tuple[Path, str, Any]]:
    for name, party in sheet.parties.items():
        if party.discount_rate is not None:
            yield Path(("parties", name, "discount_rate")), name, party.discount_rate
    for structure, terms in sheet.structures.items():
        for name, rate in terms.discount_rates.items():
            yield Path(("structures", structure, "discount_rates", name)), name, rate
