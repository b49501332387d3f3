"""Money: every spelling of the language, and every refusal with its mend."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.errors import Unreadable
from dealcraft.units import Money, PerTime, read_currency, read_money, read_per_time


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("40m", "40000000", None),
        ("1.2bn", "1200000000", None),
        ("250k", "250000", None),
        ("4000000", "4000000", None),
        ("USD 40m", "40000000", "USD"),
        ("usd 40m", "40000000", "USD"),
        ("USD40m", "40000000", "USD"),
        ("KRW 500억", "50000000000", "KRW"),
        ("1조 2,000억", "1200000000000", None),
        ("5천만", "50000000", None),
        ("KRW 3백억", "30000000000", "KRW"),
        ("1조 2천억 5천만", "1200050000000", None),
        ("3만", "30000", None),
        ("40M", "40000000", None),
        ("40MM", "40000000", None),
        ("40 million", "40000000", None),
        ("5,000,000", "5000000", None),
        ("  7.5 bn ", "7500000000", None),
        (".5m", "500000", None),
        ("0", "0", None),
    ],
)
def test_an_amount_is_read_as_it_is_written(text: str, amount: str, currency: str | None) -> None:
    assert read_money(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "code", "mend"),
    [
        ("$40m", "money-symbol", "USD 40m or AUD 40m or CAD 40m"),
        ("40m €", "money-symbol", "EUR 40m"),
        ("40m USD", "money-order", "USD 40m"),
        ("BGN 5m", "currency-retired", "EUR"),
        ("NaN", "money-unreadable", None),
        ("inf", "money-unreadable", None),
        ("Infinity", "money-unreadable", None),
        ("1e6", "money-unreadable", None),
        ("40x", "money-unreadable", None),
        ("40m 30k", "money-unreadable", None),
        ("", "money-unreadable", None),
        ("억", "money-unreadable", None),
        ("2억 1조", "money-unreadable", None),
        ("4,00", "money-unreadable", None),
        ("9" * 41, "number-too-long", None),
    ],
)
def test_an_amount_that_could_be_two_is_refused_with_the_mend(text: str, code: str, mend: str | None) -> None:
    with pytest.raises(Unreadable) as problem:
        read_money(text)
    assert problem.value.code == code
    assert problem.value.values.get("mend") == mend


def test_a_misspelt_currency_is_told_the_nearest() -> None:
    with pytest.raises(Unreadable) as problem:
        read_currency("EUE")
    assert (problem.value.code, problem.value.values["hint"]) == ("currency-unknown", "EUR")


@pytest.mark.parametrize(
    ("text", "per_year"),
    [("4m per year", 4e6), ("100k per quarter", 4e5), ("1k a month", 12e3), ("EUR 2m per annum", 2e6)],
)
def test_money_per_time_is_a_yearly_figure(text: str, per_year: float) -> None:
    assert float(read_per_time(text)) == per_year


def test_money_without_its_time_is_refused() -> None:
    with pytest.raises(Unreadable) as problem:
        read_per_time("4m")
    assert problem.value.code == "per-time-missing"
    with pytest.raises(Unreadable) as problem:
        read_per_time("4x")
    assert problem.value.code == "money-unreadable"


@given(
    st.decimals(min_value=0, max_value=10**13, places=3, allow_nan=False, allow_infinity=False),
    st.sampled_from([None, "USD", "KRW"]),
)
def test_an_amount_reads_back_as_it_spells_itself(amount: Decimal, currency: str | None) -> None:
    money = Money(amount, currency)
    assert read_money(str(money)) == money
    assert str(read_per_time(str(PerTime(money, "quarter")))) == f"{money} per quarter"


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_unreadable(text: str) -> None:
    with suppress(Unreadable):
        assert read_money(text).amount.is_finite()
