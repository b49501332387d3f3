"""What a text amounts to, and where everything in it stands."""

from __future__ import annotations

import hashlib
import string

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealcraft.findings import Span
from dealcraft.source import Document, parse
from dealcraft.source import events as events_module
from dealcraft.units import ROOT, Path


def read(text: str) -> Document:
    return parse(text.encode(), "a.deal.yaml")


def at(document: Document, path: str) -> str:
    span = document.spans[Path.parse(path)]
    return document.text[span.start : span.end]


@pytest.fixture(params=["C", "pure Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both of PyYAML's parsers, since one may be missing where dealcraft runs."""
    if request.param != "C":
        monkeypatch.setattr(events_module, "_LOADER", yaml.SafeLoader)
    return str(request.param)


def test_scalars_stay_text_exactly_as_they_are_written() -> None:
    text = "a: NO\nb: 010\nc: 1:30\nd: 1e6\ne: 2026-01-01\nf: .inf\ng: 'x'\nh: true\ni: 1_000\n"
    assert read(text).data == {
        "a": "NO", "b": "010", "c": "1:30", "d": "1e6", "e": "2026-01-01", "f": ".inf", "g": "x", "h": "true",
        "i": "1_000",
    }  # fmt: skip


def test_only_null_tilde_and_nothing_are_nothing_unless_quoted() -> None:
    text = "a: null\nb: ~\nc:\nd: 'null'\ne: \"~\"\nf: ''\ng: Null\nh: {i: , j: k}\n"
    assert read(text).data == {
        "a": None, "b": None, "c": None, "d": "null", "e": "~", "f": "", "g": "Null", "h": {"i": None, "j": "k"},
    }  # fmt: skip


def test_a_span_gives_back_the_scalar_with_its_quotes() -> None:
    document = read("a: one two # three\nb: 'it''s'\nc:\n  - {x: 5%, y: \"é\\n\"}\n")
    assert at(document, "a") == "one two"
    assert at(document, "b") == "'it''s'"
    assert at(document, "c[0].x") == "5%"
    assert at(document, "c[0].y") == '"é\\n"'
    assert at(document, "c[0]") == '{x: 5%, y: "é\\n"}'


def test_columns_count_characters_and_end_after_the_last() -> None:
    document = read("이름: 한빛 바이오\n😀: 가\n")
    assert document.spans[Path(("이름",))] == Span(1, 5, 1, 11, 4, 10)
    assert document.key_spans[Path(("😀",))] == Span(2, 1, 2, 2, 11, 12)


def test_a_byte_order_mark_and_windows_line_ends_move_nothing() -> None:
    document = parse(b"\xef\xbb\xbfa: b\r\nc:\r\n  d: e\r\n", "a.deal.yaml")
    assert document.diagnostics == ()
    assert document.spans[Path(("a",))] == Span(1, 4, 1, 5, 3, 4)
    assert document.spans[Path(("c", "d"))] == Span(3, 6, 3, 7, 15, 16)
    assert document.lines == ("a: b", "c:", "  d: e", "")


def test_a_block_ends_with_its_last_child() -> None:
    document = read("a:\n  b: 1\n  c:\n    - x\n    - y\n\n# a remark\n\nd: 2\n")
    assert at(document, "a") == "b: 1\n  c:\n    - x\n    - y"
    assert at(document, "a.c") == "- x\n    - y"
    assert document.spans[Path(("a",))].end_line == 5


def test_a_text_on_several_lines_ends_with_its_last_line() -> None:
    document = read("a: |\n  one\n  two\n\n\nb: >-\n  three\n")
    assert document.data == {"a": "one\ntwo\n", "b": "three"}
    assert at(document, "a") == "|\n  one\n  two"
    assert at(document, "b") == ">-\n  three"


def test_the_whole_sheet_has_a_span_too() -> None:
    document = read("# a remark\na: 1\nb: 2\n")
    assert document.spans[ROOT] == Span(2, 1, 3, 5, 11, 20)


def test_the_hash_is_that_of_the_bytes() -> None:
    content = b"\xef\xbb\xbfa: b\r\n"
    assert parse(content, "x").sha256 == hashlib.sha256(content).hexdigest()


PLAIN = st.text(string.ascii_letters + "가나다é", min_size=1, max_size=8).filter(
    lambda word: word not in ("null", "NULL", "Null")
)
QUOTED = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[str, dict[Path, tuple[str, str]]]:
    """A text with block maps, lists and brackets, and for each scalar how it is written and what it says."""
    lines, expected = list[str](), dict[Path, tuple[str, str]]()

    def scalar(path: Path) -> str:
        kind = draw(st.sampled_from(("plain", "single", "double")))
        value = draw(PLAIN if kind == "plain" else QUOTED)
        written = {
            "plain": value,
            "single": "'" + value.replace("'", "''") + "'",
            "double": '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"',
        }[kind]
        expected[path] = written, value
        return written

    for key in draw(st.lists(PLAIN, min_size=1, max_size=6, unique=True)):
        match draw(st.sampled_from(("scalar", "map", "list", "flow"))):
            case "scalar":
                lines.append(f"{key}: {scalar(Path((key,)))}")
            case "map":
                inner = [f"  k{i}: {scalar(Path((key, f'k{i}')))}" for i in range(draw(st.integers(1, 3)))]
                lines += [f"{key}:", *inner]
            case "list":
                lines += [f"{key}:"] + [f"- {scalar(Path((key, i)))}" for i in range(draw(st.integers(1, 3)))]
            case _:
                inner = [scalar(Path((key, i))) for i in range(draw(st.integers(1, 3)))]
                lines.append(f"{key}: [{', '.join(inner)}]  # remark")
    return draw(st.sampled_from(("\n", "\r\n"))).join(lines), expected


# The parser is chosen once for all examples, which is what is wanted.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sheets())
def test_slicing_the_text_at_a_span_gives_the_scalar(
    parser: str, sheet: tuple[str, dict[Path, tuple[str, str]]]
) -> None:
    text, expected = sheet
    document = parse(text.encode(), "a.deal.yaml")
    assert document.diagnostics == ()
    for path, (written, value) in expected.items():
        span = document.spans[path]
        assert document.text[span.start : span.end] == written
        assert document.lines[span.line - 1][span.column - 1 : span.end_column - 1] == written
        here = document.data
        for step in path:
            here = here[step]  # type: ignore[index, call-overload]
        assert here == value
