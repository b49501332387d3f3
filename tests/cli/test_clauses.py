"""`clauses` prices what a structure could do without, refuses unsound sheets, and knows its structures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcraft.cli._run import Exit, run
from tests.cases.compare import sheet_file

MINIMUM = str(sheet_file("minimum"))
Captured = pytest.CaptureFixture[str]


def test_each_clause_has_a_price(capsys: Captured) -> None:
    assert run(["clauses", MINIMUM, "--structure", "licence"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert "payments.royalty.minimum" in out
    assert err == ""


def test_the_json_says_the_same_at_full_precision(capsys: Captured) -> None:
    assert run(["clauses", MINIMUM, "--structure", "licence", "--format", "json"]) == Exit.DONE
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["structure"], found["sheet"]["file"]) == ("clauses.v1", "licence", MINIMUM)
    assert "structures.licence.payments.royalty.minimum" in {row["path"] for row in found["rows"]}


def test_a_party_may_have_its_own_ranking(capsys: Captured) -> None:
    assert run(["clauses", MINIMUM, "--structure", "licence", "--party", "b"]) == Exit.DONE
    heads = [line for line in capsys.readouterr().out.splitlines() if "to a" in line]
    assert heads[0].index("to b") < heads[0].index("to a")


def test_what_is_not_in_the_sheet_is_said(capsys: Captured) -> None:
    assert run(["clauses", MINIMUM, "--structure", "licens"]) == Exit.USAGE
    assert "did you mean licence" in capsys.readouterr().err


def test_a_sheet_with_errors_is_never_priced(tmp_path: Path, capsys: Captured) -> None:
    unsound = tmp_path / "unsound.deal.yaml"
    unsound.write_text(Path(MINIMUM).read_text("utf-8").replace("decides:", "decide:"), encoding="utf-8")
    assert run(["clauses", str(unsound), "--structure", "licence"]) == Exit.FOUND
    assert "error[" in capsys.readouterr().out
