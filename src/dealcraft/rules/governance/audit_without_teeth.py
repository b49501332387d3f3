"""A right of audit that costs the payer nothing to lose."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("governance")
def audit_without_teeth(sheet: Sheet) -> Iterator[Finding]:
    """An audit right does not say how far back it reaches, or from which shortfall on the payer bears its cost.

    Without `lookback` the books of old years may be gone when somebody asks; without `cost_shift_above` an audit
    costs the payee more than a small shortfall is worth, so small shortfalls stay. Term sheets put the shift at 5 to
    10%.

    Source: NVCA / US-BOLT term sheet, audit (read in November 2026); Invotex 2016: 40% of audits found a shortfall of
    10% or less.

    *Instead of*

        audit: {every: 1 years}

    *Write*

        audit: {every: 1 years, lookback: 3 years, cost_shift_above: 5%}

    Answer: state both.
    """
    for deal in deals(sheet):
        audit = deal.agreement.governance.audit if deal.agreement.governance else None
        if audit is not None:
            path = deal.path.child("governance", "audit")
            if audit.lookback is None:
                mend = "say how many years back: `lookback: 3 years`"
                yield Finding(
                    "audit-without-teeth", path.child("lookback"), {"lacks": "lookback", "mend": mend}
                )
            if audit.cost_shift_above is None:
                mend = "say from which shortfall on the payer bears the cost: `cost_shift_above: 5%`"
                values = {"lacks": "cost_shift_above", "mend": mend}
                yield Finding("audit-without-teeth", path.child("cost_shift_above"), values)
