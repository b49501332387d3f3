"""Law 2: present values by clause sum to the present value of each party."""

from __future__ import annotations

import pytest
from hypothesis import given

from dealcraft.engine.value import value
from tests.laws.changes import largest, taxed
from tests.strategies import Tree, readable, sheets


@given(sheets())
def test_clauses_sum_to_what_the_structure_is_worth(data: Tree) -> None:
    _hold(data)


@given(sheets())
def test_clauses_sum_to_it_with_every_feature_of_tax_on(data: Tree) -> None:
    _hold(taxed(data))


def _hold(data: Tree) -> None:
    for found in value(readable(data)).structures.values():
        for name, party in found.parties.items():
            clauses = sum(clause.pv.get(name, 0.0) for clause in found.clauses)
            assert clauses == pytest.approx(party.npv, rel=1e-9, abs=1e-9 * largest(found))
        assert found.clauses_sum_to_npv < 1e-9
        for clause in found.clauses:
            assert sum(clause.by_year.values()) == pytest.approx(clause.nominal, rel=1e-9)
