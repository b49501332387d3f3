"""A key that means nothing without another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.diligence import Recovery
from dealcraft.terms.payments import Funding
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated

_NEEDS: Final[tuple[tuple[type[Term], str, str], ...]] = (
    (Funding, "fte", "rate"),
    (Funding, "rate", "fte"),
    (Recovery, "reverse_cap", "reverse_royalty"),
)


@rule("structure")
def goes_with(sheet: Sheet) -> Iterator[Finding]:
    """A key stands alone that only means something beside another.

    People without a yearly rate cost nothing that can be counted; a cap on a royalty that is not owed caps nothing.

    *Instead of*

        funding: {team: {fte: 12}}

    *Write*

        funding: {team: {fte: 12, rate: 350k per year}}
    """
    for path, term in sheet.terms:
        for model, key, other in _NEEDS:
            if isinstance(term, model):
                written = {name for name, value in stated(term) if value is not None}
                if key in written and other not in written:
                    yield Finding("goes-with", path.child(key), {"found": key, "other": other}, at="key")
