"""`new` writes a sheet that passes `check`, can be compared, and is never written over another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dealcraft.cli._run import Exit, run
from dealcraft.cli.new import Kind, Sector
from dealcraft.source import read_sheet
from dealcraft.terms.templates import KINDS, SECTORS


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sector", SECTORS)
def test_a_new_sheet_passes_check_and_can_be_compared(
    kind: str, sector: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "--kind", kind, "--sector", sector, "a.deal.yaml"]) == Exit.DONE
    capsys.readouterr()
    assert run(["check", "a.deal.yaml", "--format", "concise", "--fail-on", "warning"]) == Exit.DONE
    assert capsys.readouterr().out == ""
    assert run(["compare", "a.deal.yaml", "--run", "base", "--format", "json"]) == Exit.DONE
    answer = json.loads(capsys.readouterr().out)
    assert {each["kind"] for each in answer["structures"].values()} == {"retain", kind}


def test_the_options_and_the_templates_agree() -> None:
    assert tuple(kind.value for kind in Kind) == KINDS
    assert tuple(sector.value for sector in Sector) == SECTORS


def test_a_new_sheet_says_what_to_do_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "a.deal.yaml"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "dealcraft: wrote a.deal.yaml; next: dealcraft check a.deal.yaml\n"
    text = Path("a.deal.yaml").read_text(encoding="utf-8")
    assert "dealcraft compare a.deal.yaml" in text
    assert "$" not in text.replace("$schema", "")
    assert all(line.count("#") for line in text.splitlines()[:5])


def test_nothing_is_written_over_unless_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.deal.yaml").write_text("mine", encoding="utf-8")
    assert run(["new", "a.deal.yaml", "--with-schema"]) == Exit.USAGE
    assert "a.deal.yaml is there already; --force writes over it" in capsys.readouterr().err
    assert Path("a.deal.yaml").read_text(encoding="utf-8") == "mine"
    assert not Path("term-sheet.v1.json").exists()
    assert run(["new", "a.deal.yaml", "--force"]) == Exit.DONE
    assert "dealcraft: 1" in Path("a.deal.yaml").read_text(encoding="utf-8")
    assert run(["new", "none/a.deal.yaml"]) == Exit.USAGE
    assert "cannot write none/a.deal.yaml" in capsys.readouterr().err


def test_the_schema_goes_beside_it_and_is_that_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "a.deal.yaml", "--with-schema"]) == Exit.DONE
    assert run(["schema", "-o", "x.json"]) == Exit.DONE
    assert Path("term-sheet.v1.json").read_bytes() == Path("x.json").read_bytes()
    first = Path("a.deal.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=term-sheet.v1.json"
    schema = json.loads(Path("x.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(read_sheet("a.deal.yaml").data)
    assert run(["new", "b.deal.yaml", "--with-schema"]) == Exit.DONE  # the same schema is there already


def test_a_schema_that_is_there_is_pointed_at_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "a.deal.yaml"]) == Exit.DONE
    assert not Path("a.deal.yaml").read_text(encoding="utf-8").startswith("# yaml-language-server")
    Path("schemas").mkdir()
    Path("schemas/term-sheet.v1.json").write_text("{}", encoding="utf-8")
    Path("deals/japan").mkdir(parents=True)
    assert run(["new", "deals/japan/a.deal.yaml"]) == Exit.DONE
    first = Path("deals/japan/a.deal.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../schemas/term-sheet.v1.json"


def test_a_name_that_a_folder_would_not_find_is_remarked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "a.yaml"]) == Exit.DONE
    assert "a folder is searched for *.deal.yaml" in capsys.readouterr().err


def test_a_sheet_can_be_written_to_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "-"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert (err, list(tmp_path.iterdir())) == ("", [])
    assert run(["new", "draft.deal.yaml"]) == Exit.DONE
    assert out == Path("draft.deal.yaml").read_text(encoding="utf-8")
    assert run(["new", "-", "--with-schema"]) == Exit.USAGE
