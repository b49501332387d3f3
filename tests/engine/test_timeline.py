"""Dates, periods and discounting: moments inside periods, where in a period flows fall, which year a period is of."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dealcraft.engine.timeline import Timeline
from tests.engine.worked import deal, licence, read, sales, valued

TEN = "{a: {discount_rate: 10%}, b: {discount_rate: 10%}}"


def timeline(
    start: str = "2026-01-01", n: int = 4, years: float = 3, *, anniversary: bool = False
) -> Timeline:
    return Timeline(dt.date.fromisoformat(start), n, 0.5, years, anniversary)


@pytest.mark.parametrize(
    ("date", "t"),
    [
        ("2026-01-01", 0.0),
        ("2026-07-01", 6 / 12),
        ("2026-02-15", (1 + 14 / 28) / 12),
        ("2028-02-15", (25 + 14 / 29) / 12),
        ("2025-12-31", (-1 + 30 / 31) / 12),
    ],
)
def test_a_date_is_whole_months_and_a_part_of_its_own_month(date: str, t: float) -> None:
    assert timeline().t(dt.date.fromisoformat(date)) == pytest.approx(t)


def test_days_count_from_the_valuation_dates_own() -> None:
    assert timeline("2026-02-15").t(dt.date(2026, 3, 15)) == pytest.approx((1 + 14 / 31 - 14 / 28) / 12)


@pytest.mark.parametrize("day", ["2026-01-01", "2026-02-28", "2028-02-29", "2031-12-31"])
def test_a_moment_is_a_date_again(day: str) -> None:
    line = timeline("2026-02-11", years=10)
    assert line.date(line.t(dt.date.fromisoformat(day))).isoformat() == day


def test_an_event_lies_in_the_period_that_holds_it_and_a_change_waits_for_the_next_start() -> None:
    line = timeline()
    moments = np.array([0.0, 0.1, 0.25 - 1e-12, 0.25, 0.3, 99.0])
    assert line.period(moments).tolist() == [0, 0, 1, 1, 1, 12]
    assert line.change(moments).tolist() == [0, 1, 1, 1, 2, 12]


def test_a_horizon_ends_with_the_period_that_holds_it() -> None:
    assert (timeline(years=2.1).T, timeline(n=1, years=2.1).T, timeline(n=12, years=2).T) == (9, 3, 24)


def test_a_period_belongs_to_the_calendar_year_in_which_it_starts() -> None:
    line = timeline("2026-08-15", years=1.5)
    assert line.calendar_year.tolist() == [2026, 2026, 2027, 2027, 2027, 2027]
    assert line.royalty_year.tolist() == [0, 0, 1, 1, 1, 1]
    assert timeline("2026-08-15", years=1.5, anniversary=True).royalty_year.tolist() == [0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(("timing", "theta"), [("start", 0.0), ("mid", 0.5), ("end", 1.0)])
@pytest.mark.parametrize(("grid", "n"), [("year", 1), ("quarter", 4), ("month", 12)])
def test_flows_are_discounted_from_their_place_in_the_period(
    timing: str, theta: float, grid: str, n: int
) -> None:
    found = deal("kind: retain", years=2, grid=grid, timing=timing, parties=TEN, markets=sales(100, 100))
    assert found.npv("a") == pytest.approx(sum(100 / n / 1.1 ** ((k + theta) / n) for k in range(2 * n)))


@pytest.mark.parametrize("timing", ["start", "mid", "end"])
def test_a_dated_sum_is_discounted_from_its_date_wherever_flows_fall(timing: str) -> None:
    found = licence(
        "instalments: {one: {pay: 50, at: 2027-10-01}}", timing=timing, parties=TEN, markets=sales(0)
    )
    assert found.npv("a") == pytest.approx(50 / 1.1**1.75)


def test_a_sales_milestone_falls_at_the_end_of_the_period_of_crossing() -> None:
    milestone = "milestones: {level: {pay: 50, when: {cumulative_net_sales: 130}}}"
    found = licence(milestone, grid="quarter", parties=TEN, markets=sales(100, 100))
    assert found.pv("payments.milestones.level", "a") == pytest.approx(50 / 1.1**1.5)


def test_a_top_up_falls_at_the_end_of_its_year() -> None:
    found = licence(
        "royalty: {rate: 10%, minimum: {amount: 15 per year}}", years=1, parties=TEN, markets=sales(100)
    )
    assert found.pv("payments.royalty.minimum", "a") == pytest.approx((15 - 10) / 1.1)


def test_a_launch_inside_a_period_sells_in_the_rest_of_it() -> None:
    markets = "{world: {territory: worldwide, launch: 2026-02-15, sales: {by_year: [120]}}}"
    first = deal("kind: retain", years=1, grid="month", markets=markets)
    assert first.paid("markets.world.sales", payer="customers") == pytest.approx([10 * (0.5 + 10)])


def test_a_term_in_force_for_part_of_a_period_applies_to_that_part_of_the_flow() -> None:
    markets = "{world: {territory: worldwide, launch: 2026-07-01, sales: {by_year: [100, 100]}}}"
    found = licence("royalty: {rate: 10%, until: 2026-10-01}", years=1, markets=markets)
    assert found.paid("payments.royalty") == pytest.approx([0.10 * 50 / 2])


def test_events_past_the_horizon_do_not_happen() -> None:
    found = licence("milestones: {later: {pay: 50, at: effective + 5 years}}", markets=sales(0))
    assert found.npv("a") == 0
    assert found.structure.horizon_value_beyond["a"] == pytest.approx(50)


def test_a_longer_horizon_would_add_what_is_sold_then() -> None:
    found = deal("kind: retain", years=1, markets=sales(100, 60, 20))
    assert found.structure.horizon_value_beyond["a"] == pytest.approx(60 + 20)


ANNIVERSARY = """
dealcraft: 1
title: years of a royalty
decides: a
valuation: {date: 2026-07-01, currency: USD, grid: quarter, horizon: 2 years, royalty_year: YEARS}
parties: {a: {discount_rate: 0%}, b: {discount_rate: 0%}}
assets: {x: {}}
markets: {world: {territory: worldwide, launch: effective, sales: {by_year: [100, 100]}}}
structures:
  deal:
    kind: licence
    licensee: b
    grant: {exclusivity: exclusive, territory: worldwide}
    payments: {royalty: {tiers: [{rate: 10%, up_to: 60}, {rate: 20%}]}}
"""


@pytest.mark.parametrize(
    ("years", "paid"),
    [("calendar", 5 + (6 + 0.20 * 40) + 5), ("anniversary", 2 * (6 + 0.20 * 40))],
)
def test_scales_start_again_with_the_calendar_or_at_the_anniversary(years: str, paid: float) -> None:
    found = valued(read(ANNIVERSARY.replace("YEARS", years)))
    assert found.npv("a") == pytest.approx(paid)
