"""The options of `check` and its settings file: which stands above which, and what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcraft.cli._run import Exit, run
from tests.rules.sheets import LATE, ONE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a sheet in a folder of its own."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "deals").mkdir()
    (tmp_path / "deals" / "late.deal.yaml").write_text(LATE, encoding="utf-8")
    return tmp_path


def checked(folder: Path, *words: str) -> int:
    return run(["check", str(folder / "deals"), "--format", "concise", *words])


def test_the_nearest_settings_file_counts_and_options_stand_above_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(folder) == Exit.DONE
    (folder / "dealcraft.yaml").write_text("severity: {beyond-horizon: error}\n", encoding="utf-8")
    assert checked(folder) == Exit.FOUND
    assert capsys.readouterr().out.count("error[beyond-horizon]") == 3
    assert checked(folder, "--isolated") == Exit.DONE
    assert checked(folder, "--ignore", "beyond-horizon, valuation") == Exit.DONE
    (folder / "deals" / "dealcraft.yaml").write_text("ignore: [structure]\n", encoding="utf-8")
    assert checked(folder, "--fail-on", "info") == Exit.DONE
    other = str(folder / "dealcraft.yaml")
    assert checked(folder, "--config", other) == Exit.FOUND


def test_the_search_for_settings_ends_at_the_repository(folder: Path) -> None:
    (folder.parent / "dealcraft.yaml").write_text("nonsense: true\n", encoding="utf-8")
    try:
        assert checked(folder) == Exit.DONE
    finally:
        (folder.parent / "dealcraft.yaml").unlink()


def test_bad_settings_end_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "dealcraft.yaml").write_text("profil: draft\n", encoding="utf-8")
    assert checked(folder) == Exit.USAGE
    assert "dealcraft.yaml:1:1: profil is no setting; did you mean profile?" in capsys.readouterr().err
    assert checked(folder, "--isolated", "--select", "beyond-horizn") == Exit.USAGE
    assert checked(folder, "--isolated", "--as-of", "soon") == Exit.USAGE
    assert checked(folder, "--isolated", "--write-baseline") == Exit.USAGE
    assert checked(folder, "--config", str(folder / "none.yaml")) == Exit.USAGE


def test_the_settings_can_be_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "dealcraft.yaml").write_text("profile: signing\nbaseline: known.json\n", encoding="utf-8")
    (folder / "known.json").write_text('{"format": "baseline.v1", "files": {}}', encoding="utf-8")
    assert checked(folder, "--show-settings", "--select", "structure", "--as-of", "2026-11-30") == Exit.DONE
    out = capsys.readouterr().out
    for line in (
        "profile: signing",
        "select: [structure]",
        "fail_on: warning",
        "as_of: 2026-11-30",
        "known.json",
    ):
        assert line in out


def test_a_baseline_is_written_once_and_then_only_what_is_new_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = folder / "known.json"
    sheet = folder / "deals" / "late.deal.yaml"
    assert checked(folder, "--baseline", str(baseline), "--write-baseline") == Exit.DONE
    assert list(json.loads(baseline.read_text(encoding="utf-8"))["files"]) == ["deals/late.deal.yaml"]
    capsys.readouterr()
    sheet.write_text(
        "\n" + LATE.replace(ONE, f"{ONE}\n        new: {{pay: 1m, at: 2070-01-01}}"), encoding="utf-8"
    )
    assert checked(folder, "--baseline", str(baseline), "--fail-on", "warning") == Exit.FOUND
    (line,) = capsys.readouterr().out.splitlines()
    assert ":18:" in line
    baseline.write_text("[]", encoding="utf-8")
    assert checked(folder, "--baseline", str(baseline)) == Exit.USAGE


def test_a_baseline_knows_what_is_said_of_a_template_through_the_deals(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "deals" / "late.deal.yaml").rename(folder / "deals" / "template.yaml")
    for name in ("one", "two"):
        (folder / "deals" / f"{name}.deal.yaml").write_text(
            f"extends: template.yaml\ndealcraft: 1\ntitle: {name}\n", encoding="utf-8"
        )
    baseline = ["--baseline", str(folder / "known.json")]
    assert checked(folder, *baseline, "--write-baseline") == Exit.DONE
    capsys.readouterr()
    assert checked(folder, *baseline, "--fail-on", "info") == Exit.DONE
    assert capsys.readouterr().out == ""
    two = folder / "deals" / "two.deal.yaml"
    two.write_text(f"{two.read_text(encoding='utf-8')}valuation: {{horizon: 20 years}}\n", encoding="utf-8")
    assert (
        checked(folder, *baseline, "--fail-on", "info") == Exit.DONE
    )  # what moves in one deal ends nothing in another


def test_answers_are_counted_and_listed_with_v(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = folder / "deals" / "late.deal.yaml"
    sheet.write_text(LATE.replace(ONE, f"{ONE} # dealcraft: ignore[beyond-horizon] agreed"), encoding="utf-8")
    run(["check", str(sheet)])
    assert "2 warnings in 1 file, 1 accepted" in capsys.readouterr().out
    run(["check", str(sheet), "-v"])
    assert "warning[beyond-horizon] by a comment: agreed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dealcraft: 1\n", "template.yaml locks nothing; a template names terms under `locked`"),
        ("dealcraft: 1\na: 1\na: 2\n", "template.yaml:3:1: "),
        ("- a\n", "template.yaml:1:1: "),
    ],
)
def test_a_template_that_cannot_hold_anything_is_refused(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("template.yaml").write_text(text, encoding="utf-8")
    Path("a.deal.yaml").write_text("dealcraft: 1\n", encoding="utf-8")
    assert run(["check", "a.deal.yaml", "--template", "template.yaml"]) == 2
    assert said in capsys.readouterr().err
