"""The language can be read off its models, and the sheet of everything leaves nothing out."""

from __future__ import annotations

from typing import Any

from dealcraft.terms import docs
from tests.terms.sheets import everything


def _patterns(tree: Any, place: str = "") -> set[str]:
    found = {place}
    if isinstance(tree, dict):
        for key, inner in tree.items():
            found |= _patterns(inner, f"{place}.{key}") | _patterns(inner, f"{place}.ID")
    elif isinstance(tree, list):
        for inner in tree:
            found |= _patterns(inner, f"{place}[]")
    return found


def test_the_sheet_of_everything_uses_every_key() -> None:
    used = _patterns(everything())
    missing = set[str]()
    models_used = {(owner, key.name) for key, owner, _ in docs._every_key() if f".{key.places[0]}" in used}
    for key, owner, name in docs._every_key():
        defined = docs._defined_in(owner, name)
        if not any(
            other.__mro__ and defined in other.__mro__ and name == used_name
            for other, used_name in models_used
        ):
            missing.add(f"{defined.__name__}.{key.name}")
    assert missing == set()


def test_a_name_with_several_meanings_lists_them() -> None:
    assert len(docs.keys_named("share")) > 3
    assert [key.places for key in docs.keys_named("grid")] == [("valuation.grid",)]
    assert docs.keys_named("nonsense") == ()


def test_a_page_can_be_found_by_the_path_of_a_value() -> None:
    (key,) = docs.keys_named("structures.licence.payments.royalty.tiers[1].rate")
    assert key.doc == "Share of the base within the tier."
