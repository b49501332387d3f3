"""Moments that are days of the calendar whatever happens: shared by rules that compare dates."""

from __future__ import annotations

import datetime as dt

from dealcraft.terms.events import Event, Moment, OnDate

_DAYS_A_YEAR = 365.25


def day_of(event: Event | None) -> dt.date | None:
    """The day of an event that is a date, with what is added to it or taken from it; None of any other."""
    if not isinstance(event, Moment) or not isinstance(event.anchor, OnDate):
        return None
    return event.anchor.date + dt.timedelta(days=round(event.offset * _DAYS_A_YEAR))
