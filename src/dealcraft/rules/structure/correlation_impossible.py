"""A correlation that is none."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Correlation, Sheet


@rule("structure")
def correlation_impossible(sheet: Sheet) -> Iterator[Finding]:
    """A correlation that is not between two different leaves.

    Spearman's rank correlation says how two values move together: 1 always, 0 not at all, -1 against each other.

    *Instead of*

        correlations: [{between: [markets.us.sales.peak], rank: 0.6}]

    *Write*

        correlations: [{between: [markets.us.sales.peak, markets.row.sales.peak], rank: 0.6}]
    """
    for path, term in sheet.terms:
        if isinstance(term, Correlation) and (len(set(term.between)) != 2 or len(term.between) != 2):
            values = {"found": ", ".join(term.between) or "nothing", "wanted": "two different paths"}
            yield Finding("correlation-impossible", path.child("between"), values)
