"""A sheet that builds on another: what is merged, where each value stands, and what is not followed."""

from __future__ import annotations

import io
import os
from pathlib import Path as File

import pytest

from dealcraft.findings import Diagnostic, Finding, Label
from dealcraft.source import LIMITS, Document, Limits, parse, pin, read_sheet
from dealcraft.terms.load import load
from dealcraft.units import Path

BASE = """\
dealcraft: 1
parties: {hanbit: {discount_rate: 13%}, rhein: {discount_rate: 9%}}
structures:
  keep: {kind: retain}
  sale:
    kind: assignment
    payments: {upfront: 30m, lag: 60 days}
    tiers: [1, 2, 3]
"""


@pytest.fixture
def folder(tmp_path: File) -> File:
    write(tmp_path, "base.yaml", BASE)
    return tmp_path


def write(folder: File, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def child(folder: File, text: str, *, extends: str = "base.yaml", limits: Limits = LIMITS) -> Document:
    return read_sheet(write(folder, "child.deal.yaml", f"extends: {extends}\n{text}"), limits=limits)


def only(document: Document) -> Diagnostic:
    assert document.data is None
    assert len(document.diagnostics) == 1, [each.message for each in document.diagnostics]
    return document.diagnostics[0]


def where(document: Document, path: str) -> tuple[str, int, int]:
    said = pin(document, Finding("unreadable", Path.parse(path), {"found": "x", "reason": "y"}))
    assert said.span is not None
    return File(said.file).name, said.span.line, said.span.column


# What is merged


def test_maps_merge_by_key_lists_and_scalars_are_replaced_and_null_removes(folder: File) -> None:
    text = (
        "structures:\n  keep: null\n  sale: {payments: {upfront: 50m}, tiers: [4]}\n  other: {kind: retain}\n"
    )
    assert child(folder, text).data == {
        "dealcraft": "1",
        "parties": {"hanbit": {"discount_rate": "13%"}, "rhein": {"discount_rate": "9%"}},
        "structures": {
            "sale": {"kind": "assignment", "payments": {"upfront": "50m", "lag": "60 days"}, "tiers": ["4"]},
            "other": {"kind": "retain"},
        },
    }


def test_a_null_that_removes_nothing_is_kept_for_the_loader_to_judge(folder: File) -> None:
    assert child(folder, "parties: {hanbit: {dicount_rate: null}}").data["parties"]["hanbit"] == {  # type: ignore[call-overload, index]
        "discount_rate": "13%",
        "dicount_rate": None,
    }


def test_the_words_of_the_parent_come_first_so_that_its_order_stays(folder: File) -> None:
    data = child(folder, "structures: {first: {kind: retain}, keep: {description: a}}").data
    assert list(data["structures"]) == ["keep", "sale", "first"]  # type: ignore[call-overload, index, arg-type]


def test_to_extend_is_to_write_it_out_and_to_extend_nothing_more_changes_nothing(folder: File) -> None:
    plain = parse(BASE.encode(), "x").data
    once = child(folder, "")
    assert once.data == plain
    write(folder, "middle.yaml", "dealcraft: 1\nextends: base.yaml\n")
    assert child(folder, "", extends="middle.yaml").data == plain


def test_a_chain_takes_each_value_from_the_nearest(folder: File) -> None:
    write(
        folder,
        "sub/middle.yaml",
        "dealcraft: 1\nextends: ../base.yaml\nparties: {rhein: {discount_rate: 10%}}\n",
    )
    document = child(folder, "title: x\n", extends="sub/middle.yaml")
    assert where(document, "parties.rhein.discount_rate") == ("middle.yaml", 3, 34)
    assert where(document, "parties.hanbit.discount_rate") == ("base.yaml", 2, 35)
    assert where(document, "title") == ("child.deal.yaml", 2, 8)
    assert [File(parent.file).name for parent in document.parents] == ["middle.yaml", "base.yaml"]


def test_a_sheet_that_extends_none_is_read_as_it_is(folder: File) -> None:
    path = str(folder / "base.yaml")
    assert read_sheet(path) == parse(BASE.encode(), path)
    assert child(folder, "").sha256 != parse(b"extends: base.yaml\n", "x").sha256
    before = child(folder, "").sha256
    write(folder, "base.yaml", BASE.replace("13%", "14%"))
    assert child(folder, "").sha256 != before


# Places


def test_a_value_stands_in_the_file_that_wrote_it(folder: File) -> None:
    document = child(folder, "structures:\n  sale:\n    payments: {upfront: 50m}\n")
    assert where(document, "structures.sale.payments.upfront") == ("child.deal.yaml", 4, 25)
    assert where(document, "structures.sale.payments.lag") == ("base.yaml", 7, 35)
    assert where(document, "structures.keep") == ("base.yaml", 4, 9)
    assert where(document, "structures.sale")[0] == "child.deal.yaml"


def test_a_key_that_was_removed_is_missed_where_it_was_removed(folder: File) -> None:
    document = child(folder, "structures: {sale: {kind: null, payments: ~}}\n")
    assert where(document, "structures.sale.kind") == ("child.deal.yaml", 2, 27)
    assert where(document, "structures.sale.payments.upfront")[0] == "child.deal.yaml"


def test_what_is_said_of_the_parent_shows_the_parent_and_who_builds_on_it(folder: File) -> None:
    document = child(folder, "title: x\n")
    said = pin(document, Finding("unreadable", Path.parse("structures.keep"), {"found": "x", "reason": "y"}))
    assert dict(said.lines) == {4: "  keep: {kind: retain}"}
    assert [(File(each.file).name, each.span.line, each.message) for each in said.related] == [
        ("child.deal.yaml", 1, "this sheet builds on it")
    ]


def test_another_place_in_another_file_names_that_file(folder: File) -> None:
    document = child(folder, "title: x\n")
    label = Label(Path(("structures",)), "first")
    said = pin(document, Finding("duplicate-key", Path(("title",)), {"found": "x"}, (label,)))
    assert [(File(each.file).name, each.span.line) for each in said.related] == [("base.yaml", 3)]
    assert set(said.lines) == {2}


def test_what_is_wrong_with_the_text_of_the_parent_is_said_of_the_parent(folder: File) -> None:
    write(folder, "base.yaml", BASE + "structures: {}\n")
    said = child(folder, "title: x\n").diagnostics
    assert [(each.code, File(each.file).name, each.span.line) for each in said if each.span] == [
        ("duplicate-key", "base.yaml", 9)
    ]
    write(folder, "base.yaml", "dealcraft: 1\na: [\n")
    said = child(folder, "title: x\n").diagnostics
    assert [(each.code, File(each.file).name) for each in said] == [("unclosed-bracket", "base.yaml")]


# What is not followed


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("none.yaml", "extends-cannot-be-read"),
        (".", "extends-outside"),
        ("sub", "extends-cannot-be-read"),
        ("child.deal.yaml", "extends-cycle"),
        ("./sub/../child.deal.yaml", "extends-cycle"),
        ("../base.yaml", "extends-outside"),
        ("sub/../../base.yaml", "extends-outside"),
        ("/etc/passwd", "extends-not-relative"),
        ("file:///etc/passwd", "extends-not-relative"),
        ("https://example.com/base.yaml", "extends-not-relative"),
        ("C:base.yaml", "extends-not-relative"),
        ("..\\base.yaml", "extends-not-relative"),
        ("secret.env", "extends-not-a-sheet"),
        ("[base.yaml]", "not-a-scalar"),
        ("{a: b}", "not-a-scalar"),
    ],
)
def test_what_may_not_be_extended_is_refused_at_its_name(tmp_path: File, name: str, code: str) -> None:
    folder = tmp_path / "deals"
    write(tmp_path, "base.yaml", BASE)
    write(folder, "base.yaml", BASE)
    write(folder, "sub/x.yaml", BASE)
    write(folder, "secret.env", "TOKEN=hunter2\n")
    said = child(folder, "title: x\n", extends=name).diagnostics
    assert code in [each.code for each in said]
    assert "hunter2" not in repr(said)
    assert all(each.span and each.span.line == 1 for each in said)


