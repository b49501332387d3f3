"""Dates and periods: time in years from the valuation date, months as twelfths of a year."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dealcraft.units.array import Array, Index, Number

PER_YEAR = {"month": 12, "quarter": 4, "year": 1}
THETA = {"start": 0.0, "mid": 0.5, "end": 1.0}
EPS = 1e-9


@dataclass(frozen=True)
class Timeline:
    """T periods of 1/n year from the valuation date; period k covers [k/n, (k+1)/n)."""

    start: dt.date
    n: int
    theta: float
    years: float
    anniversary: bool = False

    @cached_property
    def T(self) -> int:  # noqa: N802 - the model's own letter
        """Number of periods."""
        return int(np.ceil(self.years * self.n - EPS))

    @cached_property
    def edges(self) -> Array:
        """Starts of the periods and the end of the last, shape (T + 1,), years."""
        return np.asarray(np.arange(self.T + 1) / self.n)

    @property
    def horizon(self) -> float:
        """The end of the last period, years."""
        return self.T / self.n

    def t(self, date: dt.date) -> float:
        """Years from the valuation date to *date*."""
        return (_months(date) - _months(self.start)) / 12.0

    def date(self, t: float) -> dt.date:
        """The day in which *t* lies."""
        months = _months(self.start) + 12.0 * t
        whole = int(np.floor(months + 1e-7))
        year, month = divmod(whole, 12)
        days = calendar.monthrange(year, month + 1)[1]
        day = 1 + int(np.floor(max(months - whole, 0.0) * days + 1e-6))
        return dt.date(year, month + 1, min(day, days))

    def period(self, t: Number) -> Index:
        """The period in which an event at *t* lies; T where it is past the horizon or never."""
        return np.asarray(np.floor(np.minimum(t, self.horizon) * self.n + EPS), dtype=np.int64)

    def change(self, t: Number) -> Index:
        """The first period that begins at or after *t*: when a change of rights takes effect."""
        k = np.ceil(np.minimum(t, self.horizon) * self.n - EPS)
        return np.asarray(np.minimum(np.maximum(k, 0), self.T), dtype=np.int64)

    @cached_property
    def calendar_year(self) -> Index:
        """The calendar year in which each period starts, shape (T,)."""
        month = self.start.year * 12 + self.start.month - 1 + np.arange(self.T) * (12 // self.n)
        return np.asarray(month // 12, dtype=np.int64)

    @cached_property
    def royalty_year(self) -> Index:
        """The year of annual scales to which each period belongs, counted from 0, shape (T,)."""
        if self.anniversary:
            return np.asarray(np.arange(self.T) // self.n, dtype=np.int64)
        return np.asarray(self.calendar_year - self.calendar_year[0], dtype=np.int64)

    @cached_property
    def first_of_royalty_year(self) -> Index:
        """The first period of each royalty year, shape (Y,)."""
        return np.flatnonzero(np.diff(self.royalty_year, prepend=-1))

    @cached_property
    def first_of_calendar_year(self) -> Index:
        """The first period of each calendar year, shape (Y,)."""
        return np.flatnonzero(np.diff(self.calendar_year, prepend=-1))

    def royalty_years_since(self, t: Number) -> Index:
        """How many royalty years began after the one of *t* and up to the one of the valuation date."""
        past = np.minimum(t, 0.0)
        if self.anniversary:
            return np.asarray(np.ceil(-past - EPS), dtype=np.int64)
        months = _months(self.start)
        return np.asarray(
            np.floor(months / 12 + EPS) - np.floor((months + 12 * past) / 12 + EPS), dtype=np.int64
        )

    def longer(self, years: float) -> Timeline:
        """The same with a horizon *years* later."""
        return Timeline(self.start, self.n, self.theta, self.years + years, self.anniversary)


def _months(date: dt.date) -> float:
    """Months since year 0, a day being its share of its month."""
    days = calendar.monthrange(date.year, date.month)[1]
    return date.year * 12 + date.month - 1 + (date.day - 1) / days
