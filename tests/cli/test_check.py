"""`check` says everything at once, at its line and column, and ends with the code that scripts rely on."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from dealcraft.cli._run import Exit, run
from tests.terms.sheets import EVERYTHING

SOUND = """\
dealcraft: 1
valuation: {date: 2026-01-01, currency: USD}
decides: hanbit
parties:
  hanbit: {discount_rate: 13%}
  rhein: {discount_rate: 9%}
assets: {hb12: {}}
structures:
  keep: {kind: retain}
  sale:
    kind: assignment
    assignee: rhein
    payments: {upfront: 30m}
"""
BROKEN = """\
dealcraft: 1
valuation: {date: 01/02/2026, currency: USD}
decides: hanbit
parties:
  hanbit: {country: UK, tax_rate: 22, discount_rate: 13%}
  Rhein: {discount_rate: 9%}
assets: {hb12: {rights: {one: {kind: pattent}}}}
markets:
  us: {territory: US, launch: aproval}
structures:
  keep: {kind: retain, overheds: 1m per year}
  sale:
    kind: assignment
    payments:
      upfront: $30m
      lag: 60
"""
MISTAKES = [
    ("date-order", 2, 19),
    ("territory-ambiguous", 5, 21),
    ("bare-rate", 5, 35),
    ("bad-id", 6, 3),
    ("unknown-word", 7, 38),
    ("unknown-event", 9, 31),
    ("unknown-key", 11, 24),
    ("missing-key", 12, 3),
    ("money-symbol", 15, 16),
    ("bare-duration", 16, 12),
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sound.deal.yaml"
    path.write_text(SOUND, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.deal.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_a_sound_sheet_ends_with_0_and_a_summary(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(sheet)]) == Exit.DONE
    out, err = capsys.readouterr()
    assert re.fullmatch(r"nothing to report in 1 file \(\d+ ms\)\n\d+ rules were not checked .*\n", out)
    assert err == ""


def test_ten_mistakes_are_ten_findings_in_one_run(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(broken), "--format", "concise"]) == Exit.FOUND
    out, err = capsys.readouterr()
    lines = [re.fullmatch(r"(.*):(\d+):(\d+): error\[([a-z-]+)\] .+", line) for line in out.splitlines()]
    assert [(line[4], int(line[2]), int(line[3])) for line in lines if line] == MISTAKES
    assert len(lines) == len(MISTAKES)
    assert err == ""


def test_the_text_report_shows_each_mistake_and_never_a_traceback(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(broken)]) == Exit.FOUND
    out, err = capsys.readouterr()
    assert out.count("error[") == len(MISTAKES)
    assert "10 errors in 1 file" in out
    assert "Traceback" not in out + err
    assert "\x1b" not in out


def test_mistakes_of_text_and_of_shape_are_found_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "both.deal.yaml"
    path.write_text(SOUND.replace("upfront: 30m", "upfront: 30, upfront: x"), encoding="utf-8")
    assert run(["check", str(path), "--format", "json"]) == Exit.FOUND
    findings = json.loads(capsys.readouterr().out)["files"][0]["findings"]
    assert "duplicate-key" in [finding["code"] for finding in findings]


def test_what_a_reader_would_query_is_found_once_the_shape_is_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.deal.yaml"
    path.write_text(SOUND.replace("assignee: rhein", "assignee: rhine"), encoding="utf-8")
    assert run(["check", str(path), "--format", "concise"]) == Exit.FOUND
    assert capsys.readouterr().out == f"{path}:12:15: error[unknown-party] there is no party rhine\n"


def test_a_warning_fails_only_where_warnings_are_asked_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "late.deal.yaml"
    text = SOUND.replace("{upfront: 30m}", "{instalments: {late: {pay: 1m, at: 2060-01-01}}}")
    path.write_text(text, encoding="utf-8")
    assert run(["check", str(path)]) == Exit.DONE
    assert run(["check", str(path), "--fail-on", "warning"]) == Exit.FOUND
    assert "warning[beyond-horizon]" in capsys.readouterr().out


def test_a_folder_is_searched_and_every_file_reported(
    sheet: Path, broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sheet.parent / "note.yaml").write_text("not: a sheet", encoding="utf-8")
    assert run(["check", str(sheet.parent), "--format", "json"]) == Exit.FOUND
    report = json.loads(capsys.readouterr().out)
    assert report["format"] == "findings.v1"
    assert [Path(each["file"]).name for each in report["files"]] == ["broken.deal.yaml", "sound.deal.yaml"]
    first = report["files"][0]["findings"][0]
    assert {"code", "family", "severity", "path", "line", "column", "message", "help"} <= first.keys()


def test_a_folder_without_sheets_ends_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path)]) == Exit.NOTHING
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("dealcraft: no *.deal.yaml in")


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path / "none.deal.yaml")]) == Exit.USAGE
    assert "there is no" in capsys.readouterr().err


def test_standard_input_is_a_sheet_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SOUND.encode())))
    assert run(["check", "-"]) == Exit.DONE
    assert "nothing to report" in capsys.readouterr().out


def test_a_report_can_go_to_a_file(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = sheet.parent / "report.json"
    assert run(["check", str(sheet), "--format", "json", "-o", str(report)]) == Exit.DONE
    assert capsys.readouterr().out == ""
    assert json.loads(report.read_text(encoding="utf-8"))["files"][0]["findings"] == []
    assert run(["check", str(sheet), "-o", str(sheet.parent / "no" / "report")]) == Exit.USAGE
    assert "cannot write" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ("parties.hanbit.discount_rate=14%", 0, ""),
        ("parties.hanbit.tax_rate=22%", 0, ""),
        ("parties.hanbit.discount_rate={triangular: [10%, 13%, 16%]}", 0, ""),
        ("structures.sale.payments.upfront=null", 0, ""),
        ("parties.hanbit.discount_rate=14", 1, "bare-rate"),
        ("structures.sale.assignee=rhine", 1, "unknown-party"),
        ("parties.hanbt.discount_rate=14%", 2, "did you mean parties.hanbit?"),
        ("parties.hanbit.discont_rate=14%", 2, "did you mean parties.hanbit.discount_rate?"),
        ("structures.sale.payments.upfront", 2, "PATH=VALUE"),
        ("=14%", 2, "PATH=VALUE"),
        ("a..b=14%", 2, "not a path"),
        ("structures.sale.payments.upfront={a: [}", 2, "--set"),
        ("structures.sale.payments.upfront[0]=1", 2, "no structures"),
    ],
)
def test_set_changes_a_value_first(
    sheet: Path, change: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(sheet), "--set", change]) == code
    out, err = capsys.readouterr()
    assert said in out + err
    assert "Traceback" not in err


def test_a_sheet_with_every_term_can_be_checked(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(EVERYTHING), "--format", "concise", "--select", "structure,answers"])
    assert {line.split("[")[1].split("]")[0] for line in capsys.readouterr().out.splitlines()} == {
        "exception-unused",
        "grant-splits-field",
    }


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\x00\x01", b"{" * 5000, b"- " * 5000, b"a" * 2_000_000, b"? ? ?"]
)
def test_whatever_the_file_holds_it_is_reported(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.deal.yaml"
    path.write_bytes(content)
    assert run(["check", str(path)]) == Exit.FOUND
    out, err = capsys.readouterr()
    assert "error[" in out
    assert err == ""


def test_several_reports_are_written_at_once(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = broken.parent
    words = [
        f"--report={name}={folder / name}" for name in ("sarif", "github", "gitlab", "junit", "markdown")
    ]
    assert run(["check", str(broken), "--format", "concise", *words]) == Exit.FOUND
    assert capsys.readouterr().out.count("error[") == len(MISTAKES)
    assert len(json.loads((folder / "sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) == len(
        MISTAKES
    )
    assert (folder / "github").read_text(encoding="utf-8").count("::error ") == len(MISTAKES)
    assert "<failure" in (folder / "junit").read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", ["sarif", "sarif=", "xml=x", "=x"])
def test_a_report_is_a_format_and_a_file(sheet: Path, asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(sheet), "--report", asked]) == Exit.USAGE
    assert "FORMAT=FILE" in capsys.readouterr().err
