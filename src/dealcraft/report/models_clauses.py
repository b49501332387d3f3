"""The shape of `clauses.v1`, what `clauses` writes as JSON; money in units of the valuation currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dealcraft._version import __version__
from dealcraft.report.models import FoundSheet, Output
from dealcraft.report.models_valuation import ValuedSettings


class PricedClause(Output):
    """One clause."""

    path: str
    """The term that was taken out."""
    price: Mapping[str, float]
    """By party: expected present value with the clause less that without it."""
    error: Mapping[str, float | None]
    """Standard error of the price by party; null where nothing was drawn."""


class UnpricedClause(Output):
    """A clause that the sheet cannot do without."""

    path: str
    """The term."""
    reason: str
    """What is wrong with the sheet without it."""


class ClausePrices(Output):
    """The whole of ``dealcraft clauses --format json``."""

    dealcraft: str = __version__
    """The version that wrote this."""
    format: Literal["clauses.v1"] = "clauses.v1"
    """The version of this format."""
    sheet: FoundSheet
    """The sheet."""
    settings: ValuedSettings
    """How it was valued."""
    structure: str
    """Whose clauses were priced."""
    npv: Mapping[str, float]
    """What the structure is worth to each party, with all its clauses."""
    rows: tuple[PricedClause, ...]
    """The clauses, by what each is worth, one way or the other, to whoever decides."""
    one_by_one: Mapping[str, float]
    """By party, the sum of the prices of those clauses that lie in no other."""
    together: Mapping[str, float] | None
    """What those are worth taken out at once; null where the sheet cannot do without all of them."""
    left_out: tuple[UnpricedClause, ...]
    """Clauses that cannot be taken out alone."""
