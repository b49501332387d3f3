"""`sensitivity` moves every number of a sheet, refuses unsound sheets, and says what it cannot move."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcraft.cli._run import Exit, run
from tests.cases.compare import sheet_file

MINIMUM = str(sheet_file("minimum"))
ASKED = ["sensitivity", MINIMUM, "--structure", "licence"]
RATE = "structures.licence.payments.royalty.rate"
SUM = "structures.licence.payments.royalty.minimum.amount"
Captured = pytest.CaptureFixture[str]


def test_each_number_has_a_row(capsys: Captured) -> None:
    assert run(ASKED) == Exit.DONE
    out, err = capsys.readouterr()
    assert "payments.royalty.minimum" in out
    assert "░ low · █ high" in out
    assert err == ""


def test_the_page_shows_as_many_as_asked_for(capsys: Captured) -> None:
    assert run([*ASKED, "--most", "1"]) == Exit.DONE
    assert sum("┊" in line for line in capsys.readouterr().out.splitlines()) == 1
    assert run([*ASKED, "--most", "0"]) == Exit.USAGE


def test_the_json_says_the_same_at_full_precision(capsys: Captured) -> None:
    assert run([*ASKED, "--format", "json"]) == Exit.DONE
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["structure"], found["grid"]) == ("sensitivity.v1", "licence", None)
    row = next(row for row in found["rows"] if row["path"] == SUM)
    assert (row["low"], row["high"]) == (pytest.approx(0.8 * row["now"]), pytest.approx(1.2 * row["now"]))
    # a minimum is what the payer owes at least: more of it is worth more to the payee and less to the payer
    assert row["npv_low"]["a"] < found["base"]["a"] < row["npv_high"]["a"]
    assert row["npv_low"]["b"] > found["base"]["b"] > row["npv_high"]["b"]


def test_two_paths_make_a_grid(capsys: Captured) -> None:
    assert run([*ASKED, "--grid", RATE, SUM, "--format", "json"]) == Exit.DONE
    grid = json.loads(capsys.readouterr().out)["grid"]
    assert grid["paths"] == [RATE, SUM]
    assert [len(row) for row in grid["npv"]["a"]] == [len(grid["values"][1])] * len(grid["values"][0])
    assert run([*ASKED, "--grid", RATE, SUM]) == Exit.DONE
    assert "licence at payments.royalty.rate (down)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("structures.licence.payments.royalty.rat", SUM), f"did you mean {RATE}?"),
        (("structures.licence.payments", SUM), "structures.licence.payments is no number of the sheet"),
        (("parties..a", SUM), "parties..a is no path"),
        ((RATE, RATE), "a grid takes two numbers that move apart"),
    ],
)
def test_what_cannot_be_moved_is_said(pair: tuple[str, str], said: str, capsys: Captured) -> None:
    assert run([*ASKED, "--grid", *pair]) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_a_number_that_is_nothing_has_nowhere_to_go(capsys: Captured) -> None:
    assert run([*ASKED, "--grid", RATE, SUM, "--set", f"{RATE}=0%"]) == Exit.USAGE
    assert f"{RATE} is 0%, so no share of it can be moved" in capsys.readouterr().err


def test_a_grid_takes_two_paths(capsys: Captured) -> None:
    assert run([*ASKED, "--grid", RATE]) == Exit.USAGE
    assert "--grid" in capsys.readouterr().err


def test_a_party_may_have_its_own_ranking(capsys: Captured) -> None:
    assert run([*ASKED, "--party", "b", "--format", "json"]) == Exit.DONE
    found = json.loads(capsys.readouterr().out)
    widths = [abs(row["npv_high"]["b"] - row["npv_low"]["b"]) for row in found["rows"]]
    assert found["party"] == "b"
    assert widths == sorted(widths, reverse=True)


def test_what_is_not_in_the_sheet_is_said(capsys: Captured) -> None:
    assert run(["sensitivity", MINIMUM, "--structure", "licens"]) == Exit.USAGE
    assert "did you mean licence" in capsys.readouterr().err


def test_a_sheet_with_errors_is_never_valued(tmp_path: Path, capsys: Captured) -> None:
    unsound = tmp_path / "unsound.deal.yaml"
    unsound.write_text(Path(MINIMUM).read_text("utf-8").replace("decides:", "decide:"), encoding="utf-8")
    assert run(["sensitivity", str(unsound), "--structure", "licence"]) == Exit.FOUND
    assert "error[" in capsys.readouterr().out
