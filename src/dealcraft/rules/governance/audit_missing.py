"""Money that hangs on sales, and no look at the books."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._contingent import on_sales
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, says
from dealcraft.terms.sheet import Sheet


@rule("governance")
def audit_missing(sheet: Sheet) -> Iterator[Finding]:
    """Something is paid by sales, and `governance` gives the payee no right of audit.

    Who is paid a share of sales knows them only from the other side's reports. Of 1997 to 2016, 14% of audited
    reports of royalties were right; most were short, half of those by more than a tenth. Audits are made where
    something looks wrong, so the figure says nothing of reports in general; it says what a missing clause can cost.

    Source: Invotex, royalty audits 1997 to 2016 (2016; confidence medium); an audit right is one of the NVCA /
    US-BOLT headings.

    *Instead of*

        governance: {reporting: quarterly}

    *Write*

        governance: {reporting: quarterly, audit: {every: 1 years, lookback: 3 years, cost_shift_above: 5%}}

    Answer: state the right, or answer the finding where reports are audited by law or by a collecting society.
    """
    for deal, governance in run_by_words(sheet):
        found = next(on_sales(deal), None)
        if found is not None and governance.audit is None and not says(deal, "audit"):
            values = {"found": str(found.name), "payer": sheet.party_name(found.payer)}
            yield Finding("audit-missing", deal.path.child("governance", "audit"), values)
