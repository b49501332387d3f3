"""Law 3: the unit of money, the order of what is written and the names of things do not matter."""

from __future__ import annotations

import pytest
from hypothesis import given

from dealcraft.engine.value import value
from tests.laws.changes import renamed, reversed_, scale_of, scaled, worth
from tests.strategies import Tree, readable, sheets

NAMES = {
    "a": "owner",
    "b": "second",
    "c": "third",
    "x": "thing",
    "y": "other",
    "us": "west",
    "eu": "east",
    "jp": "far",
}


@given(sheets())
def test_four_times_the_money_is_four_times_the_value(data: Tree) -> None:
    once, four = value(readable(data)), value(readable(scaled(data, 4)))
    assert worth(four) == pytest.approx(
        {key: 4 * npv for key, npv in worth(once).items()}, rel=1e-9, abs=1e-8
    )
    for name, found in once.structures.items():
        other = four.structures[name]
        amounts = {(c.path, c.kind, c.payer, c.payee): 4 * c.nominal for c in found.clauses}
        assert {(c.path, c.kind, c.payer, c.payee): c.nominal for c in other.clauses} == pytest.approx(
            amounts, rel=1e-9
        )
        assert other.headline == pytest.approx(4 * found.headline, rel=1e-9)


@given(sheets())
def test_the_order_of_markets_parties_structures_and_clauses_does_not_matter(data: Tree) -> None:
    forth, back = value(readable(data)), value(readable(reversed_(data)))
    assert worth(back) == pytest.approx(worth(forth), rel=1e-9, abs=1e-9 * scale_of(forth))


@given(sheets())
def test_names_do_not_matter(data: Tree) -> None:
    before, after = value(readable(data)), value(readable(renamed(data, NAMES)))
    expected = {(name, NAMES[party]): npv for (name, party), npv in worth(before).items()}
    assert worth(after) == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale_of(before))
