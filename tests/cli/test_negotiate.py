"""`dealcraft negotiate` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcraft.cli._run import run

HB12 = str(Path(__file__).parents[2] / "examples" / "hb12" / "hb12.deal.yaml")
UPFRONT = "structures.licence.payments.upfront"
PIVOTAL = "structures.licence.payments.milestones.pivotal.pay"
BASE = ("--run", "base")


def test_one_number_gives_its_zone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["negotiate", HB12, UPFRONT, *BASE, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "negotiation.v1"
    assert found["structure"] == "licence"
    assert found["zone"][0][0] < found["nash"] < found["zone"][0][1]
    assert {point["value"] for point in found["points"]} >= {found["nash"], found["equal_gain"], 35e6}
    assert found["trades"][0]["gives"] > found["trades"][-1]["gives"]
    assert found["frontier"] == []
    assert found["counter"] is None


def test_two_numbers_give_their_frontier(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["negotiate", HB12, UPFRONT, PIVOTAL, *BASE, "--points", "5"]) == 0
    page = capsys.readouterr().out
    assert "as well off as now" in page
    assert "┼ as it stands" in page


def test_a_concession_has_a_counter_offer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["negotiate", HB12, "--concede", f"{UPFRONT}=30m", "--unlock", PIVOTAL, *BASE]) == 0
    page = capsys.readouterr().out
    assert "Conceding structures.licence.payments.upfront = 30m costs Hanbit Bio 4.0." in page
    assert f"{PIVOTAL}: 55m →" in page


def test_a_name_that_ends_in_a_full_stop_ends_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["negotiate", HB12, UPFRONT, "--set", "parties.rhein.name=Rhein Co.", *BASE]) == 0
    page = capsys.readouterr().out
    assert "for Rhein Co.\n" in page
    edge = next(line for line in page.splitlines() if line.endswith("edge of the zone"))
    assert edge.count("█") == 24, "all of the gain is the other side's there"


def test_no_zone_has_an_exit_code_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["negotiate", HB12, UPFRONT, "--between", "80m", "90m", *BASE]) == 4
    assert "leaves every side as well off" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["structures.licence.payments.upfrnt"], "did you mean structures.licence.payments.upfront?"),
        ([UPFRONT, PIVOTAL, UPFRONT], "one or two numbers"),
        (["parties.hanbit.discount_rate"], "which structure? write --structure NAME"),
        ([UPFRONT, "--concede", f"{UPFRONT}=30m"], "go together"),
        ([UPFRONT, "--between", "9%", "10m"], "cannot stand at"),
        ([UPFRONT, "--between", "90m", "10m"], "nothing lies between"),
        ([UPFRONT, "--structure", "licens"], "did you mean licence?"),
        (["a..b"], "is no path"),
        ([UPFRONT, UPFRONT], "a frontier is of two numbers of the sheet; both are"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["negotiate", HB12, *arguments, *BASE]) == 2
    assert said in capsys.readouterr().err
