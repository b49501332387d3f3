"""Law 9: a collaboration in which one side has everything, or a royalty that takes all, is keeping the asset."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given

from dealcraft.engine.value import value
from tests.laws.changes import largest
from tests.strategies import COUNTRIES, Tree, readable, sheets


def _grant(data: Tree) -> Tree:
    return {"territory": [COUNTRIES[cell] for cell in data["markets"]]}


@given(sheets(without=["packages"]))
def test_a_collaboration_led_by_the_owner_who_has_it_all_equals_retain(data: Tree) -> None:
    everything = {"a": "100%", "b": "0%"}
    data["structures"] = {
        "keep": {"kind": "retain"},
        "share": {
            "kind": "collaboration", "partner": "b", "lead": "a", "grant": _grant(data),
            "cost_share": everything, "profit_share": everything,
        },
    }  # fmt: skip
    valuation = value(readable(data))
    keep, share = valuation.structures["keep"], valuation.structures["share"]
    for party in data["parties"]:
        assert share.parties[party].npv == pytest.approx(
            keep.parties[party].npv, rel=1e-9, abs=1e-9 * largest(keep)
        )


@given(sheets(without=["packages", "shelving", "tax"]))
def test_a_royalty_of_all_profit_equals_retain_before_tax(data: Tree) -> None:
    data["parties"]["b"] = copy.deepcopy(data["parties"]["a"])
    for market in data["markets"].values():
        market["costs"] = {key: cost for key, cost in market["costs"].items() if key in ("goods", "selling")}
        market.pop("working_capital", None)
    data["structures"] = {
        "keep": {"kind": "retain"},
        "give": {
            "kind": "licence", "licensee": "b", "developer": "b", "development_costs": {"a": "100%"},
            "grant": {"exclusivity": "exclusive", **_grant(data)},
            "payments": {"royalty": {"base": "profit", "rate": "100%"}},
        },
    }  # fmt: skip
    valuation = value(readable(data))
    keep, give = valuation.structures["keep"], valuation.structures["give"]
    assert give.parties["a"].npv == pytest.approx(keep.parties["a"].npv, rel=1e-9, abs=1e-9 * largest(keep))
    assert give.parties["b"].npv == pytest.approx(0.0, abs=1e-9 * largest(keep))
