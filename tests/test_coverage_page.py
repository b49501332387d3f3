"""The page that says what of a term sheet the language can say is true: every key exists, and its status is right."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from dealcraft.terms import docs

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")


class Row(NamedTuple):
    """A line of one of the tables."""

    name: str
    keys: tuple[str, ...]
    status: str
    remark: str


def _rows(section: str) -> list[Row]:
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [
        Row(name, tuple(re.findall(r"`([^`]+)`", keys)), status, remark)
        for name, keys, status, remark in cells
    ]


HEADINGS, TERMS = (_rows(section) for section in PAGE.split("\n## ")[1:])
EVERY: Final = [*HEADINGS, *TERMS]


def _page_of_keys() -> Any:
    """`docs/language.py`, which knows which keys are words."""
    spec = importlib.util.spec_from_file_location("language_page", ROOT / "docs" / "language.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


LANGUAGE: Final = _page_of_keys()
PLACES: Final = {
    place: (LANGUAGE.declared_by(model, key.name), key.name)
    for key, model, _ in docs._every_key()
    for place in key.places
}


def _status(key: str) -> str:
    """What the language says of *key*, at its place in a sheet or below a structure."""
    model, name = PLACES.get(key) or PLACES[f"structures.ID.{key}"]
    return str(LANGUAGE.Row(model, _Named(name), "", ()).status)


class _Named(NamedTuple):
    name: str


def test_both_lists_are_whole() -> None:
    assert (len(HEADINGS), len(TERMS)) == (38, 84)
    assert len({row.name for row in HEADINGS}) == 38
    assert len({row.name for row in TERMS}) == 84
    assert {row.status for row in EVERY} == {"valued", "in part", "words"}


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.name)
def test_every_key_exists_and_its_status_is_true(row: Row) -> None:
    missing = [key for key in row.keys if key not in PLACES and f"structures.ID.{key}" not in PLACES]
    assert not missing
    assert row.keys
    found = {key: _status(key) for key in row.keys}
    if row.status == "valued":
        assert set(found.values()) == {"valued"}, found
    elif row.status == "in part":
        assert row.remark, "in part says what is missing"
        assert set(found.values()) <= {"valued", "words"}, found
        assert "valued" in found.values(), found
    elif row.status == "words":
        assert set(found.values()) == {"words"}, found
