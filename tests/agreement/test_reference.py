"""The engine against the reference, on random sheets: every scenario, then the expected figures."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from dealcraft.engine.decisions import decide
from dealcraft.engine.project import project
from dealcraft.engine.value import value
from dealcraft.terms.sheet import Sheet
from tests import reference
from tests.agreement.scenarios import in_reference
from tests.cases.compare import differences
from tests.engine.figures import figures, lowered
from tests.laws.changes import RIGHTS, holds
from tests.strategies import Tree, is_coherent, readable, sheets

TOLERANCE = 1e-9


def disagreements(sheet: Sheet) -> list[str]:
    """Each party's present value in each scenario of each structure where the two methods differ, decisions made alike."""
    plan, scenarios = lowered(sheet)
    found = []
    for name, structure in plan.structures.items():
        made, _ = decide(plan, structure, scenarios)
        ours = project(plan, structure, made).values.npv
        for index in range(made.size):
            scenario = in_reference(plan, structure, made, index)
            theirs = reference.value_structure(sheet, name, scenario).npv
            for party, npv in theirs.items():
                if abs(npv - ours[party][index]) > TOLERANCE * plan.largest:
                    found.append(f"{name}, {party}: {ours[party][index]!r}, reference {npv!r} in {scenario}")
    return found


@given(sheets())
def test_every_party_is_worth_the_same_in_every_scenario(data: Tree) -> None:
    found = disagreements(readable(data))
    assert not found, "\n".join(found[:5])


@given(sheets(), st.sampled_from(RIGHTS))
def test_every_party_is_worth_the_same_where_someone_decides(data: Tree, right: str) -> None:
    assume(holds(data, right))
    sheet = readable(data)
    assume(is_coherent(sheet))
    found = disagreements(sheet)
    assert not found, "\n".join(found[:5])


@given(sheets())
def test_expected_figures_are_the_same(data: Tree) -> None:
    sheet = readable(data)
    found = differences(reference.value(sheet), figures(value(sheet)))
    assert not found, "\n".join(found)
