"""Two crossings between neighbouring looks are found where the function turns back there, and little is asked elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.analysis.dips import PARTS, ROUNDS, closer
from dealcraft.analysis.roots import Many, Root, crossings
from dealcraft.units.array import Array

CLOSE = 1e-12
LOOKS = np.linspace(0.0, 40.0, 41)


def found(f: Many, looks: Array = LOOKS) -> list[Root]:
    points, values = closer(f, looks, f(looks), close=CLOSE)
    return [
        one for one in crossings(f, points.tolist(), values.tolist(), close=CLOSE) if isinstance(one, Root)
    ]


def asked(f: Many) -> int:
    """How many more points than the looks are asked for."""
    return closer(f, LOOKS, f(LOOKS), close=CLOSE)[0].size - LOOKS.size


@pytest.mark.parametrize("sign", [1.0, -1.0])
@given(st.floats(0.5, 39.0), st.floats(0.01, 0.45))
def test_two_roots_of_a_parabola_within_one_step_are_both_found(
    sign: float, middle: float, half: float
) -> None:
    roots = [one.at for one in found(lambda x: sign * ((x - middle) ** 2 - half**2))]
    assert roots == pytest.approx([middle - half, middle + half], abs=1e-6)


def test_a_tip_between_two_lines_is_found() -> None:
    # down to -0.1 at 7.3 and up again, both lines at 0.2 and more where they are looked at
    roots = [one.at for one in found(lambda x: np.abs(x - 7.3) - 0.1)]
    assert roots == pytest.approx([7.2, 7.4], abs=1e-9)


def test_two_roots_in_the_first_step_or_the_last_are_found() -> None:
    assert len(found(lambda x: (x - 0.3) * (x - 0.6))) == 2
    assert len(found(lambda x: (x - 39.4) * (x - 39.7))) == 2


def test_what_cannot_turn_back_through_zero_is_not_asked_again() -> None:
    assert asked(lambda x: x + 1.0) == 0
    assert asked(lambda x: (x - 20.4) ** 2 + 1.0) == 0
    assert asked(lambda x: np.exp(-x) + 1.0) == 0
    assert asked(lambda x: (x - 10.0) * (x - 30.0)) == 0


def test_what_touches_zero_is_followed_a_few_rounds_only() -> None:
    (root,) = found(lambda x: (x - 20.3) ** 2)
    assert root.at == pytest.approx(20.3, abs=1e-5)
    assert asked(lambda x: (x - 20.3) ** 2) <= 3 * ROUNDS * PARTS


def test_where_it_has_no_value_nothing_is_asked() -> None:
    assert asked(lambda x: np.where(x < 10.0, np.nan, x)) == 0
