"""The schemas in the repository are those of the models, and the JSON that is written keeps to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from dealcraft.cli._run import Exit, run
from dealcraft.report.models import Output
from dealcraft.report.schemas import OUTPUTS, published, schema_of
from dealcraft.terms.schema import written

CASES = Path(__file__).parents[1] / "cases"
RATE = "structures.licence.payments.royalty.tiers[0].rate"
FOLDER = Path(__file__).parents[2] / "schemas"


@pytest.mark.parametrize(
    ("name", "schema"), list(published()), ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_schema_in_the_repository_is_that_of_the_models(name: str, schema: dict[str, object]) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == written(schema), f"{name} has drifted: run python schemas/write.py"
    validator = Draft7Validator if "draft-07" in name else Draft202012Validator
    validator.check_schema(schema)
    assert name in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_schema_has_its_file_and_every_file_its_schema() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {name for name, _ in published()}


def test_the_summary_of_a_batch_keeps_to_its_schema(tmp_path: Path) -> None:
    run(["batch", str(CASES), "-o", str(tmp_path / "run"), "--run", "base"])
    written_down = json.loads((tmp_path / "run" / "summary.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema_of("batch.v1")).validate(written_down)


def test_the_list_of_rules_keeps_to_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--format", "json"]) == Exit.DONE
    Draft202012Validator(schema_of("rules.v1")).validate(json.loads(capsys.readouterr().out))


def test_every_kind_of_json_has_a_schema() -> None:
    formats = {kind.model_fields["format"].default for kind in every(Output) if "format" in kind.model_fields}
    assert formats == set(OUTPUTS)


def every(kind: type[Output]) -> list[type[Output]]:
    return [kind, *(below for sub in kind.__subclasses__() for below in every(sub))]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["check", "--format", "json"], "findings.v1"),
        (["compare", "--format", "json", "--run", "base"], "valuation.v1"),
        (["diff", str(CASES / "minimum.deal.yaml"), "--format", "json"], "bridge.v1"),
        (["sensitivity", "--structure", "licence", "--format", "json"], "sensitivity.v1"),
        (["solve", RATE, "--target", "npv(a) = 30", "--format", "json"], "solution.v1"),
        (["clauses", "--structure", "licence", "--format", "json"], "clauses.v1"),
    ],
)
def test_what_is_written_keeps_to_its_schema(
    words: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = CASES / "tiers.deal.yaml"
    assert run([words[0], str(sheet), *words[1:]]) == Exit.DONE
    answer = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema_of(name)).validate(answer)
    Draft7Validator(schema_of(name, draft="7")).validate(answer)


def test_the_command_prints_any_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == Exit.DONE
    assert capsys.readouterr().out == (FOLDER / "term-sheet.v1.json").read_text(encoding="utf-8")
    assert run(["schema", "--draft", "7", "-o", str(tmp_path / "x.json")]) == Exit.DONE
    assert (tmp_path / "x.json").read_bytes() == (FOLDER / "term-sheet.v1.draft-07.json").read_bytes()
    assert run(["schema", "findings.v1"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["title"] == "Findings"
    assert run(["schema", "nothing.v1"]) == Exit.USAGE
    assert "there are term-sheet.v1, findings.v1" in capsys.readouterr().err
