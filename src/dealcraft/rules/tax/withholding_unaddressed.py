"""A payment across a border, and no word of who bears the tax."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.law.territories import country_name
from dealcraft.law.withholding import percent
from dealcraft.rules._crossing import crossings
from dealcraft.rules._reading import Deal, deals
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import says
from dealcraft.terms.sheet import Sheet


@rule("tax")
def withholding_unaddressed(sheet: Sheet) -> Iterator[Finding]:
    """A payment crosses a border, the payer's country takes tax from it, and the agreement has no word on it.

    Law says that the payer withholds; the contract says who is the poorer for it. Silent means the payee, who may
    learn it from the first payment. The clause also says who files what for the treaty's rate, and who gets the
    receipt that the payee needs for its credit. What the parties agree on the table's rate changes nothing in the
    valuation, but they have agreed.

    Source: the dated tables of tax withheld (docs/withholding.md); OECD Model Tax Convention art. 12 (2017).

    *Instead of*

        payments: {upfront: 10m, royalty: {rate: 5%}}

    *Write*

        payments: {upfront: 10m, royalty: {rate: 5%}, withholding: {rate: 10%}}

    Answer: state it, or `covenants: {tax_clause: true}` where a clause says it in words.
    """
    for deal in deals(sheet):
        seats = [name for name in (deal.granting, deal.acquiring) if name in sheet.parties]
        missing = tuple(f"parties.{name}.country" for name in seats if sheet.parties[name].country is None)
        if missing and deal.agreement.payments.model_fields_set and not _told(deal):
            path = deal.path.child("payments", "withholding")
            yield Finding("withholding-unaddressed", path, {"lacks": missing[0]}, missing=missing)
    for crossing in crossings(sheet):
        answer = crossing.answer
        if crossing.withheld and answer.certain and answer.upper > 0 and not _told(crossing.deal):
            values = {
                "payer": country_name(crossing.home), "payee": country_name(crossing.abroad),
                "rate": percent(answer.upper), "basis": answer.basis.split(":")[0],
            }  # fmt: skip
            yield Finding("withholding-unaddressed", crossing.path.parent, values)


def _told(deal: Deal) -> bool:
    """Whether the agreement says something of tax withheld."""
    covenants = deal.agreement.covenants
    clause = covenants is not None and bool(covenants.tax_clause)
    return clause or deal.agreement.payments.withholding is not None or says(deal, "tax", "withholding")
