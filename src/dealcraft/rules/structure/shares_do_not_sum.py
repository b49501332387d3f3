"""Shares of a whole that do not make up the whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.wholes import wholes
from dealcraft.units import Rate


@rule("structure")
def shares_do_not_sum(sheet: Sheet) -> Iterator[Finding]:
    """Shares of cost or profit that do not sum to 100%.

    What is left over would belong to nobody, what is too much would be paid twice. Uncertain shares are not summed.

    *Instead of*

        cost_share: {hanbit: 30%, rhein: 60%}

    *Write*

        cost_share: {hanbit: 30%, rhein: 70%}
    """
    for place, shares in wholes(sheet):
        plain = [share.value for share in shares.values() if isinstance(share, Rate)]
        if plain and len(plain) == len(shares) and abs(sum(plain, Decimal(-1))) > Decimal("1e-9"):
            values = {"what": str(place[-1]), "found": str(Rate(sum(plain, Decimal(0))))}
            yield Finding("shares-do-not-sum", place, values)
