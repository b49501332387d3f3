"""A team's own rules: they run like any other, point at all that they read, and are checked before any sheet is."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealcraft.errors import UsageError
from dealcraft.findings import Severity
from dealcraft.rules.house_file import read_house_rules
from dealcraft.rules.house_tests import run_tests
from tests.rules.sheets import LATE, examined

HOUSE = Path(__file__).with_name("house.yaml")
LICENCE = """\
  licence:
    kind: licence
    licensee: rhein
    grant: {exclusivity: exclusive, territory: US}
    payments:
      royalty: {tiers: [{rate: 7%, up_to: 100m}, {rate: 5%}]}
"""


def rules(text: str) -> tuple[str, ...]:
    return tuple(rule.code for rule in read_house_rules(text.encode(), "house.yaml"))


def one(fields: str) -> str:
    return f"rules:\n  acme-x:\n    at: agreements.*.payments.upfront\n{fields}"


def test_every_test_beside_a_rule_passes() -> None:
    outcomes = list(run_tests(read_house_rules(HOUSE.read_bytes(), "house.yaml")))
    assert [(each.rule.code, each.test.line, each.said) for each in outcomes if each.said] == []
    assert len(outcomes) > 15


def test_a_test_that_fails_says_what_was_found() -> None:
    content = one(
        "    max: 10m\n    tests:\n      - {given: {structures.licence.payments.upfront: 11m}, expect: clear}\n"
    )
    (outcome,) = run_tests(read_house_rules(content.encode(), "house.yaml"))
    assert outcome.said == (
        "expected nothing, found at structures.licence.payments.upfront: 11m is above 10m"
    )
    assert outcome.test.line == 6


def test_a_finding_points_at_every_value_the_rule_read() -> None:
    house = [rule.rule() for rule in read_house_rules(HOUSE.read_bytes(), "house.yaml")]
    found = examined(LATE + LICENCE, rules=house)
    (floor,) = [each for each in found if each.code == "acme-royalty-floor"]
    assert floor.message == "an exclusive royalty is 5%; the board wants at least 6%"
    assert floor.help == "board policy of April 2026 (asked by licensing committee)"
    assert (floor.severity, floor.family, floor.value) == (Severity.ERROR, "house", "5%")
    (related,) = floor.related
    assert related.span.line == 22


def test_parts_of_a_package_are_agreements_too() -> None:
    package = "  both:\n    kind: package\n    parts:\n" + LICENCE.replace("\n", "\n    ").replace(
        "  licence:", "      licence:", 1
    )
    house = [rule.rule() for rule in read_house_rules(HOUSE.read_bytes(), "house.yaml")]
    paths = [str(each.path) for each in examined(LATE + package.rstrip() + "\n", rules=house)]
    assert "structures.both.parts.licence.payments.royalty.tiers[1].rate" in paths


def test_a_house_rule_can_be_answered_and_selected_like_any_other() -> None:
    house = [rule.rule() for rule in read_house_rules(HOUSE.read_bytes(), "house.yaml")]
    text = (LATE + LICENCE).replace(
        "{rate: 5%}]}", "{rate: 5%}]}  # dealcraft: ignore[acme-royalty-floor] agreed"
    )
    (floor,) = [each for each in examined(text, rules=house) if each.code == "acme-royalty-floor"]
    assert floor.accepted is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: [a]", "house.yaml:1:8: rules is a map"),
        ("rule: {}", "house.yaml:1:1: nothing here is called rule; did you mean rules?"),
        ("rules: {floor: {at: fx, min: 1}}", "write small letters, digits and hyphens: acme-floor"),
        ("rules: {unknown-party: {at: fx, min: 1}}", "is a rule of dealcraft"),
        ("rules: {acme-x: {min: 1}}", "says where it looks"),
        (one(""), "asks something"),
        (one("    mn: 1\n"), "house.yaml:4:5: nothing here is called mn; did you mean min?"),
        (one("    require: yes\n"), "require takes true"),
        (one("    min: 1m\n    severity: high\n"), "severity is high; write one of error, warning, info"),
        (one("    min: 1m\n    message: '{fond}'\n"), "{fond} is unknown"),
        (
            one("    min: 1m\n    when: {agreements.*.grnt.territory: KR}\n"),
            "agreements.* has no grnt; did you mean grant?",
        ),
        (one("    min: {path: assets.*.cost}\n"), "house.yaml:4:17: assets.* has no cost"),
        (one("    min: {path: '..'}\n"), "is no path"),
        (one("    min: 1m\n    tests: [{expect: maybe}]\n"), "expect is maybe"),
        (one("    min: 1m\n    tests: {a: b}\n"), "tests is a list"),
        ("rules: {a: &a 1}", "names a value"),
    ],
)
def test_what_is_wrong_with_a_rule_is_told_before_any_sheet_is_read(text: str, said: str) -> None:
    with pytest.raises(UsageError) as problem:
        rules(text)
    assert said in str(problem.value)


@pytest.mark.parametrize(
    ("fields", "given", "said"),
    [
        ("    min: 5%\n", "structures.licence.payments.upfront: 1m", "5% cannot be compared with 1m"),
        (
            "    min: EUR 1m\n",
            "structures.licence.payments.upfront: 1m",
            "cannot be compared without `fx` for EUR",
        ),
        ("    before: 1m\n", "structures.licence.payments.upfront: 1m", "is no date"),
        ("    min: 1m\n", "structures.licence.payments.upfrnt: 1m", "no structures.licence.payments.upfrnt"),
        ("    min: 1m\n", "structures.licence.payments.upfront: 1x", "structures.licence.payments.upfront: "),
        ("    min: 1m\n", "a..b: 1x", "is no path"),
    ],
)
def test_what_cannot_be_compared_is_said(fields: str, given: str, said: str) -> None:
    content = one(f"{fields}    tests:\n      - {{given: {{{given}}}, expect: found}}\n")
    (outcome,) = run_tests(read_house_rules(content.encode(), "house.yaml"))
    assert said in outcome.said


def test_what_cannot_be_compared_in_a_sheet_names_the_rule_and_the_term() -> None:
    house = [rule.rule() for rule in read_house_rules(one("    min: 5%\n").encode(), "house.yaml")]
    with pytest.raises(UsageError) as problem:
        examined(rules=house)
    assert str(problem.value) == (
        "5% cannot be compared with 30m; acme-x of house.yaml asks this at structures.sale.payments.upfront"
    )
