"""`show` prints the sheet as it is read, and where each value comes from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dealcraft.cli._run import Exit, run
from dealcraft.source import parse, read_sheet
from tests.terms.sheets import EVERYTHING

BASE = "dealcraft: 1\nvaluation: {date: 2026-01-01, currency: USD}\ndecides: a\nparties:\n  a: {discount_rate: 13%}\n"
CHILD = "extends: base.yaml\ntitle: Child\nstructures: {keep: {kind: retain}}\n"


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "child.deal.yaml").write_text(CHILD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "child.deal.yaml"


def test_what_it_extends_is_merged_in_and_what_is_set_is_made(
    child: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", child, "--set", "parties.a.discount_rate=12%"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert err == ""
    assert "extends" not in out
    assert "  a: {discount_rate: 12%}\n" in out
    assert parse(out.encode(), "x").diagnostics == ()
    Path("flat.deal.yaml").write_text(out, encoding="utf-8")
    assert run(["check", "flat.deal.yaml"]) == Exit.DONE


def test_each_value_has_its_file_and_line(child: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", child, "--origin", "--set", "parties.a.tax_rate=20%"]) == Exit.DONE
    lines = dict(re.findall(r"(?m)^ *(\w+):.*?  # (.*)$", capsys.readouterr().out))
    assert lines == {
        "dealcraft": "base.yaml:1",
        "date": "base.yaml:2",
        "currency": "base.yaml:2",
        "decides": "base.yaml:3",
        "discount_rate": "base.yaml:5",
        "tax_rate": "--set",
        "title": "child.deal.yaml:2",
        "keep": "child.deal.yaml:3",
        "id": "the name of the file",
    }


def test_a_sheet_with_errors_is_shown_and_the_errors_are_told(
    child: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", child, "--set", "decides=[x]"]) == Exit.DONE
    assert "1 error in it: dealcraft check child.deal.yaml" in capsys.readouterr().err
    Path("base.yaml").unlink()
    assert run(["show", child]) == Exit.FOUND
    out, err = capsys.readouterr()
    assert out == ""
    assert "error[extends-cannot-be-read]" in err


def test_the_sheet_with_every_key_reads_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", str(EVERYTHING), "--origin", "-o", str(tmp_path / "x.deal.yaml")]) == Exit.DONE
    assert read_sheet(str(tmp_path / "x.deal.yaml")).data == read_sheet(str(EVERYTHING)).data
