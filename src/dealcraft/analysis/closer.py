"""One structure more closely: what each currency contributes, and what would leave less to tax on the way."""

from __future__ import annotations

from dataclasses import dataclass

from dealcraft.analysis.currencies import Currency, currencies
from dealcraft.analysis.tax_changes import TaxChange, tax_changes
from dealcraft.engine.result import Run, StructureValue
from dealcraft.terms.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Closer:
    """What only further valuations of changed sheets tell of one structure."""

    structure: str
    party: str
    """For whom changes are put in order."""
    run: Run
    """On which all of it was valued."""
    currencies: tuple[Currency, ...]
    tax_changes: tuple[TaxChange, ...]


def closer(sheet: Sheet, value: StructureValue, party: str, *, run: Run, seed: int = 0) -> Closer:
    """The structure of *value* more closely; a plain run is followed by an expected one, which has less noise."""
    run = "expected" if run == "plain" else run
    return Closer(
        value.name,
        party,
        run,
        currencies(sheet, value.name, run=run, seed=seed),
        tax_changes(sheet, value, party, run=run, seed=seed),
    )
