"""Crossings of a function of one number: all that the looks tell apart, leaps told from roots, gaps passed over."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.analysis.roots import Jump, Root, around, astride, crossings, polished, searched
from dealcraft.units.array import Array

CLOSE = 1e-12


def test_every_root_of_a_cubic_is_found_in_rising_order() -> None:
    found = searched(lambda x: (x - 1.0) * (x - 2.5) * (x - 4.0), np.linspace(0.0, 5.0, 41), close=CLOSE)
    assert [one.at for one in found] == pytest.approx([1.0, 2.5, 4.0], abs=1e-9)
    assert all(isinstance(one, Root) and abs(one.value) <= CLOSE for one in found)


def test_a_leap_is_no_root() -> None:
    (leap,) = searched(lambda x: np.where(x < 1.7, -2.0, 3.0), np.linspace(0.0, 5.0, 11), close=CLOSE)
    assert isinstance(leap, Jump)
    assert (leap.before, leap.after) == (-2.0, 3.0)
    assert leap.at == pytest.approx(1.7, rel=1e-12)


def test_a_function_that_is_nothing_over_a_stretch_is_met_at_its_first_point() -> None:
    found = searched(lambda x: np.maximum(x - 3.0, 0.0), np.linspace(0.0, 5.0, 6), close=CLOSE)
    assert [one.at for one in found] == [0.0]


def test_where_it_has_no_value_it_crosses_nothing() -> None:
    def f(x: Array) -> Array:
        return np.where((x > 1.0) & (x < 2.0), np.nan, x - 1.5)

    looks = np.linspace(0.0, 3.0, 31)
    found = crossings(f, looks.tolist(), f(looks).tolist(), close=CLOSE)
    assert [type(one) for one in found] == [Jump]  # from below to above across the gap, never at nothing


@given(st.floats(0.01, 9.99), st.floats(0.1, 10.0), st.integers(1, 4))
def test_a_root_of_a_rising_function_is_met_as_nearly_as_numbers_allow(
    at: float, slope: float, power: int
) -> None:
    def f(x: Array) -> Array:
        return slope * (np.power(x, power) - at**power)

    (found,) = searched(f, np.linspace(0.0, 10.0, 21), close=CLOSE)
    assert isinstance(found, Root)
    assert found.at == pytest.approx(at, rel=1e-9)


def test_a_rough_picture_says_where_to_ask() -> None:
    asked: list[float] = []

    def f(x: Array) -> Array:
        asked.extend(x.tolist())
        return x - 6.2

    looks = np.linspace(0.0, 10.0, 101)
    (found,) = searched(f, looks, rough=lambda x: x - 6.3, close=CLOSE)
    assert found.at == pytest.approx(6.2)
    assert len(asked) < 20


def test_the_ends_and_the_extremes_are_always_asked_for() -> None:
    looks = np.linspace(0.0, 10.0, 11)
    rough = np.array([5.0, 6, 7, 99, 7, 6, 5, 1, 2, 3, 4])
    assert around(looks, rough).tolist() == [0.0, 3.0, 7.0, 10.0]


def test_where_a_rough_picture_changes_sign_both_neighbours_are_asked_for() -> None:
    looks, rough = np.arange(7.0), np.array([-3.0, -1, 2, np.nan, 5, 4, -1])
    assert astride(looks, rough).tolist() == [1.0, 2.0, 5.0, 6.0]
    assert astride(looks, np.abs(rough)).size == 0


def test_roots_next_to_starts_are_found_together_and_none_where_there_is_none() -> None:
    def f(asked):  # type: ignore[no-untyped-def]
        return np.array([x * x - 2.0 if index == 0 else x * x + 1.0 for index, x in asked])

    one, other = polished(f, [1.4, 0.5], close=CLOSE)
    assert one is not None
    assert one.at == pytest.approx(2**0.5, abs=1e-9)
    assert other is None
