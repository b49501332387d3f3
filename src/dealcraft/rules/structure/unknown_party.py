"""A party that the sheet does not define."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._references import Places, Reference, references, unknown
from dealcraft.rules._rule import rule
from dealcraft.terms.assets import Asset, Right
from dealcraft.terms.governance import TechnologyTransfer
from dealcraft.terms.milestones import Milestone
from dealcraft.terms.payments import Equity, Fee, Funding, Instalment, Payments, SuccessFee
from dealcraft.terms.sharing import OptIn, Option, OptOut
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields, CollaborationFields, LicenceFields, StructureFields

_PLACES: Final[Places] = {
    Sheet: ("decides",),
    Asset: ("owner",),
    Right: ("owner",),
    StructureFields: ("developer", "development_costs", "discount_rates", "overheads"),
    LicenceFields: ("licensor", "licensee"),
    AssignmentFields: ("assignor", "assignee"),
    CollaborationFields: ("partner", "lead", "cost_share", "profit_share", "cost_cap"),
    OptOut: ("party",),
    OptIn: ("party", "cost_share", "profit_share"),
    Option: ("holder",),
    Payments: ("payer",),
    Instalment: ("payer",),
    Fee: ("payer",),
    Funding: ("payer",),
    Equity: ("payer",),
    SuccessFee: ("payer",),
    Milestone: ("payer",),
    TechnologyTransfer: ("borne_by",),
}


@rule("structure")
def unknown_party(sheet: Sheet) -> Iterator[Finding]:
    """A term names a party that stands nowhere under `parties`.

    Every flow of money has two known ends. A misspelt party would take a share that nobody receives.

    *Instead of*

        parties: {hanbit: {}, rhein: {}}
        structures: {licence: {kind: licence, licensee: rhine, ...}}

    *Write*

        structures: {licence: {kind: licence, licensee: rhein, ...}}
    """
    for found in (*references(sheet, _PLACES), *_of_phases(sheet)):
        if found.path[-2:] != ("overheads", "owner"):  # the owner, where overheads are one amount
            yield from unknown("unknown-party", found, sheet.parties)


def _of_phases(sheet: Sheet) -> Iterator[Reference]:
    for path, term in sheet.terms:
        if isinstance(term, CollaborationFields):
            for phase, shares in term.phase_cost_share.items():
                for party in shares:
                    yield Reference(path.child("phase_cost_share", phase, party), party, at="key")
