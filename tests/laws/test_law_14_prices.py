"""Law 14: a clause that cannot act has a price of exactly nothing, and prices do not depend on names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from dealcraft.analysis.clauses import Prices, clauses
from dealcraft.engine.value import value
from dealcraft.terms.sheet import Sheet
from tests.laws.changes import renamed, scale_of, with_each
from tests.laws.test_law_03_sameness import NAMES
from tests.laws.test_law_10_rights import add_inert
from tests.strategies import Tree, readable, sheets


def priced(sheet: Sheet, structure: str) -> Prices:
    """What the clauses of *structure* are worth in the base case."""

    def valued(of: Sheet, names: tuple[str, ...]) -> object:
        return value(of, run="base", structures=names)

    valuation = value(sheet, run="base", structures=[structure])
    return clauses(sheet, valuation, structure=structure, value=valued)  # type: ignore[arg-type]


@settings(max_examples=8)
@given(sheets(kinds=["licence", "assignment", "collaboration"]))
def test_a_clause_that_cannot_act_is_priced_at_exactly_nothing(data: Tree) -> None:
    sheet = readable(with_each(data, add_inert))
    for name in sheet.structures:
        found = {str(row.path): row.price for row in priced(sheet, name).rows}
        inert = [price for path, price in found.items() if path.endswith((".never", ".late"))]
        assert inert or sheet.structures[name].kind == "package"
        assert all(amount == 0.0 for price in inert for amount in price.values())


@settings(max_examples=6)
@given(sheets(without=["packages"]))
def test_prices_do_not_depend_on_names(data: Tree) -> None:
    sheet, other = readable(data), readable(renamed(data, NAMES))
    name = next(iter(sheet.structures))
    scale = scale_of(value(sheet, run="base"))
    theirs = {str(row.path): row.price for row in priced(other, name).rows}
    for row in priced(sheet, name).rows:
        path = ".".join(NAMES.get(step, step) for step in str(row.path).split("."))
        expected = {NAMES[party]: amount for party, amount in row.price.items()}
        assert theirs[path] == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale)
