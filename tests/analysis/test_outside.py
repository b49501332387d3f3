"""What a party has without this deal: as stated, else of an owner the greater of retaining and 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dealcraft.analysis.compare import Outside
from dealcraft.analysis.outside import RETAIN, outside
from dealcraft.engine.result import Valuation
from dealcraft.terms.load import validate
from dealcraft.terms.sheet import Sheet
from tests.analysis import made

LICENCE = {
    "kind": "licence",
    "licensee": "b",
    "grant": {"exclusivity": "exclusive", "territory": "worldwide"},
}


def sheet(structures: dict[str, Any], **parties: Any) -> Sheet:
    found, problems = validate(
        {
            "dealcraft": "1",
            "valuation": {"currency": "USD"},
            "decides": "a",
            "fx": {"EUR": "2"},
            "parties": {"a": {}, "b": {}, **parties},
            "assets": {"x": {}},
            "structures": structures,
        }
    )
    assert found is not None, problems
    return found


def never(_: Sheet, names: Sequence[str]) -> Valuation:
    raise AssertionError(f"asked for {names}")


def test_an_owner_has_what_retaining_brings_and_others_nothing() -> None:
    valued = made.simple({"keep": {"a": [7.0], "b": [0.0]}, "deal": {"a": [9.0], "b": [1.0]}})
    found = outside(sheet({"keep": {"kind": "retain"}, "deal": LICENCE}), valued, value=never)
    assert found == {"a": Outside(7.0, (), "keep"), "b": Outside(0.0)}


def test_an_owner_need_not_retain_at_a_loss() -> None:
    valued = made.simple({"keep": {"a": [-7.0], "b": [0.0]}})
    assert outside(sheet({"keep": {"kind": "retain"}}), valued, value=never)["a"] == Outside(0.0)


def test_of_several_ways_to_retain_the_best_counts() -> None:
    valued = made.simple({"lean": {"a": [8.0], "b": [0.0]}, "rich": {"a": [7.0], "b": [0.0]}})
    terms = sheet({"rich": {"kind": "retain"}, "lean": {"kind": "retain"}})
    assert outside(terms, valued, value=never)["a"].structure == "lean"


def test_where_no_structure_retains_one_is_added_and_valued() -> None:
    asked = list[tuple[Sheet, tuple[str, ...]]]()

    def value(of: Sheet, names: Sequence[str]) -> Valuation:
        asked.append((of, tuple(names)))
        return made.simple({RETAIN: {"a": [3.0], "b": [0.0]}})

    found = outside(sheet({"deal": LICENCE}), made.simple({"deal": {"a": [9.0], "b": [1.0]}}), value=value)
    assert found["a"] == Outside(3.0, (), RETAIN)
    assert [names for _, names in asked] == [(RETAIN,)]
    assert asked[0][0].structures[RETAIN].kind == "retain"


@pytest.mark.parametrize(("stated", "npv"), [("5m", 5e6), ("EUR 5m", 10e6), ({"uniform": ["1m", "3m"]}, 2e6)])
def test_a_stated_amount_counts_in_the_currency_of_the_valuation(stated: Any, npv: float) -> None:
    terms = sheet({"deal": LICENCE}, a={"outside": {"npv": stated}})
    found = outside(terms, made.simple({"deal": {"a": [9.0], "b": [1.0]}}), value=never)
    assert found["a"] == Outside(npv)


def test_a_stated_structure_counts_at_its_value_even_if_it_was_not_asked_for() -> None:
    terms = sheet(
        {"deal": LICENCE, "other": LICENCE},
        a={"outside": {"structure": "deal"}},
        b={"outside": {"structure": "other"}},
    )

    def value(_: Sheet, names: Sequence[str]) -> Valuation:
        assert list(names) == ["other"]
        return made.simple({"other": {"a": [0.0], "b": [4.0]}})

    found = outside(terms, made.simple({"deal": {"a": [9.0], "b": [1.0]}}), value=value)
    assert found == {"a": Outside(9.0, (), "deal"), "b": Outside(4.0, (), "other")}
