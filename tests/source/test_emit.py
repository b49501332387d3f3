"""What is written as YAML reads back as the same tree, whatever the texts in it are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.source import parse
from dealcraft.source.emit import emit

SHEETS = sorted(Path(__file__).parents[1].glob("**/*.deal.yaml"))
TEXTS = st.one_of(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\u2028\u2029\ufeff"),
        max_size=8,
    ),
    st.text(alphabet="ab: #-,[]{}&*!|>'\"%@`?\\~\n\tnull0", max_size=8),
    st.sampled_from(
        ["null", "~", "", "- a", "a: b", "a #b", "true", "-1%", "$5m", "::error", "한글: x", "\u202e"]
    ),
)
TREES = st.recursive(
    st.none() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(TEXTS.filter(bool).filter(lambda key: key != "<<"), inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_reads_back(path: Path) -> None:
    data = parse(path.read_bytes(), "x").data
    assert parse(emit(data).encode(), "x").data == data
    assert parse(emit(data, remark=str).encode(), "x").data == data


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), TREES, min_size=1))
def test_whatever_a_tree_holds_it_reads_back(data: dict[str, Any]) -> None:
    document = parse(emit(data).encode(), "x")
    assert document.diagnostics == ()
    assert document.data == data
    assert parse(emit(data, remark=lambda path: f"{len(path)} #").encode(), "x").data == data


def test_short_maps_stand_in_brackets_and_remarks_behind_each_value() -> None:
    data = {"a": {"b": {"c": "1", "d": ["2", "x, y"]}, "e": "f g"}}
    assert emit(data) == 'a:\n  b: {c: 1, d: [2, "x, y"]}\n  e: f g\n'
    one = '  b: {c: 1, d: [2, "x, y"]}'.ljust(60) + "  # here"
    assert emit(data, remark=lambda path: "here") == f"a:\n{one}\n{'  e: f g'.ljust(60)}  # here\n"
    assert emit(data, remark=str).splitlines()[1:4] == [
        "  b:",
        "    c: 1".ljust(60) + "  # a.b.c",
        "    d:",
    ]


def test_what_cannot_be_seen_is_written_by_its_number() -> None:
    assert emit({"a": "x\u202ey"}) == 'a: "x\\u202ey"\n'
