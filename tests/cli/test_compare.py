"""`compare` and `value` answer for sound sheets, refuse the others, and say which with their exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcraft.cli._run import Exit, run
from tests.cases.compare import sheet_file

TIERS, MINIMUM = str(sheet_file("tiers")), str(sheet_file("minimum"))
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def unsound(tmp_path: Path) -> str:
    text = sheet_file("tiers").read_text(encoding="utf-8")
    path = tmp_path / "unsound.deal.yaml"
    path.write_text(text.replace("decides:", "decide:"), encoding="utf-8")
    return str(path)


def test_a_sound_sheet_is_compared(capsys: Captured) -> None:
    assert run(["compare", TIERS]) == Exit.DONE
    out, err = capsys.readouterr()
    assert "expected value" in out
    assert "\x1b" not in out
    assert err == ""


def test_a_sheet_with_errors_is_never_valued(unsound: str, capsys: Captured) -> None:
    assert run(["compare", unsound]) == Exit.FOUND
    out = capsys.readouterr().out
    assert "error[" in out
    assert "expected value" not in out


def test_its_findings_come_as_json_too(unsound: str, capsys: Captured) -> None:
    assert run(["compare", unsound, "--format", "json"]) == Exit.FOUND
    assert json.loads(capsys.readouterr().out)["format"] == "findings.v1"


def test_a_sheet_without_what_a_valuation_needs_is_refused(capsys: Captured) -> None:
    assert run(["compare", TIERS, "--set", "valuation.date=null"]) == Exit.FOUND
    assert "needed-to-value" in capsys.readouterr().out


def written(sheet: str, tmp_path: Path) -> str:
    """The path of a file with *sheet*."""
    path = tmp_path / "small.deal.yaml"
    path.write_text(sheet, encoding="utf-8")
    return str(path)


SMALL = """\
dealcraft: 1
valuation: {date: 2026-01-01, currency: USD}
decides: a
parties: {a: {discount_rate: 10%}, b: {discount_rate: 10%}}
assets: {x: {owner: a, development: {trial: {duration: 1 years, success: 50%}}}}
"""


def test_a_sheet_without_structures_is_refused(tmp_path: Path, capsys: Captured) -> None:
    assert run(["compare", written(SMALL + "structures: {}\n", tmp_path)]) == Exit.FOUND
    assert "small.deal.yaml:6:13" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["compare", "value"])
def test_a_deal_that_moves_nothing_for_anyone_has_a_page(page: str, tmp_path: Path, capsys: Captured) -> None:
    deal = "structures: {deal: {kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide}}}\n"
    chosen = ["--structure", "deal"] if page == "value" else []
    assert run([page, written(SMALL + deal, tmp_path), *chosen]) == Exit.DONE
    assert "deal" in capsys.readouterr().out


def test_several_sheets_are_one_object_a_line(unsound: str, capsys: Captured) -> None:
    assert run(["compare", TIERS, MINIMUM, unsound, "--format", "json"]) == Exit.FOUND
    lines = capsys.readouterr().out.splitlines()
    formats = [json.loads(line)["format"] for line in lines]
    assert formats == ["valuation.v1", "valuation.v1", "findings.v1"]


def test_the_json_names_the_sheet(capsys: Captured) -> None:
    assert run(["compare", TIERS, "--format", "json"]) == Exit.DONE
    sheet = json.loads(capsys.readouterr().out)["sheet"]
    assert (sheet["id"], sheet["file"], len(sheet["sha256"])) == ("tiers", TIERS, 64)


def test_a_changed_value_changes_the_answer(capsys: Captured) -> None:
    values = list[float]()
    for change in ([], ["--set", "parties.b.discount_rate=50%"]):
        assert run(["compare", TIERS, "--format", "json", *change]) == Exit.DONE
        structures = json.loads(capsys.readouterr().out)["structures"]
        values.append(next(iter(structures.values()))["parties"]["b"]["npv"])
    assert values[0] != values[1]


def test_an_output_file_holds_the_page(tmp_path: Path, capsys: Captured) -> None:
    assert run(["compare", TIERS, "-o", str(tmp_path / "page.txt")]) == Exit.DONE
    assert capsys.readouterr().out == ""
    assert "expected value" in (tmp_path / "page.txt").read_text(encoding="utf-8")


def test_a_folder_without_sheets_matches_nothing(tmp_path: Path, capsys: Captured) -> None:
    assert run(["compare", str(tmp_path)]) == Exit.NOTHING
    assert "no *.deal.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare"], "FILE"),
        (["compare", TIERS, "--run", "wild"], "wild"),
        (["compare", TIERS, "--party", "nobody"], "no party nobody"),
        (["compare", TIERS, "--structure", "nothing"], "no structure nothing"),
        (["value", TIERS], "--structure"),
        (["value", TIERS, "--structure", "licenc"], "did you mean"),
        (["value", TIERS, "--structure", "licence", "--by", "moon"], "moon"),
    ],
)
def test_bad_usage_ends_with_2_and_says_why(words: list[str], said: str, capsys: Captured) -> None:
    assert run(words) == Exit.USAGE
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("by", ["clause", "kind", "year"])
def test_one_structure_in_depth(by: str, capsys: Captured) -> None:
    assert (
        run(["value", str(sheet_file("hb12")), "--structure", "licence", "--run", "base", "--by", by])
        == Exit.DONE
    )
    out = capsys.readouterr().out
    assert "expected shortfall" in out
    assert "nominal" in out or "net sales" in out


def test_one_structure_as_json_is_alone_in_it(capsys: Captured) -> None:
    words = ["value", str(sheet_file("hb12")), "--structure", "sale", "--run", "base", "--format", "json"]
    assert run(words) == Exit.DONE
    tree = json.loads(capsys.readouterr().out)
    assert list(tree["structures"]) == ["sale"]
    assert tree["ranking"]["hanbit"][0]["lead"] is None


def test_in_depth_refuses_a_sheet_with_errors(unsound: str, capsys: Captured) -> None:
    assert run(["value", unsound, "--structure", "x"]) == Exit.FOUND
    assert "error[" in capsys.readouterr().out


def test_if_everything_succeeds_there_is_one_scenario(capsys: Captured) -> None:
    assert run(["compare", str(sheet_file("hb12")), "--run", "success"]) == Exit.DONE
    out = capsys.readouterr().out
    assert "everything succeeds" in out
    assert "median" not in out


def test_an_owner_that_sells_nothing_itself_still_holds_everything(tmp_path: Path, capsys: Captured) -> None:
    sheet = tmp_path / "patents.deal.yaml"
    sheet.write_text(
        """\
dealcraft: 1
valuation: {date: 2026-01-01, currency: USD, horizon: 3 years}
decides: owner
parties: {owner: {discount_rate: 10%, capability: {sales: 0%}}, maker: {discount_rate: 10%}}
assets: {family: {}}
markets: {chips: {territory: US, launch: effective, sales: {by_year: [100m, 100m]}}}
structures:
  keep: {kind: retain}
  licence: {kind: licence, licensee: maker, grant: {exclusivity: exclusive, territory: US}, payments: {upfront: 9m}}
""",
        encoding="utf-8",
    )
    assert run(["compare", str(sheet)]) == Exit.DONE
    lines = capsys.readouterr().out.splitlines()
    worth = next(line.split() for line in lines if line.startswith("  expected value"))
    held = next(line.split() for line in lines if line.startswith("  still holds"))
    assert worth == ["expected", "value", "0.0", "9.0", "◀"]
    assert held == ["still", "holds", "everything", "title"]
