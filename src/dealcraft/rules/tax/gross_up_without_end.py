"""A gross-up of a tax that takes everything."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.payments import Withholding
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Rate
from dealcraft.units.uncertain import Discrete, Pert, Triangular, Uniform


@rule("tax")
def gross_up_without_end(sheet: Sheet) -> Iterator[Finding]:
    """The payer is to add what is withheld, and everything is.

    A gross-up pays net / (1 - rate), so that the payee receives the net. At a rate of 100% no payment is large enough.

    Source: arithmetic: of a net price P at a rate t the payer pays P / (1 - t) (docs/model.md).

    *Instead of*

        withholding: {rate: 100%, gross_up: true}

    *Write*

        withholding: {rate: 10%, gross_up: true}
    """
    for path, term in sheet.terms:
        if isinstance(term, Withholding) and term.gross_up and _highest(term.rate) >= 1.0:
            yield Finding("gross-up-without-end", path.child("rate"), {"found": "100%"})


def _highest(rate: object) -> float:
    """The highest rate that can be, of a distribution with an end."""
    match rate:
        case Rate():
            return float(rate)
        case Triangular() | Pert() | Uniform():
            return float(rate.high)
        case Discrete():
            return max(float(case.value) for case in rate.cases)
    return 0.0
