"""Every rule finds what its fixture marks, at the line marked, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dealcraft.findings import Diagnostic, Severity, catalogue
from dealcraft.rules import RULES, Rule
from dealcraft.rules.run import check
from dealcraft.source import parse, pin
from dealcraft.terms.load import load

HERE = Path(__file__).parent
EXPECTED = re.compile(r"# expect: ([a-z0-9 -]+)")


def fixture(rule: Rule) -> Path:
    return HERE / rule.family / f"{rule.code}.yaml"


def marked(text: str) -> list[tuple[int, str]]:
    lines = enumerate(text.splitlines(), 1)
    return sorted(
        (number, code)
        for number, line in lines
        if (mark := EXPECTED.search(line))
        for code in mark[1].split()
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_finds_what_its_fixture_marks(rule: Rule) -> None:
    text = fixture(rule).read_text(encoding="utf-8")
    loaded = load(parse(text.encode(), fixture(rule).name))
    assert loaded.diagnostics == ()
    assert loaded.sheet is not None
    asked = check(loaded.sheet, valuing=rule.only_to_value, signing=rule.before_signing)
    found = [pin(loaded.document, finding) for finding in asked if not finding.missing]
    wanted = {rule.code, *(code for _, code in marked(text))}
    heeded = [each for each in found if each.code in wanted or _means_nothing(each, rule)]
    assert sorted((each.span.line, each.code) for each in heeded if each.span) == marked(text)
    assert rule.code in wanted & {code for _, code in marked(text)}


def _means_nothing(found: Diagnostic, rule: Rule) -> bool:
    """Whether a sheet would mean nothing; a fixture is short, but it is a sheet (but for what a value needs)."""
    return found.severity is Severity.ERROR and not rule.only_to_value


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_explains_itself(rule: Rule) -> None:
    assert "*Instead of*" in rule.page
    assert "*Write*" in rule.page
    assert rule.page.index("*Instead of*") < rule.page.index("*Write*")
    assert catalogue.entry(rule.code).family == rule.family
    assert catalogue.entry(rule.code).help


def test_modules_rules_fixtures_and_messages_agree() -> None:
    codes = {rule.code for rule in RULES}
    assert len(codes) == len(RULES)
    package = Path(check.__code__.co_filename).parent
    families = {rule.family for rule in RULES}
    modules = {
        path for family in families for path in (package / family).glob("*.py") if path.stem != "__init__"
    }
    assert {path.stem.replace("_", "-") for path in modules} == codes
    assert {path.parent.name for path in modules} == families
    assert {path.stem for family in families for path in (HERE / family).glob("*.yaml")} == codes
    assert codes <= set(catalogue.all_codes())


def test_findings_come_in_the_order_of_their_paths() -> None:
    content = (HERE / "structure" / "unknown-party.yaml").read_bytes()
    sheet = load(parse(content, "x.deal.yaml")).sheet
    assert sheet is not None
    paths = [str(finding.path) for finding in check(sheet)]
    assert paths == sorted(paths)


def test_whoever_could_develop_is_named() -> None:
    text = (HERE / "structure" / "developer-missing.yaml").read_text(encoding="utf-8")
    loaded = load(parse(text.encode(), "developer-missing.yaml"))
    assert loaded.sheet is not None
    found = [pin(loaded.document, each) for each in check(loaded.sheet, valuing=True)]
    advice = {each.help for each in found if each.code == "developer-missing"}
    assert advice == {"write `developer: rhein` or `developer: hanbit`"}
