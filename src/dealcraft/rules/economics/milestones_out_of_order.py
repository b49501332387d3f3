"""Milestones that are not listed in the order in which they can come."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._contingent import milestones
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.rules._stage import steps_to
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("economics")
def milestones_out_of_order(sheet: Sheet) -> Iterator[Finding]:
    """A milestone on an event of development stands after one on an event that can only come later.

    Milestones are read as a staircase. One out of place is often a wrong phase or two sums exchanged, so that money
    meant for the start of phase 3 falls due at the start of phase 2. It happens in published forms.

    Source: demonstration term sheet in the NVCA / US-BOLT form, whose milestone on the IND stands after that on phase
    2 (read in November 2026).

    *Instead of*

        milestones: {pivotal: {pay: 25m, at: phase_3 start}, proof: {pay: 55m, at: phase_2 start}}

    *Write*

        milestones: {proof: {pay: 25m, at: phase_2 start}, pivotal: {pay: 55m, at: phase_3 start}}

    Answer: put them in order, or correct the events.
    """
    for deal in deals(sheet):
        before = dict[str, tuple[float, Path, str, str]]()
        for path, milestone in milestones(deal):
            place = steps_to(sheet, deal.assets, milestone.at)
            if place is None:
                continue
            asset, step = place
            known = before.get(asset)
            if known is not None and step < known[0]:
                label = Label(known[1], "later-here", {"later": known[2]})
                values = {
                    "found": str(path[-1]),
                    "other": known[2],
                    "event": str(milestone.at),
                    "later": known[3],
                }
                yield Finding("milestones-out-of-order", path.child("at"), values, (label,))
            else:
                before[asset] = step, path.child("at"), str(path[-1]), str(milestone.at)
