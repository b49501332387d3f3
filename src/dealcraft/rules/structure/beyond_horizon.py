"""A date past the end of what is valued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding, Label
from dealcraft.rules._references import event_places
from dealcraft.rules._rule import rule
from dealcraft.terms.events import OnDate
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

_STARTS: Final = ("at", "by", "from", "effective", "launch", "achieve")


@rule("structure")
def beyond_horizon(sheet: Sheet) -> Iterator[Finding]:
    """A sum or a deadline falls on a date past the horizon.

    Events past the horizon do not happen in the valuation, so that this term is worth nothing there.

    *Instead of*

        valuation: {date: 2026-01-01, horizon: 10 years}
        instalments: {last: {pay: 20m, at: 2038-01-01}}

    *Write*

        valuation: {date: 2026-01-01, horizon: 15 years}
    """
    start, horizon = sheet.valuation.date, sheet.valuation.horizon
    if start is None:
        return
    for place in event_places(sheet):
        anchor = place.moment.anchor
        if isinstance(anchor, OnDate) and place.path[-1] in _STARTS:
            years = (anchor.date - start) / dt.timedelta(days=365.25) + place.moment.offset
            if years > float(horizon):
                label = Label(Path(("valuation",)), "horizon-here", {"horizon": str(horizon)})
                values = {"found": str(place.moment), "horizon": str(horizon)}
                yield Finding("beyond-horizon", place.part, values, (label,))
