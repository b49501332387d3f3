"""No text may do more than be read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.report.inert import inert, pieces


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("a\u202eb\u2066", "a<U+202E>b<U+2066>"),
        ("a\u200bb\u2060\ufeff\u00ad", "a<U+200B>b<U+2060><U+FEFF><U+00AD>"),
        ("\u2028\u2029", "<U+2028><U+2029>"),
        ("a\u00a0b", "a<U+00A0>b"),
        ("\u3164", "<U+3164>"),
        ("\udc80", "<U+DC80>"),
        ("##[error]", "<U+0023>#[error]"),
        ("[bold]한빛 바이오 😀[/bold]", "[bold]한빛 바이오 😀[/bold]"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_number(text: str, shown: str) -> None:
    assert inert(text) == shown


@given(st.text(st.characters()))
def test_nothing_that_acts_is_left(text: str) -> None:
    shown = inert(text)
    assert len(pieces(text)) == len(text)
    assert not any(unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") for each in shown)
    assert "##[" not in shown
