"""Numbers of a sheet are written as people write them."""

from __future__ import annotations

import pytest

from dealcraft.report.results._spelled import spelled
from dealcraft.terms.paths import Plain
from dealcraft.units.duration import read_duration
from dealcraft.units.money import read_money, read_per_time
from dealcraft.units.rate import read_rate


@pytest.mark.parametrize(
    ("unit", "amount", "text"),
    [
        (read_money("35m"), 28e6, "28m"),
        (read_money("35m"), 28_000_000.000000004, "28m"),
        (read_money("1bn"), 1_877_505_980.895475, "1.878bn"),
        (read_money("1bn"), 999_960_000.0, "1bn"),
        (read_money("100"), 0.0, "0"),
        (read_money("100"), 99.95, "99.95"),
        (read_money("100k"), 72_000.0, "72k"),
        (read_money("KRW 500억"), 6e10, "KRW 60bn"),
        (read_money("KRW 300조"), 3.6e14, "KRW 360,000bn"),
        (read_per_time("15m per year"), 18e6, "18m a year"),
        (read_per_time("EUR 1m per quarter"), 4.8e6, "EUR 4.8m a year"),
        (read_rate("13%"), 0.15600000000000003, "15.6%"),
        (read_rate("3%"), 0.0004, "0.04%"),
        (read_rate("3%"), -0.02, "−2%"),
        (read_duration("2 years"), 2.4000000000000004, "2.4 years"),
        (read_duration("12 months"), 0.8, "9.6 months"),
        (read_duration("60 days"), 72 / 365, "72 days"),
    ],
)
def test_a_number_has_four_digits_at_most_and_its_unit(unit: Plain, amount: float, text: str) -> None:
    assert spelled(unit, amount) == text
