"""Quasi-random points: stratified, each input its own, the first of a longer row those of a shorter."""

from __future__ import annotations

import numpy as np
import pytest

from dealcraft.engine.draws import points
from dealcraft.units import Path

HERE, THERE = Path.parse("markets.us.sales.peak"), Path.parse("markets.jp.sales.peak")


@pytest.mark.parametrize("path", [HERE, THERE])
@pytest.mark.parametrize("count", [4, 64, 1024])
def test_each_row_has_one_point_in_each_of_as_many_equal_parts(path: Path, count: int) -> None:
    rows = points(0, path, replicates=range(16), own=range(count))
    assert rows.shape == (16, count)
    assert ((rows > 0) & (rows < 1)).all()
    for row in np.floor(rows * count).astype(int):
        assert sorted(row) == list(range(count))


def test_the_first_points_of_a_longer_row_are_those_of_a_shorter() -> None:
    assert (
        points(3, HERE, replicates=range(4), own=range(256))[:, :64]
        == points(3, HERE, replicates=range(4), own=range(64))
    ).all()


def test_rows_are_independent_randomisations() -> None:
    rows = points(0, HERE, replicates=range(64), own=range(4))
    assert len({tuple(row) for row in rows}) == 64
    assert rows.mean(axis=0) == pytest.approx([0.5] * 4, abs=0.15)


def test_points_depend_on_the_seed_and_on_the_name_and_on_nothing_else() -> None:
    usual = points(0, HERE, replicates=range(2), own=range(8))
    assert (points(0, HERE, replicates=range(2), own=range(8)) == usual).all()
    assert (points(1, HERE, replicates=range(2), own=range(8)) != usual).any()
    assert (points(0, THERE, replicates=range(2), own=range(8)) != usual).any()


def test_a_point_is_the_same_whichever_others_are_made_with_it() -> None:
    whole = points(5, HERE, replicates=range(16), own=range(1000))
    part = points(5, HERE, replicates=range(3, 9), own=range(200, 777))
    assert (part == whole[3:9, 200:777]).all()
