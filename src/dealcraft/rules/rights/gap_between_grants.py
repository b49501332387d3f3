"""A gap in time between two grants of the same rights."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from dealcraft.findings import Finding, Label
from dealcraft.rules._days import day_of
from dealcraft.rules._reading import Deal, deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("rights")
def gap_between_grants(sheet: Sheet) -> Iterator[Finding]:
    """Of two grants of the same rights in the same place, one ends some time before the other begins.

    In between the rights are back with the owner, stock may not be sold and customers go elsewhere. Where a second
    partner takes over, its grant begins on the day on which the first one ends, or earlier for what prepares it.

    Source: the map of rights itself (docs/model.md 5).

    *Instead of*

        first: {grant: {territory: KR, until: 2030-12-31, ...}}
        second: {effective: 2031-07-01, grant: {territory: KR, ...}}

    *Write*

        second: {effective: 2030-12-31, grant: {territory: KR, ...}}

    Answer: close the gap, or answer the finding where a pause is meant.
    """
    for pair in combinations(deals(sheet), 2):
        for one, two in (pair, pair[::-1]):
            end, begin = day_of(getattr(one.agreement.grant, "until", None)), day_of(two.agreement.effective)
            if one.path[:2] == two.path[:2] and end and begin and (begin - end).days > 1 and _same(one, two):
                values = {"first": str(one.path[-1]), "second": str(two.path[-1]), "found": str(end)}
                label = Label(one.path.child("grant", "until"), "ends-here", {"first": str(one.path[-1])})
                path = two.path.child("effective")
                yield Finding("gap-between-grants", path, {**values, "begins": str(begin)}, (label,))


def _same(one: Deal, two: Deal) -> bool:
    """Whether both grant something of the same, somewhere for some use."""
    where, there = one.territory, two.territory
    meets = where is not None and there is not None and where.meets(there) and one.field.meets(two.field)
    return meets and bool(set(one.assets) & set(two.assets))
