"""What becomes on the way of what a party receives from other countries: withheld, credited at home, lost, left."""

from __future__ import annotations

from dataclasses import dataclass

from dealcraft.engine.result import StructureValue
from dealcraft.engine.sinks import NOT_INCOME
from dealcraft.terms.sheet import Sheet


@dataclass(frozen=True, slots=True)
class TaxPath:
    """What a party receives from parties in other countries, and what of it tax takes there; expected, undiscounted."""

    gross: float
    """All that they pay it, gross-ups counted; shares sold and taxes are no income, and left out."""
    withheld: float
    """What their countries take of it."""
    leaked: float
    """What of that is never credited at home."""

    @property
    def credited(self) -> float:
        """What of the tax withheld is set against tax at home."""
        return self.withheld - self.leaked

    @property
    def net(self) -> float:
        """What is left of it, before tax at home."""
        return self.gross - self.leaked


def tax_path(sheet: Sheet, value: StructureValue, party: str) -> TaxPath:
    """The way of what *party* receives from abroad under the structure of *value*."""
    here = sheet.parties[party].country
    gross = sum(
        clause.nominal
        for clause in value.clauses
        if clause.payee == party
        and clause.kind not in NOT_INCOME
        and clause.payer in sheet.parties
        and here is not None
        and sheet.parties[clause.payer].country not in (None, here)
    )
    worth = value.parties[party]
    return TaxPath(gross, worth.withholding, worth.leakage)
