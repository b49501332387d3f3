"""Law 10: a clause that cannot trigger is worth nothing; a right to decide is worth nothing or more to who has it."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from dealcraft.engine.value import value
from tests.laws.changes import RIGHTS, holds, scale_of, with_each, worth
from tests.strategies import Tree, is_coherent, readable, sheets

RECOVERY = {"develop": "true", "sales": "40%", "cost": "9", "reverse_royalty": "5%"}
NEVER = {"when": {"annual_net_sales_below": "0"}, "remedy": "revert", "recovery": RECOVERY}


def add_inert(agreement: Tree) -> None:
    """Give *agreement* clauses that can never act."""
    match agreement["kind"]:
        case "licence":
            agreement.setdefault("step_in", {})["never"] = NEVER
            late = {"achieve": "first sale", "by": "2099-12-31", "remedy": "terminate"}
            agreement.setdefault("diligence", {})["late"] = late
        case "assignment":
            agreement.setdefault("reversion", {})["never"] = NEVER
        case "collaboration":
            agreement.setdefault("step_in", {})["never"] = NEVER


@given(sheets())
def test_a_clause_that_cannot_trigger_is_worth_exactly_nothing(data: Tree) -> None:
    assert worth(value(readable(with_each(data, add_inert)))) == worth(value(readable(data)))


@given(sheets(), st.sampled_from(RIGHTS))
def test_a_right_to_decide_is_never_worth_less_than_nothing_to_its_holder(data: Tree, right: str) -> None:
    assume(holds(data, right))
    sheet = readable(data)
    assume(is_coherent(sheet))
    valuation = value(sheet)
    for found in valuation.structures.values():
        if len({decision.holder for decision in found.decisions}) == 1:
            for decision in found.decisions:
                assert decision.worth[decision.holder] >= -1e-9 * scale_of(valuation), decision
