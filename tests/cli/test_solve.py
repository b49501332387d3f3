"""`solve` says what to write to meet a target, exits with 4 where nothing does, and names what it cannot read."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from dealcraft.analysis.targets import MEASURES
from dealcraft.cli._run import Exit, run
from tests.cases.compare import sheet_file

TIERS = str(sheet_file("tiers"))
RATE = "structures.licence.payments.royalty.tiers[1].rate"
"""Of what is sold between 100 and 300 a year; sales are 400, then 50."""
Captured = pytest.CaptureFixture[str]


def test_what_it_prints_meets_the_target_when_it_is_set(capsys: Captured) -> None:
    assert run(["solve", TIERS, RATE, "--target", "npv(a) = 40"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert err == ""
    assert "Met at 11.25%; the sheet has 8%." in out  # 5 + 200 x + 10, then 2.5
    option = next(line for line in out.splitlines() if line.strip().startswith("--set"))
    assert (
        run(["value", TIERS, "--structure", "licence", "--format", "json", *shlex.split(option)]) == Exit.DONE
    )
    worth = json.loads(capsys.readouterr().out)["structures"]["licence"]["parties"]["a"]["npv"]
    assert worth == pytest.approx(40, rel=1e-9)


def test_the_json_has_what_to_write(capsys: Captured) -> None:
    asked = ["solve", TIERS, RATE, "--target", "npv(a) = 40", "--between", "0%", "20%", "--format", "json"]
    assert run(asked) == Exit.DONE
    found = json.loads(capsys.readouterr().out)
    (met,) = found["solutions"]
    assert (found["format"], found["bracket"], found["reason"]) == ("solution.v1", [0, 0.2], None)
    assert met["changes"] == {RATE: "11.25%"}
    assert met["npv"] == {"licence": {"a": pytest.approx(40), "b": pytest.approx(410)}}
    assert (found["now"]["value"], found["now"]["left"]) == (0.08, pytest.approx(33.5))


def test_where_nothing_meets_the_target_it_says_what_is_within_reach(capsys: Captured) -> None:
    asked = ["solve", TIERS, RATE, "--target", "npv(a) = 100", "--between", "0%", "20%"]
    assert run(asked) == Exit.NO_ANSWER
    assert "No solution in [0%, 20%]: npv(a, licence) lies between 17.5 and 57.5." in capsys.readouterr().out
    assert run([*asked, "--format", "json"]) == Exit.NO_ANSWER
    found = json.loads(capsys.readouterr().out)
    assert found["solutions"] == []
    assert found["reason"] == "no solution in [0%, 20%]: npv(a, licence) lies between 17.5 and 57.5"
    assert found["between"] == [pytest.approx(17.5), pytest.approx(57.5)]


@pytest.mark.parametrize(
    ("path", "more", "said"),
    [
        ("structures.licence.payments.royalty.tiers[1].rat", [], f"did you mean {RATE}?"),
        ("structures.licence.payments", [], "structures.licence.payments is no number of the sheet"),
        ("structures..x", [], "structures..x is no path"),
        (RATE, ["--target", "npv(a)"], "npv(a) is no target; write npv(PARTY, STRUCTURE) = 25m"),
        (RATE, ["--target", "share(a) = 3m"], "3m is no rate"),
        (RATE, ["--between", "0m", "20%"], "0m cannot stand at"),
        (RATE, ["--between", "20%", "10%"], "nothing lies between 20% and 10%"),
    ],
)
def test_what_cannot_be_asked_is_one_line(path: str, more: list[str], said: str, capsys: Captured) -> None:
    target = [] if "--target" in more else ["--target", "npv(a) = 40"]
    assert run(["solve", TIERS, path, *target, *more]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1


def test_the_help_names_every_figure(capsys: Captured) -> None:
    assert run(["solve", "--help"]) == Exit.DONE
    words = capsys.readouterr().out.split("Figures of a target:")[1].split(";")[0].split()
    assert {word.strip(",") for word in words} == set(MEASURES)


def test_it_takes_one_sheet(tmp_path: Path, capsys: Captured) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.deal.yaml").write_bytes(Path(TIERS).read_bytes())
    assert run(["solve", str(tmp_path), RATE, "--target", "npv(a) = 40"]) == Exit.USAGE
    assert "solve takes one sheet" in capsys.readouterr().err


def test_a_sheet_with_errors_is_never_solved(tmp_path: Path, capsys: Captured) -> None:
    unsound = tmp_path / "unsound.deal.yaml"
    unsound.write_text(Path(TIERS).read_text("utf-8").replace("decides:", "decide:"), encoding="utf-8")
    assert run(["solve", str(unsound), RATE, "--target", "npv(a) = 40"]) == Exit.FOUND
    assert "error[" in capsys.readouterr().out
