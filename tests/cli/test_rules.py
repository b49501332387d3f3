"""The list of rules, and the tests beside house rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcraft.cli._run import Exit, run
from dealcraft.findings import catalogue
from dealcraft.rules import RULES
from tests.rules.sheets import LATE

HOUSE = Path(__file__).parents[1] / "rules" / "house.yaml"


def test_every_rule_is_listed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["rules", "--format", "json"]) == Exit.DONE
    tree = json.loads(capsys.readouterr().out)
    assert tree["format"] == "rules.v1"
    listed = {rule["code"]: rule for rule in tree["rules"]}
    assert listed.keys() >= {*catalogue.all_codes(), *(rule.code for rule in RULES)}
    assert all(rule["summary"] and rule["severity"] and rule["family"] for rule in listed.values())
    assert run(["rules"]) == Exit.DONE
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert any(line.split()[:2] == ["error", "unknown-party"] for line in lines)


def test_house_rules_of_the_settings_are_listed_and_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "late.deal.yaml").write_text(LATE, encoding="utf-8")
    (tmp_path / "house.yaml").write_bytes(HOUSE.read_bytes())
    (tmp_path / "dealcraft.yaml").write_text(
        "rules: house.yaml\nseverity: {house: error}\n", encoding="utf-8"
    )
    assert run(["rules"]) == Exit.DONE
    assert "acme-royalty-floor" in capsys.readouterr().out
    assert run(["check", "late.deal.yaml", "--format", "concise", "--select", "acme-audit"]) == Exit.FOUND
    assert capsys.readouterr().out == (
        "late.deal.yaml:10:3: error[acme-audit] structures.sale.governance.audit is not stated\n"
    )
    assert run(["explain", "acme-royalty-floor"]) == Exit.DONE
    assert "Owner: licensing committee" in capsys.readouterr().out
    (tmp_path / "dealcraft.yaml").write_text("rules: ../house.yaml\n", encoding="utf-8")
    assert run(["check", "late.deal.yaml"]) == Exit.USAGE
    assert "outside the folder of the settings" in capsys.readouterr().err


def test_the_tests_of_house_rules_are_run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["test-rules", str(HOUSE)]) == Exit.DONE
    assert capsys.readouterr().out.endswith(" 0 failed\n")
    bad = tmp_path / "bad.yaml"
    text = "rules:\n  acme-x:\n    at: fx.*\n    min: 1\n    tests: [{given: {}, expect: found}]\n  acme-y: {at: fx.*, min: 1}\n"
    bad.write_text(text, encoding="utf-8")
    assert run(["test-rules", str(bad)]) == Exit.FOUND
    out = capsys.readouterr().out
    assert f"{bad}:5: acme-x: expected a finding, found nothing" in out
    assert "acme-y: no test beside it" in out
    assert "2 rules, 1 test, 1 failed" in out
    assert run(["test-rules", str(bad), str(bad)]) == Exit.USAGE
