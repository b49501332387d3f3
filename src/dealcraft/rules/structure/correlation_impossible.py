"""A correlation that is none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dealcraft.errors import Unreadable
from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Correlation, Sheet
from dealcraft.units import read_quantity


@rule("structure")
def correlation_impossible(sheet: Sheet) -> Iterator[Finding]:
    """A correlation that is not between two leaves, or whose rank is not a number from -1 to 1.

    Spearman's rank correlation says how two values move together: 1 always, 0 not at all, -1 against each other.

    *Instead of*

        correlations: [{between: [markets.us.sales.peak, markets.row.sales.peak], rank: 60%}]

    *Write*

        correlations: [{between: [markets.us.sales.peak, markets.row.sales.peak], rank: 0.6}]
    """
    for path, term in sheet.terms:
        if isinstance(term, Correlation):
            if len(set(term.between)) != 2 or len(term.between) != 2:
                values = {"found": ", ".join(term.between) or "nothing", "wanted": "two different paths"}
                yield Finding("correlation-impossible", path.child("between"), values)
            if not _is_rank(term.rank):
                values = {"found": term.rank, "wanted": "a number from -1 to 1"}
                yield Finding("correlation-impossible", path.child("rank"), values)


def _is_rank(text: str) -> bool:
    try:
        return abs(read_quantity(text).value) <= Decimal(1)
    except Unreadable:
        return False
