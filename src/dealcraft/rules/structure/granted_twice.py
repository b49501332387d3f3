"""The same right granted to two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from dealcraft.findings import Finding, Label
from dealcraft.law.territories import describe
from dealcraft.rules._reading import Deal, deals, exclusive
from dealcraft.rules._rule import rule
from dealcraft.terms.events import Event, Moment, OnDate
from dealcraft.terms.sheet import Sheet


@rule("structure")
def granted_twice(sheet: Sheet) -> Iterator[Finding]:
    """Two agreements of a package grant the same right in the same place, and one of them is exclusive.

    Who is granted a right exclusively (by licence, by sale or by sharing) is promised that nobody else has it. A
    second grant of the same asset, right, field and country breaks that promise, and the sales have two sellers.

    *Instead of*

        parts:
          east: {kind: licence, licensee: rhein, grant: {territory: Asia, exclusivity: exclusive}}
          sale: {kind: assignment, assignee: boston, grant: {territory: worldwide}}

    *Write*

          sale: {kind: assignment, assignee: boston, grant: {territory: {include: [worldwide], except: [Asia]}}}
    """
    for one, two in combinations(deals(sheet), 2):
        if one.path[:2] != two.path[:2] or not (exclusive(one) or exclusive(two)) or _in_turn(one, two):
            continue
        shared = _shared(one, two)
        if shared:
            label = Label(one.path.child("grant"), "granted-here", {"other": str(one.path[-1])})
            values = {"found": str(two.path[-1]), "other": str(one.path[-1]), "shared": describe(shared)}
            yield Finding("granted-twice", two.path.child("grant"), values, (label,))


def _shared(one: Deal, two: Deal) -> frozenset[str]:
    """The countries where both grant the same right for the same use."""
    if one.territory is None or two.territory is None or not set(one.assets) & set(two.assets):
        return frozenset()
    rights = set(one.agreement.grant.rights), set(two.agreement.grant.rights)
    if all(rights) and not rights[0] & rights[1]:
        return frozenset()
    if not one.field.meets(two.field):
        return frozenset()
    return one.territory.countries & two.territory.countries


def _in_turn(one: Deal, two: Deal) -> bool:
    """Whether a grant ends before the other may begin, as far as the sheet says so in the same words or in dates."""
    for first, second in ((one, two), (two, one)):
        until, begins = getattr(first.agreement.grant, "until", None), second.agreement.effective
        if until is not None and (until == begins or _is_day_by(until, begins)):
            return True
    return False


def _is_day_by(until: Event, begins: Event | None) -> bool:
    """Whether both are days, the end not after the beginning."""
    days = [_day(event) for event in (until, begins)]
    return days[0] is not None and days[1] is not None and days[0] <= days[1]


def _day(event: Event | None) -> dt.date | None:
    """The day that *event* is, where it is one and nothing more."""
    match event:
        case Moment(anchor=OnDate(date), later=None, earlier=None):
            return date
    return None
