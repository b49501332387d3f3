"""A sale after which the seller goes on as before."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields


@rule("rights")
def licence_back_unlimited(sheet: Sheet) -> Iterator[Finding]:
    """A licence back to the seller names neither field nor territory.

    Who buys rights pays to keep others out. A licence back without limits leaves the seller in every market of the
    buyer, and, where it may be passed on, whoever buys the seller.

    Source: list of deal terms from WIPO, LES and Opteon outlines, seller's retained licence (read in November 2026).

    *Instead of*

        licence_back: {share: 20%}

    *Write*

        licence_back: {field: storage/consumer, territory: KR, share: 20%}

    Answer: name the slice; `field: all` or `territory: worldwide` says that all of it is meant.
    """
    for deal in deals(sheet):
        back = deal.agreement.licence_back if isinstance(deal.agreement, AssignmentFields) else None
        if back is not None and not back.model_fields_set & {"field", "territory"}:
            yield Finding("licence-back-unlimited", deal.path.child("licence_back"))
