"""Law 11: how scenarios are cut into blocks, and what else is valued, does not change a result."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcraft.engine import books
from dealcraft.engine.value import value
from tests.laws.changes import worth
from tests.strategies import Tree, readable, sheets


def drawn(data: Tree) -> Tree:
    """The same with sales that are drawn, so that there are many scenarios."""
    for market in data["markets"].values():
        if "peak" in market["sales"]:
            market["sales"]["peak"] = {"triangular": ["20", "60", "220"]}
        else:
            market["costs"]["goods"] = {"uniform": ["5%", "30%"]}
    return data


@settings(max_examples=5)
@given(sheets(without=["two assets", "uncertain"]), st.sampled_from([(3, 7), (64, 100), (4096, 100_000)]))
def test_the_size_of_blocks_does_not_matter(data: Tree, sizes: tuple[int, int]) -> None:
    sheet = readable(drawn(data))
    usual = value(sheet, trials=1500)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(books, "SMALL", sizes[0])
        patch.setattr(books, "BLOCK", sizes[1])
        patch.setattr(books, "EASY", sizes[1])
        other = value(sheet, trials=1500)
    assert worth(other) == pytest.approx(worth(usual), rel=1e-12, abs=1e-9)
    for name, found in usual.structures.items():
        for party, mine in found.parties.items():
            theirs = other.structures[name].parties[party]
            assert theirs.npvs == pytest.approx(mine.npvs, rel=1e-12, abs=1e-9)
            assert theirs.distribution.p5 == pytest.approx(mine.distribution.p5, rel=1e-12, abs=1e-9)


@given(sheets())
def test_a_structure_is_worth_the_same_alone(data: Tree) -> None:
    sheet = readable(data)
    together = worth(value(sheet))
    for name in sheet.structures:
        assert worth(value(sheet, structures=[name])).items() <= together.items()


@given(sheets(), st.integers(0, 5))
def test_a_seed_changes_nothing_where_nothing_is_drawn(data: Tree, seed: int) -> None:
    sheet = readable(data)
    assert worth(value(sheet, seed=seed)) == worth(value(sheet))
