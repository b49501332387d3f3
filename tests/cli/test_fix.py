"""`check --fix` mends spelling, takes out comments that answer nothing, and touches no figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcraft.cli._run import Exit, run
from tests.rules.sheets import LATE, ONE

SLIPS = (
    LATE.replace("kind: retain", "kind: Retain")
    .replace("assignee: rhein", "assignee: rhein   # 매수인")
    .replace("upfront: 30m", "up-front: 30m")
    .replace(ONE, f"{ONE}  # dealcraft: ignore[tiers-out-of-order] no more")
    .replace("\n", "\r\n")
)
MENDED = LATE.replace("assignee: rhein", "assignee: rhein   # 매수인").replace("\n", "\r\n")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "slips.deal.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SLIPS.encode())
    path.chmod(0o640)
    return path


def test_spelling_is_mended_and_every_other_byte_stays(
    sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(sheet)]) == Exit.FOUND
    assert "; --fix mends 2" in capsys.readouterr().out
    assert run(["check", str(sheet), "--fix"]) == Exit.DONE
    assert f"mended {sheet}" in capsys.readouterr().err
    assert sheet.read_bytes() == b"\xef\xbb\xbf" + MENDED.encode()
    assert sheet.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in sheet.parent.iterdir()] == ["slips.deal.yaml"]
    assert run(["check", str(sheet), "--fix"]) == Exit.DONE
    assert "nothing to mend" in capsys.readouterr().err


def test_a_diff_shows_and_changes_nothing(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sheet.read_bytes()
    assert run(["check", str(sheet), "--fix", "--diff"]) == Exit.FOUND
    out = capsys.readouterr().out
    assert "-  keep: {kind: Retain}\n+  keep: {kind: retain}\n" in out
    assert "-      up-front: 30m\n+      upfront: 30m\n" in out
    assert sheet.read_bytes() == before
    sheet.write_text(LATE, encoding="utf-8")
    assert run(["check", str(sheet), "--fix", "--diff"]) == Exit.DONE
    assert capsys.readouterr().out == ""


def test_a_figure_is_never_mended(tmp_path: Path) -> None:
    path = tmp_path / "x.deal.yaml"
    text = (
        LATE.replace("13%", "13").replace("upfront: 30m", "upfront: $30m").replace("2026-01-01", "01/02/2026")
    )
    path.write_text(text, encoding="utf-8")
    assert run(["check", str(path), "--fix"]) == Exit.FOUND
    assert path.read_text(encoding="utf-8") == text


def test_what_cannot_be_mended_in_place_is_refused(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(sheet), "--diff"]) == Exit.USAGE
    assert run(["check", "-", "--fix"]) == Exit.USAGE
    link = sheet.parent / "link.deal.yaml"
    link.symlink_to(sheet)
    assert run(["check", str(link), "--fix"]) == Exit.USAGE
    assert "is a link" in capsys.readouterr().err


def test_machines_are_told_of_the_fix(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(sheet), "--format", "sarif"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    (change,) = [
        each["fixes"][0]["artifactChanges"][0] for each in results if each["ruleId"] == "unknown-word"
    ]
    assert change["replacements"][0]["insertedContent"] == {"text": "retain"}
