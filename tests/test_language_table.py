"""Every key of the language is documented, stated by an example, and either moves money or is known not to."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dealcraft.engine.unvalued import not_valued
from dealcraft.engine.value import value
from dealcraft.rules.run import diagnose
from dealcraft.source import read_sheet
from dealcraft.terms.load import load
from dealcraft.terms.sheet import Sheet

WRITTEN_BY = Path(__file__).parents[1] / "docs" / "language.py"


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("language", WRITTEN_BY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["language"] = module
    spec.loader.exec_module(module)
    return module


LANGUAGE = _module()
ROWS = LANGUAGE.rows()
SHEETS = LANGUAGE.sheets()


def named(rows: Iterator[Any]) -> list[str]:
    return [f"{row.model.__name__}.{row.key.name}" for row in rows]


def test_every_key_stands_in_an_example() -> None:
    assert named(row for row in ROWS if not row.examples and row.model.__module__ != LANGUAGE.FACTS) == []


def test_every_key_is_documented() -> None:
    assert named(row for row in ROWS if not row.key.doc) == []


def test_every_key_that_is_said_to_be_valued_is_read_by_the_engine() -> None:
    read = LANGUAGE.read_by_the_engine()
    assert (
        named(row for row in ROWS if row.status == "valued" and not {row.key.name, f"{row.key.name}_"} & read)
        == []
    )


def test_the_list_of_words_names_keys_that_exist() -> None:
    known = {(row.model.__name__, row.key.name) for row in ROWS}
    listed = {(model, key) for model, keys in LANGUAGE.WORDS.items() for key in keys}
    assert listed - known == set()


def test_the_page_says_what_is_so(update_golden: bool) -> None:
    written = LANGUAGE.page()
    if update_golden:
        LANGUAGE.PAGE.write_text(written, encoding="utf-8", newline="\n")
    assert LANGUAGE.PAGE.read_text(encoding="utf-8") == written, (
        "run python docs/language.py if this is meant"
    )


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_an_example_has_no_error(path: Path) -> None:
    loaded = load(read_sheet(str(path), within=[str(LANGUAGE.EXAMPLES)]))
    assert [d.code for d in diagnose(loaded, valuing=True) if d.severity.name == "ERROR"] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_words_move_no_money(path: Path) -> None:
    sheet = load(read_sheet(str(path), within=[str(LANGUAGE.EXAMPLES)])).sheet
    assert sheet is not None
    assert not any(not_valued(sheet))
    without = Sheet.model_validate(_without_words(sheet.data, sheet))
    assert _worth(without) == _worth(sheet)


def _worth(sheet: Sheet) -> dict[tuple[str, str], float]:
    """The base value of each structure to each party."""
    found = value(sheet, run="base").structures
    return {(name, party): of.npv for name, each in found.items() for party, of in each.parties.items()}


def _without_words(data: Any, sheet: Sheet) -> Any:
    """A copy of *data* without any key that is words only and may be left out."""
    tree = _copied(data)
    for path, term in sheet.terms:
        place: Any = tree
        for step in path:  # what is written short, or below words that are gone, has no map
            place = (
                place.get(step)
                if isinstance(place, dict)
                else place[int(step)]
                if isinstance(place, list)
                else None
            )
        if isinstance(place, dict):
            for name, field in type(term).model_fields.items():
                key = field.alias or name
                owner = LANGUAGE.declared_by(type(term), key)
                if LANGUAGE.is_words(owner, key) and not field.is_required():
                    place.pop(key, None)
    return tree


def _copied(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list) else data
