"""What a sheet's text may not be: each said once, at its place, with what to write instead."""

from __future__ import annotations

import pytest

from dealcraft.findings import Diagnostic
from dealcraft.source import Document, Limits, parse


def read(text: str) -> Document:
    return parse(text.encode(), "a.deal.yaml")


def only(document: Document) -> Diagnostic:
    assert len(document.diagnostics) == 1, [d.message for d in document.diagnostics]
    return document.diagnostics[0]


def place(diagnostic: Diagnostic) -> tuple[int, int]:
    assert diagnostic.span is not None
    return diagnostic.span.line, diagnostic.span.column


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "empty-sheet", 1, 1),
        ("# only a remark\n", "empty-sheet", 1, 1),
        ("---\n", "empty-sheet", 1, 1),
        ("- a\n- b\n", "not-a-sheet", 1, 1),
        ("just words\n", "not-a-sheet", 1, 1),
        ("a: &x 1\n", "anchor", 1, 4),
        ("a: *x\n", "alias", 1, 4),
        ("a: !!int 1\n", "tag", 1, 4),
        ("a: !python/object:os.system x\n", "tag", 1, 4),
        ("a: {b: 1}\n<<: {c: 2}\n", "merge-key", 2, 1),
        ("? [a, b]\n: c\n", "complex-key", 1, 3),
        ("{{name}}: x\n", "complex-key", 1, 1),
        ("'': x\n", "empty-key", 1, 1),
        (": x\n", "empty-key", 1, 1),
        ("%YAML 1.1\n---\na: b\n", "directive", 1, 1),
        ("a: b\n---\nc: d\n", "second-document", 2, 1),
        ("a: b\n---\n[", "second-document", 2, 1),
        ("a: b\n\tc: d\n", "tab-indent", 2, 1),
        ("a:\n\tb: c\n", "tab-indent", 2, 1),
        ("a: [1\nb: c\n", "unclosed-bracket", 1, 4),
        ("a: [1, 2", "unclosed-bracket", 1, 4),
        ("a: {b: 1 c: 2}\n", "comma-expected", 1, 10),
        ("a: 'b\nc: d\n", "unclosed-quote", 1, 4),
        ("title: Deal: the best\n", "colon-in-value", 1, 8),
        ("a: @b\n", "unquoted-sign", 1, 4),
        ("a: `b`\n", "unquoted-sign", 1, 4),
        ("a: *\n", "unquoted-sign", 1, 4),
        ("a: %b\n", "unquoted-sign", 1, 4),
        ('a: "\\q"\n', "unknown-escape", 1, 5),
        ("a: 'it's'\n", "text-after-value", 1, 8),
        ("a:\n    b: 1\n  c: 2\n", "bad-indentation", 3, 3),
        ("a: b\n c: d\n", "bad-indentation", 2, 2),
        ("- a\nb: c\n", "bad-indentation", 2, 1),
        ("a\nb: c\n", "bad-indentation", 2, 1),
        ("  a: 1\nb: 2\n", "text-after-end", 2, 1),
        ("{a: 1}\n}\n", "text-after-end", 2, 1),
        ("a: - b\n", "list-on-key-line", 1, 4),
        ("a: [1, , 2]\n", "value-expected", 1, 8),
        ("a: |3q\n x\n", "block-text-header", 1, 6),
        ("a: x\u2028b: 2\n", "hidden-character", 1, 5),
        ("a: x\x85b\n", "hidden-character", 1, 5),
        ("a: x\x00y\n", "hidden-character", 1, 5),
        ("a: \x1b[31mred\n", "hidden-character", 1, 4),
        ("a: x\ufeffy\n", "hidden-character", 1, 5),
        ('a: "x\\x1b"\n', "hidden-character", 1, 4),
    ],
)
def test_a_text_that_is_no_sheet_is_refused_at_its_place(
    text: str, code: str, line: int, column: int
) -> None:
    found = only(read(text))
    assert (found.code, *place(found)) == (code, line, column)
    assert found.help


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: b\n".encode("utf-16"), "UTF-16"),
        ("a: b\n".encode("utf-16-le"), "U+0000"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32"),
        ("이름: 한빛 바이오\n".encode("euc-kr"), "EUC-KR"),
        ("a: caf\u00e9\n".encode("latin-1"), "0xe9"),
        (b"\x80", "0x80"),
    ],
)
def test_other_encodings_are_named_as_far_as_they_can_be_told(content: bytes, said: str) -> None:
    document = parse(content, "a.deal.yaml")
    assert said in document.diagnostics[0].message
    assert document.diagnostics[0].span is not None


def test_a_byte_that_is_no_utf8_is_pointed_at() -> None:
    assert place(only(parse(b"a: b\ncd: \xe9\n", "x"))) == (2, 5)


