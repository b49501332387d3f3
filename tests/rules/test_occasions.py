"""What may be left open until a sheet is signed is asked for then, and not before; facts that lack are said to."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from dealcraft.findings import Severity
from dealcraft.rules import OF_VALUE, RULES, Rule
from dealcraft.rules.run import examine
from dealcraft.rules.settings import Profile, Settings
from dealcraft.source import parse
from dealcraft.terms.load import load
from tests.rules.sheets import codes

BARE = """\
dealcraft: 1
valuation: {date: 2026-01-01, currency: USD}
decides: owner
parties: {owner: {}, taker: {}}
assets: {device: {}}
structures:
  licence:
    kind: licence
    licensee: taker
    grant: {exclusivity: non_exclusive, share: 10%, territory: US}
    payments: {royalty: {rate: 3%}}
"""
WRITTEN_BY = Path(__file__).parents[2] / "docs" / "rules.py"


def said(profile: Profile, text: str = BARE) -> tuple[list[str], list[str]]:
    """The codes that stand, and those that could not be judged."""
    found = examine(load(parse(text.encode(), "bare.deal.yaml")), Settings(profile=profile), rules=RULES)
    return codes(found), [each.code for each in found if each.missing]


def test_a_sheet_without_governance_is_asked_for_it_before_signing() -> None:
    assert "governance-silent" not in said("draft")[0]
    assert "governance-silent" not in said("review")[0]
    assert "governance-silent" in said("signing")[0]


def test_a_rule_without_its_facts_is_not_checked_and_warns_before_signing() -> None:
    stands, unjudged = said("review")
    assert "rate-outside-benchmark" in unjudged
    assert "withholding-unaddressed" in unjudged
    assert "rate-outside-benchmark" not in stands
    assert "rate-outside-benchmark" in said("signing")[0]
    assert said("draft")[1] == []


def test_a_clause_is_asked_for_once_the_sheet_speaks_of_how_it_is_run() -> None:
    spoken = f"{BARE}    governance: {{governing_law: KR}}\n"
    assert "audit-missing" not in said("review")[0]
    assert "audit-missing" in said("review", spoken)[0]
    assert "disputes-silent" not in said("review", spoken)[0]
    assert "disputes-silent" in said("signing", spoken)[0]


def test_a_valuation_asks_only_for_what_bears_on_it() -> None:
    assert {rule.family for rule in OF_VALUE} == {"structure", "tax"}
    assert not any(rule.before_signing for rule in OF_VALUE)
    others = [rule for rule in RULES if rule not in OF_VALUE]
    assert len(others) > 50
    assert not any(rule.severity is Severity.ERROR for rule in others)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_names_its_source(rule: Rule) -> None:
    if rule.family != "structure":
        source = re.search(r"^Source: (.+?)(?:\n\n|\Z)", rule.page, re.DOTALL | re.MULTILINE)
        assert source is not None
        assert re.search(r"\b(?:19|20)\d\d\b|docs/", source[1]), source[1]
    if rule not in OF_VALUE:
        assert re.search(r"^Answer: \S", rule.page, re.MULTILINE)


def test_every_rule_has_a_page_that_is_up_to_date() -> None:
    written = runpy.run_path(str(WRITTEN_BY))
    kept = {file.name: file.read_text(encoding="utf-8") for file in written["FOLDER"].glob("*.md")}
    wanted = {name: f"{content.rstrip()}\n" for name, content in written["pages"]().items()}
    assert {name for name in wanted if kept.get(name) != wanted[name]} == set(), "run python docs/rules.py"
    assert kept.keys() == wanted.keys()
