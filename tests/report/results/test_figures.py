"""Numbers as people read them: four digits at most, one unit a page, decimal points in line."""

from __future__ import annotations

import datetime as dt

import pytest

from dealcraft.report.results import _figures as figures


@pytest.mark.parametrize(
    ("amounts", "scale", "word"),
    [
        ([60.1e6, -7.8e6], 1e6, "million"),
        ([1.2e6], 1e6, "million"),
        ([9.9e9], 1e6, "million"),
        ([83e9], 1e9, "billion"),
        ([45_000.0], 1e3, "thousand"),
        ([950.0], 1.0, ""),
        ([0.0], 1.0, ""),
        ([], 1.0, ""),
        ([float("nan"), 2e6], 1e6, "million"),
    ],
)
def test_the_largest_amount_sets_the_unit(amounts: list[float], scale: float, word: str) -> None:
    unit = figures.unit_for(amounts)
    assert (unit.scale, unit.word) == (scale, word)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (48.24, 1, "48.2"),
        (-7.84, 1, "−7.8"),
        (999.94, 1, "999.9"),
        (999.96, 1, "1,000"),
        (1365.4, 1, "1,365"),
        (12345.6, 1, "12,350"),
        (-123456789.0, 1, "−123,500,000"),
        (0.0, 1, "0.0"),
        (-0.04, 1, "0.0"),
        (9.999, 2, "10.00"),
        (1.234, 2, "1.23"),
    ],
)
def test_a_number_has_four_digits_at_most_and_a_real_minus(value: float, decimals: int, text: str) -> None:
    assert figures.number(value, decimals) == text


def test_a_difference_carries_its_sign() -> None:
    unit = figures.unit_for([50e6])
    assert unit.money(12.3e6, sign=True) == "+12.3"
    assert unit.money(-12.3e6, sign=True) == "−12.3"
    assert unit.money(0.0, sign=True) == "0.0"


@pytest.mark.parametrize("amount", [None, float("nan"), float("inf")])
def test_what_does_not_apply_is_a_dash(amount: float | None) -> None:
    assert figures.unit_for([50e6]).money(amount) == figures.NONE


@pytest.mark.parametrize(("amount", "text"), [(0.31e6, "0.3"), (0.012e6, "0.01"), (0.0001e6, "")])
def test_a_standard_error_has_one_decimal_more_where_it_needs_it(amount: float, text: str) -> None:
    assert figures.unit_for([50e6]).error(amount) == text


def test_decimal_points_stand_in_one_column() -> None:
    texts = figures.in_line(["1,365", "−7.8", "–", "48.25"])
    assert texts == ["1,365   ", "−7.8 ", "–   ", "48.25"]


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.62, "62%"),
        (0.0, "0%"),
        (1.0, "100%"),
        (0.004, "<1%"),
        (0.996, ">99%"),
        (1.0 - 2e-15, "100%"),  # weights that sum to one but for rounding
        (-0.12, "−12%"),
        (None, "–"),
    ],
)
def test_a_share_that_is_not_quite_all_or_nothing_says_so(share: float | None, text: str) -> None:
    assert figures.percent(share) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 1, 1), "2026-01"),
        (dt.date(2026, 1, 1), dt.date(2026, 10, 1), "2026-01 – 10"),
        (dt.date(2034, 1, 1), dt.date(2043, 1, 1), "2034 – 2043"),
        (None, None, "–"),
    ],
)
def test_a_span_of_time_is_as_exact_as_it_needs_to_be(first: dt.date, last: dt.date, text: str) -> None:
    assert figures.span(first, last) == text


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_sentence(words: list[str], text: str) -> None:
    assert figures.listed(words) == text
