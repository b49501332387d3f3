"""Rates carry a percent sign, durations a unit, dates are ISO."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.errors import Unreadable
from dealcraft.units import Duration, Rate, read_date, read_duration, read_quantity, read_rate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5%", "0.05"),
        ("7.5 %", "0.075"),
        ("50bp", "0.005"),
        ("50 bps", "0.005"),
        ("5 per cent", "0.05"),
        ("-3%", "-0.03"),
    ],
)
def test_a_rate_is_read(text: str, value: str) -> None:
    assert read_rate(text) == Rate(Decimal(value))


@pytest.mark.parametrize(
    ("text", "code", "mend"),
    [
        ("8", "bare-rate", "8%"),
        ("0.08", "bare-rate", "0.08% or 8%"),
        ("1", "bare-rate", "1% or 100%"),
        ("eight", "rate-unreadable", None),
        ("%", "rate-unreadable", None),
        ("NaN%", "rate-unreadable", None),
    ],
)
def test_a_bare_number_is_no_rate_and_the_two_readings_are_named(
    text: str, code: str, mend: str | None
) -> None:
    with pytest.raises(Unreadable) as problem:
        read_rate(text)
    assert (problem.value.code, problem.value.values.get("mend")) == (code, mend)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("18 months", 1.5), ("1.5 years", 1.5), ("2 quarters", 0.5), ("73 days", 0.2), ("6 weeks", 42 / 365),
        ("P18M", 1.5), ("P2Y", 2.0), ("18개월", 1.5), ("12년", 12.0), ("1 year", 1.0), ("0 days", 0.0),
    ],
)  # fmt: skip
def test_a_duration_is_read_in_years(text: str, years: float) -> None:
    assert float(read_duration(text)) == pytest.approx(years, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("18", "bare-duration"), ("1y6", "duration-unreadable"), ("-2 years", "duration-negative"),
        ("soon", "duration-unreadable"), ("", "duration-unreadable"),
    ],
)  # fmt: skip
def test_a_length_without_unit_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read_duration(text)
    assert problem.value.code == code


def test_a_bare_number_may_be_months_or_years() -> None:
    with pytest.raises(Unreadable) as problem:
        read_duration("18")
    assert problem.value.values["mend"] == "18 months or 18 years"


def test_a_date_is_iso_and_a_month_its_first_day() -> None:
    assert read_date("2031-06-30") == dt.date(2031, 6, 30)
    assert read_date(" 2031-06 ") == dt.date(2031, 6, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("06/30/2031", "date-order"), ("30.06.31", "date-order"), ("2031/06/30", "date-order"), ("31-06-30", "date-order"),
        ("2031-02-30", "date-impossible"), ("2031-13", "date-impossible"), ("0000-01-01", "date-impossible"),
        ("tomorrow", "date-unreadable"), ("2031", "date-unreadable"),
    ],
)  # fmt: skip
def test_any_other_date_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read_date(text)
    assert problem.value.code == code


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2028-02", "2028-02-01", "2028-02-29"), ("9999-12", "9999-12-01", "9999-12-31")],
)
def test_a_deadline_in_a_month_is_asked_which_day(text: str, first: str, last: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read_date(text, to_the_day=True)
    assert problem.value.code == "date-without-day"
    assert (problem.value.values["first"], problem.value.values["last"]) == (first, last)


def test_an_impossible_month_is_impossible_to_the_day_too() -> None:
    for text in ("2031-13", "0000-01"):
        with pytest.raises(Unreadable):
            read_date(text, to_the_day=True)


@pytest.mark.parametrize(("text", "value"), [("1.5", "1.5"), ("3", "3"), ("1,000", "1000")])
def test_a_number_is_read(text: str, value: str) -> None:
    assert read_quantity(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["3x", "", "1e3", "５%"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_quantity(text)


@given(
    st.decimals(min_value=0, max_value=1000, places=4), st.sampled_from(["years", "months", "days", "weeks"])
)
def test_what_is_spelled_reads_back(number: Decimal, unit: str) -> None:
    assert read_duration(str(Duration(number, unit))) == Duration(number, unit)
    assert read_rate(str(Rate(number))).value == number


@given(st.text(max_size=30))
def test_any_text_is_read_or_unreadable(text: str) -> None:
    for read in (read_rate, read_duration, read_date, read_quantity):
        with suppress(Unreadable):
            read(text)
