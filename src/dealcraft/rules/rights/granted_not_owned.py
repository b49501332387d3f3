"""A right granted by someone who does not own it."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._granted import granted
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("rights")
def granted_not_owned(sheet: Sheet) -> Iterator[Finding]:
    """A right names an owner that is neither side's: who grants it does not own it.

    Nobody can grant more than it has. Where an owner has licensed a right in, what it may pass on stands in that
    licence, and what it owes for it under `third_party`; where it is a co-owner, the other has to consent in many
    countries.

    Source: NVCA / US-BOLT life-science licence term sheet, upstream rights and warranty of title (read in November
    2026).

    *Instead of*

        assets: {hb12: {owner: hanbit, rights: {linker: {kind: patent, owner: acme}}}}
        licence: {kind: licence, licensee: rhein, grant: {rights: all, ...}}

    *Write*

        grant: {rights: [composition], ...}

    Answer: have the owner grant it in an agreement of its own, or leave it out.
    """
    for deal in deals(sheet):
        for path, right in granted(sheet, deal):
            if right.owner is not None and right.owner not in (deal.granting, deal.acquiring):
                values = {
                    "right": str(path[-1]),
                    "owner": sheet.party_name(right.owner),
                    "granting": sheet.party_name(deal.granting),
                }
                label = Label(deal.path.child("grant"), "granted-here")
                yield Finding("granted-not-owned", path.child("owner"), values, (label,))
