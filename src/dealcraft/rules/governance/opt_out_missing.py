"""A sharing of cost that nobody may leave."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import says
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields


@rule("governance")
def opt_out_missing(sheet: Sheet) -> Iterator[Finding]:
    """A collaboration shares cost still to come, and neither side may leave it for a royalty nor is its share capped.

    The smaller side of a shared development signs for costs that it cannot yet know. A right to leave at a readout,
    for a royalty from then on, or a cap on its share is what lets it say yes; for the other side it says who pays
    when one cannot.

    Source: Savva and Scholtes, opt-out options in new product co-development (2012); cost-share cap of a filed
    agreement of 2022 (ADC Therapeutics and Sobi).

    *Instead of*

        {kind: collaboration, cost_share: {hanbit: 30%, rhein: 70%}, profit_share: {hanbit: 40%, rhein: 60%}}

    *Write*

        {..., opt_out: {party: hanbit, at: phase_2 success, then: {royalty: {rate: 9%}}}}

    Answer: state `opt_out` or `cost_cap`, or `governance.text.opt_out: neither side may leave`.
    """
    for deal in deals(sheet):
        agreement = deal.agreement
        if not isinstance(agreement, CollaborationFields) or agreement.opt_out or agreement.cost_cap:
            continue
        to_come = any(sheet.assets[name].development for name in deal.assets if name in sheet.assets)
        lead = agreement.lead or agreement.partner
        party = deal.granting if lead != deal.granting else deal.acquiring
        if to_come and party in agreement.cost_share and not says(deal, "opt_out"):
            values = {"found": sheet.party_name(party), "party": party}
            yield Finding("opt-out-missing", deal.path.child("opt_out"), values)