def test_a_key_written_twice_counts_once_and_both_places_are_shown() -> None:
    document = read("a: 1\nb:\n  c: {d: 1}\n  c: {e: 1, e: 2}\n")
    found = only(document)
    assert document.data == {"a": "1", "b": {"c": {"d": "1"}}}
    assert (found.code, place(found), str(found.path)) == ("duplicate-key", (4, 3), "b.c")
    assert [(r.span.line, r.span.column, r.message) for r in found.related] == [(3, 3, "first written here")]
    assert dict(found.lines) == {3: "  c: {d: 1}", 4: "  c: {e: 1, e: 2}"}


def test_an_alias_is_nothing_and_points_at_its_anchor() -> None:
    document = read("a: &x 1\nb: *x\nc: 2\n")
    found = only(document)
    assert document.data == {"a": "1", "b": None, "c": "2"}
    assert (found.code, place(found)) == ("alias", (2, 4))
    assert [(r.span.line, r.span.column) for r in found.related] == [(1, 4)]


def test_every_problem_of_a_text_is_found_in_one_pass() -> None:
    document = read("a: &x 1\n<<: {b: 2}\nc: !!str 3\na: 4\n---\nd: 5\n")
    codes = [d.code for d in document.diagnostics]
    assert codes == ["anchor", "merge-key", "tag", "duplicate-key", "second-document"]
    assert document.data == {"a": "1", "c": "3"}


def test_a_hidden_character_does_not_bring_a_second_error_on_its_line() -> None:
    document = read("a: 1\nb: x\u2028c: 2\nd: 3\n")
    assert [d.code for d in document.diagnostics] == ["hidden-character"]


@pytest.mark.parametrize(
    ("written", "span", "data", "mend"),
    [
        ("{up_to: USD 5,000,000}", "USD 5,000,000", {"up_to": "USD 5,000,000"}, "USD 5m"),
        ("{up_to: 5,000,000, rate: 5%}", "5,000,000", {"up_to": "5,000,000", "rate": "5%"}, "5m"),
        (
            "{pay: 1,500 per year, at: x}",
            "1,500 per year",
            {"pay": "1,500 per year", "at": "x"},
            "1.5k per year",
        ),
        ("{pay: 1,234.50}", "1,234.50", {"pay": "1,234.50"}, "1234.5"),
        ("{rate: 7,5%}", "7,5%", {"rate": "7.5%"}, "7.5%"),
        ("[1,000, 2]", "1,000", ["1,000", "2"], "1k"),
        ("[USD 1,250,USD 2,000,000]", None, ["USD 1,250", "USD 2,000,000"], None),
        ("[1,500m, 2bn]", "1,500m", ["1,500m", "2bn"], "1.5bn"),
    ],
)
def test_a_comma_inside_a_number_in_brackets_is_explained_once(
    written: str, span: str | None, data: object, mend: str | None
) -> None:
    document = read(f"a: {written}\n")
    assert document.data == {"a": data}
    for found in document.diagnostics:
        assert found.code == "comma-splits-value"
        if span is not None:
            assert found.span is not None
            assert document.text[found.span.start : found.span.end] == span
        if mend is not None:
            assert found.help == f"write {mend}"
    assert len(document.diagnostics) == (1 if span is not None else 2)


@pytest.mark.parametrize(
    "written",
    [
        "[100,200,300]",
        "[1, 000]",
        "{a: 5, 000: }",
        "{a: x,b}",
        "[1,2,3]",
        "['1',000]",
        "[2026,100]",
        "{a: 5%,000: 1}",
    ],
)
def test_a_comma_between_values_is_left_alone(written: str) -> None:
    assert "comma-splits-value" not in [d.code for d in read(f"a: {written}\n").diagnostics]


def test_limits_are_said_in_words() -> None:
    small = Limits(size=2048, depth=3, nodes=20, problems=2)
    deep = parse(b"a: {b: {c: {d: 1}}}", "x", limits=small)
    assert (only(deep).code, place(only(deep))) == ("too-deep", (1, 12))
    assert "2 KiB" in only(parse(b"a: " + b"x" * 3000, "x", limits=small)).message
    many = parse(b"a: [" + b"1, " * 30 + b"1]", "x", limits=small)
    assert only(many).code == "too-many-values"
    codes = [d.code for d in parse(b"a: 1\n" * 9, "x", limits=small).diagnostics]
    assert codes == ["duplicate-key", "duplicate-key", "too-many-problems"]


def test_a_deal_of_ordinary_depth_is_within_the_limits() -> None:
    deep = "".join("  " * i + f"k{i}:\n" for i in range(30)) + "  " * 30 + "end: 1\n"
    assert read(deep).diagnostics == ()
