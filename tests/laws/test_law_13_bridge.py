"""Law 13: a bridge sums to the difference, the way back is its exact negative, words are worth nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dealcraft.analysis.bridge import Bridge, bridge
from dealcraft.analysis.clauses import optional, without
from dealcraft.analysis.study import How
from dealcraft.engine.value import value
from dealcraft.terms.load import validate
from dealcraft.terms.paths import PLAIN, leaves, spell
from dealcraft.terms.paths import set_value as with_value
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from tests.laws.changes import changed, renamed, scale_of
from tests.laws.test_law_03_sameness import NAMES
from tests.strategies import Tree, is_coherent, readable, sheets


@st.composite
def versions(draw: st.DrawFn) -> tuple[Tree, Tree]:
    """A sheet, and the same with a few numbers lowered and a few clauses taken out."""
    data = draw(sheets(without=["packages"]))
    sheet = readable(data)
    clauses = [path for name in sheet.structures for path in optional(sheet, name)]
    numbers = [(path, leaf) for path, leaf in leaves(sheet) if isinstance(leaf, PLAIN)]
    gone = draw(st.lists(st.sampled_from(clauses), max_size=3, unique=True)) if clauses else []
    new: Tree = dict(data)
    for path, leaf in draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=4, unique_by=str)):
        if path[0] != "valuation":
            new = with_value(new, path, spell(leaf, float(leaf) * 0.75))
    new = without(new, gone)
    made, _ = validate(new)
    assume(made is not None and is_coherent(made))
    return data, new


def bridged(old: Sheet, new: Sheet) -> Bridge:
    return bridge(old, new, value(old, run="base"), value(new, run="base"), how=How("base", 0))


def effects(found: Bridge) -> Mapping[tuple[str, str, str], float]:
    return {
        (str(found.changes[step.changes[0]].path), name, party): amount
        for step in found.steps
        for name, by in step.effect.items()
        for party, amount in by.items()
    }


@given(versions())
def test_the_steps_sum_to_the_difference(pair: tuple[Tree, Tree]) -> None:
    old, new = map(readable, pair)
    found = bridged(old, new)
    before, after = value(old, run="base"), value(new, run="base")
    for name, one in before.structures.items():
        for party, worth in one.parties.items():
            total = sum(step.effect[name][party] for step in found.steps)
            gap = after.structures[name].parties[party].npv - worth.npv
            assert total == pytest.approx(gap, rel=1e-9, abs=1e-9 * scale_of(before, after))


@settings(max_examples=8)
@given(versions(), st.data())
def test_the_steps_as_a_party_sees_them_sum_to_the_difference_of_its_view(
    pair: tuple[Tree, Tree], data: st.DataObject
) -> None:
    old, new = map(readable, pair)
    common = dict(leaves(new))
    numbers = [(p, leaf) for p, leaf in leaves(old) if isinstance(leaf, PLAIN) and p in common]
    path, leaf = data.draw(st.sampled_from([one for one in numbers if one[0][0] in ("assets", "markets")]))
    who = data.draw(st.sampled_from(list(old.parties)))
    view = {str(path): spell(leaf, float(leaf) * 0.75)}
    believed = [with_value(one, Path(("parties", who, "view")), view) for one in pair]
    assume(all(made is not None and is_coherent(made) for made, _ in map(validate, believed)))
    old, new = map(readable, believed)
    seen, before, after = bridged(old, new).views[who], value(old, run="base"), value(new, run="base")
    for name, one in before.structures.items():
        ends = one.parties[who].view, after.structures[name].parties[who].view
        assert ends == (seen.before[name][who], seen.after[name][who])
        total = sum(step.effect[name][who] for step in seen.steps)
        gap = seen.after[name][who] - seen.before[name][who]
        assert total == pytest.approx(gap, rel=1e-9, abs=1e-9 * scale_of(before, after))


@settings(max_examples=8)
@given(versions())
def test_the_way_back_is_the_exact_negative(pair: tuple[Tree, Tree]) -> None:
    forth, back = bridged(*map(readable, pair)), bridged(*map(readable, reversed(pair)))
    assert effects(back) == {key: 0.0 - amount for key, amount in effects(forth).items()}
    assert (back.before, back.after) == (forth.after, forth.before)
    assert [change.undone() for change in back.changes] == list(forth.changes)


@settings(max_examples=6)
@given(versions())
def test_the_bridge_does_not_depend_on_names(pair: tuple[Tree, Tree]) -> None:
    plain, other = bridged(*map(readable, pair)), bridged(*(readable(renamed(data, NAMES)) for data in pair))
    scale = scale_of(value(readable(pair[0]), run="base"), value(readable(pair[1]), run="base"))
    expected = {tuple(_renamed(text) for text in key): amount for key, amount in effects(plain).items()}
    assert effects(other) == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale)


def _renamed(path: str) -> str:
    return ".".join(NAMES.get(step, step) for step in path.split("."))


@settings(max_examples=8)
@given(sheets())
def test_words_are_worth_exactly_nothing(data: Tree) -> None:
    new = {**data, "title": "another", "notes": "new words"}
    new["structures"] = {
        name: {**terms, "description": "the same deal in other words"}
        for name, terms in data["structures"].items()
    }
    found = bridged(readable(data), readable(new))
    assert found.changes
    assert set(effects(found).values()) == {0.0}


@given(sheets())
def test_a_sheet_has_not_changed_from_itself(data: Tree) -> None:
    copy = changed(data, lambda _, text: str(text))
    assert bridged(readable(data), readable(copy)).changes == ()
