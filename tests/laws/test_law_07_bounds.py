"""Law 7: before minimums a royalty lies between nothing and its highest rate on all that was sold."""

from __future__ import annotations

from hypothesis import given

from dealcraft.engine.payments.royalties import earned
from tests.laws.test_law_06_royalty import under_agreements, whole
from tests.strategies import Tree, sheets


@given(sheets(kinds=["licence", "assignment", "collaboration"], without=["extras"]))
def test_a_royalty_lies_between_nothing_and_the_highest_rate_on_the_base(data: Tree) -> None:
    for under in under_agreements(data):
        for line in under.plan.royalties:
            paid, base = whole(under, earned(under, line).rows), whole(under, under.sold(line.cells))
            top = max(under.world.s.num(rate) for rate in line.rates)
            assert (paid >= 0.0).all()
            assert (paid <= top * base + 1e-9).all()
