"""Time in years from the valuation date, cut into periods; calendar and royalty years; discounting."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from dataclasses import dataclass

from dealcraft.terms.sheet import Sheet

TINY = 1e-9
"""Two moments closer than this are one."""
FOREVER = math.inf
PERIODS_PER_YEAR = {"month": 12, "quarter": 4, "year": 1}
THETA = {"start": 0.0, "mid": 0.5, "end": 1.0}

Interval = tuple[float, float]


@dataclass(frozen=True)
class Clock:
    """The grid of a valuation: *n* periods a year, *periods* of them, flows discounted from *theta* inside."""

    date: dt.date
    n: int
    periods: int
    theta: float
    anniversary: bool

    @classmethod
    def of(cls, sheet: Sheet) -> Clock:
        settings = sheet.valuation
        if settings.date is None:
            raise ValueError("valuation.date is needed to value")
        n = PERIODS_PER_YEAR[settings.grid]
        periods = math.ceil(float(settings.horizon) * n - TINY)
        return cls(settings.date, n, periods, THETA[settings.timing], settings.royalty_year == "anniversary")

    @property
    def horizon(self) -> float:
        """Where the grid ends."""
        return self.periods / self.n

    # Moments

    def t(self, date: dt.date) -> float:
        """Years from the valuation date: whole months, and days as parts of their own month."""
        months = (date.year - self.date.year) * 12 + date.month - self.date.month
        return (months + _part_of_month(date) - _part_of_month(self.date)) / 12

    def date_of(self, t: float) -> dt.date:
        """The day in which the moment *t* lies."""
        months = self.date.month - 1 + _part_of_month(self.date) + 12 * t
        whole = math.floor(months + 1e-7)
        year, month = self.date.year + whole // 12, whole % 12 + 1
        days = calendar.monthrange(year, month)[1]
        return dt.date(year, month, 1 + min(days - 1, max(0, math.floor((months - whole) * days + 1e-6))))

    def period_of(self, t: float) -> int:
        """The period in which an event at *t* lies."""
        return math.floor(t * self.n + TINY)

    def period_ending_at(self, t: float) -> int:
        """The period in which a sum settled at the end of a period lies when *t* is that end (or inside it)."""
        return math.ceil(t * self.n - TINY) - 1

    def state_period(self, t: float) -> int:
        """The first period that begins at or after *t*: from there a change of rights holds."""
        return max(0, math.ceil(t * self.n - TINY))

    def start(self, k: int) -> float:
        """Where period *k* begins."""
        return k / self.n

    def span(self, k: int) -> Interval:
        """Period *k* from start to end."""
        return k / self.n, (k + 1) / self.n

    # Years

    def year_of(self, t: float) -> int:
        """The calendar year of the moment *t*."""
        months = self.date.month - 1 + _part_of_month(self.date) + 12 * t
        return self.date.year + math.floor(months / 12 + TINY)

    def year_of_period(self, k: int) -> int:
        """The calendar year in which period *k* starts, which is its year for scales and taxes."""
        return self.year_of(self.start(k))

    def calendar_year(self, year: int) -> Interval:
        """A calendar year from start to end."""
        return self.t(dt.date(year, 1, 1)), self.t(dt.date(year + 1, 1, 1))

    def tax_year(self, year: int) -> Interval:
        """The periods that start in a calendar year, from the start of the first to the end of the last."""
        inside = [k for k in range(self.periods) if self.year_of_period(k) == year]
        return self.start(inside[0]), self.span(inside[-1])[1]

    def years(self) -> list[int]:
        """Every calendar year in which a period starts."""
        return sorted({self.year_of_period(k) for k in range(self.periods)})

    def royalty_year_of(self, t: float) -> int:
        """The royalty year of a moment: its calendar year, or the number of anniversaries past."""
        return math.floor(t + TINY) if self.anniversary else self.year_of(t)

    def royalty_year(self, k: int) -> int:
        """The royalty year of period *k*."""
        return self.royalty_year_of(self.start(k))

    def ends_royalty_year(self, k: int) -> bool:
        """Whether period *k* is the last of its royalty year (or of the grid)."""
        return k == self.periods - 1 or self.royalty_year(k) != self.royalty_year(k + 1)

    # Discounting

    def discount(self, rate: float, k: int, time: float | None) -> float:
        """The factor of a dated sum at *time*, or of a flow spread over period *k*."""
        years: float = (k + self.theta) / self.n if time is None else time
        factor: float = (1 + rate) ** -years
        return factor


def _part_of_month(date: dt.date) -> float:
    return (date.day - 1) / calendar.monthrange(date.year, date.month)[1]


def overlap(one: Interval, other: Interval) -> float:
    """How long two intervals run together."""
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))


def meet(one: Interval, other: Interval) -> Interval:
    """The interval in which both run (empty where its end is not after its start)."""
    return max(one[0], other[0]), min(one[1], other[1])


def part(run: Interval, term: Interval) -> float:
    """The part, by time, of *run* in which *term* is in force."""
    length = run[1] - run[0]
    return overlap(run, term) / length if length > 0 else 0.0
