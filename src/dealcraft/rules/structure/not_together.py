"""Keys that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from dealcraft.findings import Finding, Label
from dealcraft.rules._rule import rule
from dealcraft.terms.assets import Phase
from dealcraft.terms.markets import Sales
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import Collaboration
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated

_EXCLUDE: Final[tuple[tuple[type[Term], tuple[str, ...]], ...]] = (
    (Phase, ("cost", "costs_by_year")),
    (Sales, ("peak", "by_year", "calendar")),
    (Collaboration, ("cost_share", "development_costs")),
    (Collaboration, ("phase_cost_share", "development_costs")),
)


@rule("structure")
def not_together(sheet: Sheet) -> Iterator[Finding]:
    """Two keys that answer the same question stand side by side.

    A phase has a cost or costs by year, a forecast a curve or figures, a collaboration shares cost by `cost_share` or
    by `development_costs`. With both, one of the two answers would have to be dropped in silence.

    *Instead of*

        phase_2: {duration: 2 years, cost: 40m, costs_by_year: [10m, 30m], success: 38%}

    *Write*

        phase_2: {duration: 2 years, costs_by_year: [10m, 30m], success: 38%}
    """
    for path, term in sheet.terms:
        for model, keys in _EXCLUDE:
            if isinstance(term, model):
                written = {key for key, value in stated(term) if value is not None}
                for one, other in combinations([key for key in keys if key in written], 2):
                    label = Label(path.child(one), "other-here", {"other": one}, at="key")
                    values = {"found": other, "other": one}
                    yield Finding("not-together", path.child(other), values, (label,), at="key")
