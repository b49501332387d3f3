"""`diff` shows what changed and what that is worth, refuses unsound sheets, and prints what a pull request can hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcraft.cli._run import Exit, run

OLD = """dealcraft: 1
title: "A | deal `of` <b>two</b>"
valuation: {date: 2026-01-01, currency: USD, grid: year, timing: start, horizon: 3 years}
decides: a
parties:
  a: {name: "A|lpha", discount_rate: 0%}
  b: {discount_rate: 0%}
assets: {x: {name: x}}
markets: {world: {territory: worldwide, launch: effective, sales: {by_year: [100, 200, 300]}}}
structures:
  deal:
    kind: licence
    licensee: b
    grant: {exclusivity: exclusive, territory: worldwide}
    payments:
      upfront: 7
      royalty: {rate: 10%}
"""
NEW = OLD.replace("upfront: 7", "upfront: 9").replace("{rate: 10%}", "{rate: 10%, cap: {lifetime: 45}}")
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.chdir(tmp_path)
    Path("old.deal.yaml").write_text(OLD, encoding="utf-8")
    Path("new.deal.yaml").write_text(NEW, encoding="utf-8")
    return "old.deal.yaml", "new.deal.yaml"


def printed(capsys: Captured, *words: str, code: Exit = Exit.DONE) -> str:
    assert run(["diff", *words]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_each_change_stands_with_its_lines_and_what_it_is_worth(
    pair: tuple[str, str], capsys: Captured
) -> None:
    lines = [" ".join(line.split()) for line in printed(capsys, *pair).splitlines()]
    assert "2 changes" in lines
    assert "payments.upfront 7 → 9 16 → 16" in lines
    assert "+ payments.royalty.cap {lifetime: 45} → 17" in lines
    start = lines.index("deal to A|lpha to b")
    table = [line.split() for line in lines[start + 1 : start + 6]]
    assert [(row[0], row[1], row[-1]) for row in table] == [
        ("before", "67.0", "533.0"),
        ("payments.royalty.cap", "−15.0", "+15.0"),
        ("payments.upfront", "+2.0", "−2.0"),
        ("after", "54.0", "546.0"),
        ("difference", "−13.0", "+13.0"),
    ]


def test_nothing_has_changed_in_the_same_file(pair: tuple[str, str], capsys: Captured) -> None:
    assert "Nothing of the deal has changed" in printed(capsys, pair[0], pair[0])


def test_the_json_sums(pair: tuple[str, str], capsys: Captured) -> None:
    found = json.loads(printed(capsys, *pair, "--format", "json"))
    assert (found["format"], found["sheet"]["file"], found["old_sheet"]["file"]) == (
        "bridge.v1",
        *reversed(pair),
    )
    before, after = (found[end]["deal"]["a"] for end in ("before", "after"))
    assert sum(change["effect"]["deal"]["a"] for change in found["changes"]) == pytest.approx(after - before)
    assert [(change["path"], change["kind"]) for change in found["changes"]] == [
        ("structures.deal.payments.upfront", "changed"),
        ("structures.deal.payments.royalty.cap", "added"),
    ]


def test_what_a_party_sees_has_a_way_of_its_own(pair: tuple[str, str], capsys: Captured) -> None:
    # b sees sales of 300 instead of 600; of them it keeps 90%, then 85%, less 7
    for name, rate in zip(pair, ("10%", "15%"), strict=True):
        text = OLD.replace("rate: 10%", f"rate: {rate}").replace(
            "b: {discount_rate: 0%}",
            "b: {discount_rate: 0%, view: {markets.world.sales.by_year: [50, 100, 150]}}",
        )
        Path(name).write_text(text, encoding="utf-8")
    lines = [line.split() for line in printed(capsys, *pair).splitlines()]
    start = lines.index(["deal,", "as", "b", "sees", "it", "to", "b"])
    assert [(row[0], row[1]) for row in lines[start + 1 : start + 5]] == [
        ("before", "263.0"), ("payments.royalty.rate", "−15.0"), ("after", "248.0"), ("difference", "−15.0"),
    ]  # fmt: skip
    found = json.loads(printed(capsys, *pair, "--format", "json"))
    assert (found["view_before"], found["view_after"]) == ({"deal": {"b": 263.0}}, {"deal": {"b": 248.0}})
    assert [change["view"] for change in found["changes"]] == [{"deal": {"b": pytest.approx(-15.0)}}]
    assert "### `deal`, as `b` sees it" in printed(capsys, *pair, "--format", "markdown")


def test_markdown_holds_no_text_of_a_sheet_outside_of_code(pair: tuple[str, str], capsys: Captured) -> None:
    page = printed(capsys, *pair, "--format", "markdown")
    assert page.startswith("# ``A | deal `of` <b>two</b>``\n")
    assert "| `A\\|lpha` |" in page
    assert "| changed | `structures.deal.payments.upfront` | `7` | `9` | 16 → 16 |" in page
    tables = [line for line in page.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in tables} == {6, 4}


def test_findings_that_come_and_go_are_said(pair: tuple[str, str], capsys: Captured) -> None:
    late = "payments:\n      fees: {late: {pay: 1, at: 2040-01-01}}"
    Path(pair[1]).write_text(NEW.replace("payments:", late), encoding="utf-8")
    said = "warning[beyond-horizon] structures.deal.payments.fees.late.at:"
    assert f"+ new: {said}" in printed(capsys, *pair)
    assert f"− gone: {said}" in printed(capsys, *reversed(pair))
    assert "- new **warning** `beyond-horizon`" in printed(capsys, *pair, "--format", "markdown")
    found = json.loads(printed(capsys, *pair, "--format", "json"))["findings"]
    assert [one["code"] for one in found["appeared"]] == ["beyond-horizon"]
    assert found["vanished"] == []


def test_a_version_with_errors_is_never_valued(pair: tuple[str, str], capsys: Captured) -> None:
    Path(pair[1]).write_text(NEW.replace("decides:", "decide:"), encoding="utf-8")
    out = printed(capsys, *pair, code=Exit.FOUND)
    assert "error[" in out
    assert "before" not in out
    found = json.loads(printed(capsys, *pair, "--format", "json", code=Exit.FOUND))
    assert found["format"] == "findings.v1"
    assert printed(capsys, *pair, "--format", "markdown", code=Exit.FOUND).startswith("# Term sheets")


def test_a_structure_that_is_new_is_said_and_another_currency_compares_nothing(
    pair: tuple[str, str], capsys: Captured
) -> None:
    Path(pair[1]).write_text(NEW + "  keep: {kind: retain}\n", encoding="utf-8")
    assert "New: structure keep, worth 600.0 to A|lpha and" in " ".join(printed(capsys, *pair).split())
    Path(pair[1]).write_text(NEW.replace("USD", "EUR"), encoding="utf-8")
    assert "different currencies" in printed(capsys, *pair)
    assert json.loads(printed(capsys, *pair, "--format", "json"))["before"] is None
    Path(pair[1]).write_text(
        NEW.replace("USD", "EUR").replace("structures:\n", "structures:\n  keep: {kind: retain}\n"),
        encoding="utf-8",
    )
    old = Path(pair[0]).read_text(encoding="utf-8")
    Path(pair[0]).write_text(old + "  idle: {kind: retain}\n  idler: {kind: retain}\n", encoding="utf-8")
    assert "Gone: structure idler, worth USD 600.0 to" in " ".join(printed(capsys, *pair).split())


def test_it_takes_two_sheets(pair: tuple[str, str], capsys: Captured) -> None:
    assert run(["diff", ".", pair[1]]) == Exit.USAGE
    assert "these are 3" in capsys.readouterr().err
    assert run(["diff", *pair, "--party", "c"]) == Exit.USAGE
    assert "there are a, b" in capsys.readouterr().err
