"""Law 12: a sheet with the number that was solved for, spelled as printed, meets the target to 1e-9."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dealcraft import load
from dealcraft.analysis.levers import Lever, within
from dealcraft.analysis.solve import Solution, solve
from dealcraft.analysis.study import How
from dealcraft.analysis.targets import Measure, Target, read_target
from dealcraft.engine.value import value
from dealcraft.report.results._solved import changes
from dealcraft.terms.paths import replace_all
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from tests.golden.test_golden import EXAMPLES, SHEETS


@cache
def read(name: str) -> Sheet:
    """An example."""
    return load(EXAMPLES / name)


def worth(sheet: Sheet, structure: str, run: str) -> dict[str, float]:
    """What *structure* is worth to each party."""
    parties = value(sheet, run=run, structures=[structure]).structures[structure].parties  # type: ignore[arg-type]
    return {name: party.npv for name, party in parties.items()}


def holds(sheet: Sheet, found: Solution, party: str, structure: str, run: str, wanted: float) -> None:
    """Every solution of *found* meets its target when the sheet is valued anew, with the text that is printed."""
    for met in found.solutions:
        again = replace_all(sheet, {Path.parse(path): text for path, text in changes(found, met).items()})
        assert worth(again, structure, run)[party] == pytest.approx(wanted, rel=1e-9, abs=1e-3)


@settings(max_examples=40)
@given(st.data())
def test_a_solved_example_meets_its_target(data: st.DataObject) -> None:
    sheet = read(data.draw(st.sampled_from(SHEETS)))
    structure = data.draw(st.sampled_from(list(sheet.structures)))
    terms = list(within(sheet, structure))
    assume(terms)
    term: Lever = data.draw(st.sampled_from(terms))
    meant = term.held(term.now * data.draw(st.floats(0.5, 1.5)))
    try:
        wanted = worth(replace_all(sheet, term_texts(term, meant)), structure, "base")[sheet.decides]
    except ValueError:
        assume(False)
    assume(abs(wanted) > 1e3)
    target = Target("", Measure("npv", sheet.decides, structure), wanted)
    found = solve(sheet, term.path, target, how=How("base"))
    holds(sheet, found, sheet.decides, structure, "base", wanted)
    low, high = found.bracket
    assert found.solutions or found.leaps or found.unsound or not low <= meant <= high


def term_texts(term: Lever, number: float) -> dict[Path, str]:
    """What is written for *number*."""
    return {path: term.spelled(share) for path, share in term.case(number).items()}


@pytest.mark.parametrize(
    ("name", "path", "figure", "wanted"),
    [
        ("hb12/hb12.deal.yaml", "structures.licence.payments.upfront", "npv(hanbit)", 55e6),
        ("hb12/hb12.deal.yaml", "structures.codevelopment.profit_share.hanbit", "npv(rhein)", 40e6),
        ("hb12/hb12.deal.yaml", "markets.us.sales.peak", "npv(hanbit, licence)", 70e6),
    ],
)
def test_so_does_one_whose_inputs_are_drawn(name: str, path: str, figure: str, wanted: float) -> None:
    sheet, term = read(name), Path.parse(path)
    structure = str(term[1]) if term[0] == "structures" else None
    target = read_target(f"{figure} = {wanted:.0f}", sheet, structure=structure)
    found = solve(sheet, term, target)
    assert found.solutions
    holds(sheet, found, target.left.party, target.left.structure, "expected", wanted)
