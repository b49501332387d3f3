"""An edit replaces what it says and leaves every other byte; a safe fix is another spelling of the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.findings import Fix
from dealcraft.source.edit import edited, safe_fix, without


@given(st.text(alphabet=st.characters(codec="utf-8")), st.booleans(), st.data())
def test_every_other_byte_stays(text: str, marked: bool, data: st.DataObject) -> None:
    text = text.lstrip("\ufeff")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    mark = b"\xef\xbb\xbf" if marked else b""
    after = edited(mark + text.encode(), [Fix(start, end, "new")])
    assert after == mark + text[:start].encode() + b"new" + text[end:].encode()
    assert edited(mark + text.encode(), []) == mark + text.encode()


def test_of_two_that_overlap_the_first_is_made() -> None:
    assert edited(b"abcdef", [Fix(2, 4, "X"), Fix(1, 3, "Y"), Fix(5, 6, "")]) == b"aYde"


@pytest.mark.parametrize(
    ("text", "start", "after"),
    [
        ("a: 1  # x\nb: 2\n", 6, "a: 1\nb: 2\n"),
        ("a: 1\n  # x\nb: 2\n", 7, "a: 1\nb: 2\n"),
        ("# x\nb: 2\n", 0, "b: 2\n"),
        ("a: 1 # x", 5, "a: 1"),
        ("a: 1\r\n# x\r\nb: 2\r\n", 6, "a: 1\r\nb: 2\r\n"),
    ],
)
def test_a_comment_goes_with_its_space_and_its_line(text: str, start: int, after: str) -> None:
    assert edited(text.encode(), [without(text, start, start + 3)]).decode() == after


@pytest.mark.parametrize(
    ("code", "found", "hint", "fix"),
    [
        ("unknown-word", "Non-Exclusive", "non_exclusive", "non_exclusive"),
        ("unknown-key", "governing law", "governing_law", "governing_law"),
        ("unknown-party", "rhine", "rhein", None),
        ("unknown-key", "overheds", "overheads", None),
        ("bare-rate", "5", "5", None),
        ("unknown-word", "x", "", None),
    ],
)
def test_only_another_spelling_of_the_same_word_is_safe(
    code: str, found: str, hint: str, fix: str | None
) -> None:
    assert safe_fix(code, {"found": found, "hint": hint}, found) == fix
    assert safe_fix(code, {"found": found, "hint": hint}, f"{found}…") is None