def test_a_link_is_followed_inside_the_folder_and_not_out_of_it(tmp_path: File) -> None:
    folder = tmp_path / "deals"
    write(tmp_path, "base.yaml", BASE)
    write(folder, "real.yaml", BASE)
    (folder / "in.yaml").symlink_to(folder / "real.yaml")
    (folder / "out.yaml").symlink_to(tmp_path / "base.yaml")
    (folder / "away").symlink_to(tmp_path)
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    assert child(folder, "title: x\n", extends="in.yaml").diagnostics == ()
    assert only(child(folder, "title: x\n", extends="out.yaml")).code == "extends-outside"
    assert only(child(folder, "title: x\n", extends="away/base.yaml")).code == "extends-outside"
    assert only(child(folder, "title: x\n", extends="loop.yaml")).code == "extends-cannot-be-read"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name")
def test_a_pipe_is_not_waited_for(folder: File) -> None:
    os.mkfifo(folder / "pipe.yaml")
    assert only(child(folder, "title: x\n", extends="pipe.yaml")).code == "extends-cannot-be-read"


def test_the_folder_that_was_given_is_the_limit(tmp_path: File) -> None:
    write(tmp_path, "base.yaml", BASE)
    sheet = write(tmp_path / "deals", "child.deal.yaml", "extends: ../base.yaml\n")
    assert only(read_sheet(sheet)).code == "extends-outside"
    assert only(read_sheet(sheet, within=[str(tmp_path / "deals"), sheet])).code == "extends-outside"
    assert read_sheet(sheet, within=[str(tmp_path / "deals"), str(tmp_path)]).diagnostics == ()


