"""The engine against the reference, on random sheets: every scenario, then the expected figures."""

from __future__ import annotations

from hypothesis import given

from dealcraft.engine.project import project
from dealcraft.engine.value import value
from dealcraft.terms.sheet import Sheet
from tests import reference
from tests.agreement.scenarios import in_reference
from tests.cases.compare import differences
from tests.engine.figures import figures, lowered
from tests.strategies import Tree, readable, sheets

TOLERANCE = 1e-9


def disagreements(sheet: Sheet) -> list[str]:
    """Each party's present value in each scenario of each structure where the two methods differ."""
    plan, scenarios = lowered(sheet)
    found = []
    for name, structure in plan.structures.items():
        ours = project(plan, structure, scenarios).values.npv
        for index in range(scenarios.size):
            scenario = in_reference(plan, structure, scenarios, index)
            theirs = reference.value_structure(sheet, name, scenario).npv
            for party, npv in theirs.items():
                if abs(npv - ours[party][index]) > TOLERANCE * plan.largest:
                    found.append(f"{name}, {party}: {ours[party][index]!r}, reference {npv!r} in {scenario}")
    return found


@given(sheets())
def test_every_party_is_worth_the_same_in_every_scenario(data: Tree) -> None:
    found = disagreements(readable(data))
    assert not found, "\n".join(found[:5])


@given(sheets())
def test_expected_figures_are_the_same(data: Tree) -> None:
    sheet = readable(data)
    found = differences(reference.value(sheet), figures(value(sheet)))
    assert not found, "\n".join(found)
