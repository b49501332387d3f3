"""Law 8: a licence of everything to a licensee just like the owner, for nothing, moves all value and creates none."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given

from dealcraft.engine.value import value
from tests.laws.changes import largest
from tests.strategies import COUNTRIES, Tree, readable, sheets


@given(sheets(without=["shelving", "packages"]))
def test_a_licence_of_everything_to_the_owners_double_moves_all_value(data: Tree) -> None:
    data.pop("effective", None)  # until then the owner has the rights, and runs what began before
    for asset in data["assets"].values():
        asset.pop("available", None)
    data["parties"]["b"] = copy.deepcopy(data["parties"]["a"])
    grant = {"exclusivity": "exclusive", "territory": [COUNTRIES[cell] for cell in data["markets"]]}
    data["structures"] = {
        "keep": {"kind": "retain"},
        "give": {"kind": "licence", "licensee": "b", "developer": "b", "grant": grant},
    }
    valuation = value(readable(data))
    keep, give = valuation.structures["keep"], valuation.structures["give"]
    assert give.parties["b"].npv == pytest.approx(keep.parties["a"].npv, rel=1e-9, abs=1e-9 * largest(keep))
    assert give.parties["a"].npv == pytest.approx(keep.parties["b"].npv, rel=1e-9, abs=1e-9 * largest(keep))