def test_sheets_that_build_on_one_another_in_a_circle_are_refused(folder: File) -> None:
    write(folder, "one.yaml", "dealcraft: 1\nextends: two.yaml\n")
    write(folder, "two.yaml", "dealcraft: 1\nextends: one.yaml\n")
    said = only(child(folder, "title: x\n", extends="one.yaml"))
    assert (said.code, File(said.file).name) == ("extends-cycle", "two.yaml")


def test_a_chain_has_an_end(folder: File) -> None:
    for number in range(9):
        write(folder, f"n{number}.yaml", f"dealcraft: 1\nextends: n{number + 1}.yaml\n")
    write(folder, "n9.yaml", "dealcraft: 1\n")
    assert child(folder, "title: x\n", extends="n2.yaml").diagnostics == ()
    assert only(child(folder, "title: x\n", extends="n1.yaml")).code == "extends-too-deep"


def test_a_parent_has_the_limits_of_any_sheet_and_so_have_both_together(folder: File) -> None:
    write(folder, "base.yaml", "dealcraft: 1\nnotes: " + "x" * 300)
    assert only(child(folder, "", limits=Limits(size=200))).code == "too-large"
    write(folder, "base.yaml", "dealcraft: 1\na: [" + "1," * 60 + "1]\n")
    assert (
        only(child(folder, "b: [" + "1," * 60 + "1]\n", limits=Limits(nodes=100))).code == "too-many-values"
    )
    write(folder, "base.yaml", "dealcraft: 1\na: " + "[" * 40 + "]" * 40)
    assert only(child(folder, "")).code == "too-deep"


def test_standard_input_has_no_folder_to_look_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"extends: base.yaml\n")))
    loaded = load(read_sheet("-"))
    assert [(each.code, each.span.line) for each in loaded.diagnostics if each.span] == [
        ("extends-without-folder", 1)
    ]
    assert loaded.sheet is None
