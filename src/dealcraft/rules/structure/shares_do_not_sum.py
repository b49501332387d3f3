"""Shares of a whole that do not make up the whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.sharing import OptIn
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields, StructureFields
from dealcraft.terms.term import Term
from dealcraft.units import Path, Rate


@rule("structure")
def shares_do_not_sum(sheet: Sheet) -> Iterator[Finding]:
    """Shares of cost or profit that do not sum to 100%.

    What is left over would belong to nobody, what is too much would be paid twice. Uncertain shares are not summed.

    *Instead of*

        cost_share: {hanbit: 30%, rhein: 60%}

    *Write*

        cost_share: {hanbit: 30%, rhein: 70%}
    """
    for path, term in sheet.terms:
        for place, shares in _wholes(path, term):
            plain = [share.value for share in shares.values() if isinstance(share, Rate)]
            if plain and len(plain) == len(shares) and abs(sum(plain, Decimal(-1))) > Decimal("1e-9"):
                values = {"what": str(place[-1]), "found": str(Rate(sum(plain, Decimal(0))))}
                yield Finding("shares-do-not-sum", place, values)


def _wholes(path: Path, term: Term) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(term, StructureFields):
        yield path.child("development_costs"), term.development_costs
    if isinstance(term, CollaborationFields | OptIn):
        yield path.child("cost_share"), term.cost_share
        yield path.child("profit_share"), term.profit_share
    if isinstance(term, CollaborationFields):
        for phase, shares in term.phase_cost_share.items():
            yield path.child("phase_cost_share", phase), shares
