"""Law 4: where nothing can fail `expected` is `success`; `plain` draws what `expected` enumerates."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given, settings

from dealcraft.engine.value import value
from tests.laws.changes import Place, changed, scale_of
from tests.strategies import Tree, readable, sheets


def certain(data: Tree) -> Tree:
    """The same with every phase and every party certain of success."""

    def sure(place: Place, text: str) -> Any:
        return "100%" if place[-1:] == ("success",) else text

    return dict(changed(data, sure))


@given(sheets(without=["shelving", "uncertain", "clauses"]))
def test_without_risk_what_is_expected_is_success(data: Tree) -> None:
    valuation = value(readable(certain(data)))
    for found in valuation.structures.values():
        for party in found.parties.values():
            assert math.isclose(
                party.npv, party.npv_if_success, rel_tol=1e-9, abs_tol=1e-9 * scale_of(valuation)
            )


@settings(max_examples=6)
@given(sheets())
def test_drawing_everything_agrees_with_counting_within_four_standard_errors(data: Tree) -> None:
    sheet, trials = readable(data), 4000
    exact, drawn = value(sheet), value(sheet, run="plain", trials=trials, seed=5)
    for name, found in exact.structures.items():
        for party, worth in found.parties.items():
            error = worth.distribution.sd / math.sqrt(trials)
            gap = abs(drawn.structures[name].parties[party].npv - worth.npv)
            assert gap <= 4 * error + 1e-9 * scale_of(exact), (name, party, gap, error)
