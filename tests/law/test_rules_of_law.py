"""Every rule of law has a source and a date, reads facts that exist, and can be found, clear, or not checked."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import pytest

from dealcraft.law.rules import FAMILIES, Comparison, Condition, Group, LawRule, judge, law_rules, names_in
from dealcraft.law.territories import countries_of
from dealcraft.terms.facts import FACTS, fact_names
from dealcraft.terms.leaves import Flag
from dealcraft.terms.territory import Country

RULES = law_rules()
DAY = date(2030, 6, 30)


def annotation_of(fact: str) -> Any:
    group, name = fact.split(".")
    return FACTS[group].model_fields[name].annotation


def words_of(annotation: Any) -> tuple[str, ...]:
    """The words that a fact may be; none where it is no word."""
    for inner in get_args(annotation):
        if get_origin(inner) is Literal:
            return get_args(inner)
        if found := words_of(inner):
            return found
    return ()


def satisfying(condition: Condition) -> dict[str, object]:
    """Facts of which *condition* holds."""
    if isinstance(condition, Group):
        facts = dict[str, object]()
        for part in condition.parts if condition.kind == "all" else condition.parts[:1]:
            for name, value in satisfying(part).items():
                both = isinstance(value, frozenset) and name in facts
                facts[name] = facts[name] | value if both else value  # type: ignore[operator]
        return facts
    annotation = annotation_of(condition.fact)
    operand: str = condition.value
    word: object = operand == "true" if Flag in get_args(annotation) else operand
    first = operand.split(",")[0].strip()
    match condition.operator:
        case "is":
            return {condition.fact: word}
        case "is_not" if "." in operand:
            return {condition.fact: "US", operand: "DE"}
        case "is_not":
            return {condition.fact: "ZW" if Country in get_args(annotation) else "another"}
        case "one_of":
            return {condition.fact: first}
        case "none_of":
            return {condition.fact: "another"}
        case "has":
            return {condition.fact: frozenset({operand})}
        case "meets":
            return {condition.fact: frozenset([min(countries_of(operand))])}
        case "lacks" | "excludes":
            return {condition.fact: frozenset({"another"})}
        case "all_are":
            return {condition.fact: frozenset(each.strip() for each in operand.split(","))}
        case "above":
            return {condition.fact: Decimal(operand) + 1}
        case "below" | "at_most":
            return {condition.fact: Decimal(operand) - 1}
        case "after":
            return {condition.fact: date.max} | ({operand: DAY} if "." in operand else {})
        case "before":
            return {condition.fact: date.min} | ({operand: DAY} if "." in operand else {})
        case "unstated":
            return {}
    raise AssertionError(condition)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_of_law_is_found_clear_or_not_checked(rule: LawRule) -> None:
    facts = satisfying(rule.when)
    assert judge(rule.when, facts).holds is True
    verdict = judge(rule.when, {})
    assert verdict.holds is None
    assert verdict.missing <= set(names_in(rule.when))
    for name in facts:
        left = judge(rule.when, {known: value for known, value in facts.items() if known != name})
        assert left.holds is not False
        assert left.holds is True or name in left.missing


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_of_law_says_what_a_source_says_and_of_which_day(rule: LawRule) -> None:
    assert rule.source
    assert rule.urls or "no source of law" in rule.source or rule.confidence != "high"
    assert date(2000, 1, 1) < rule.as_of <= date(2026, 11, 30)
    assert re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)+", rule.code)
    assert all(url.startswith(("https://", "http://")) for url in rule.urls)
    text = " ".join((rule.title, rule.says, rule.mend, rule.source, rule.note)).lower()
    assert not re.search(r"\billegal|\bcomplian|general knowledge|query", text)
    assert not rule.says.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_of_law_asks_for_facts_that_a_sheet_can_state(rule: LawRule) -> None:
    assert set(names_in(rule.when)) <= set(fact_names())

    def tests(condition: Condition) -> list[Comparison]:
        if isinstance(condition, Group):
            return [test for part in condition.parts for test in tests(part)]
        return [condition]

    for test in tests(rule.when):
        words = words_of(annotation_of(test.fact))
        if words and test.operator in ("is", "is_not", "one_of", "has"):
            assert {word.strip() for word in test.value.split(",")} <= set(words), test


def test_codes_are_unique_and_families_known() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes)) > 90
    assert {rule.family for rule in RULES} == set(FAMILIES)


def test_what_cannot_hold_anyway_is_clear_whatever_is_missing() -> None:
    both = Group("all", (Comparison("deal.kind", "is", "licence"), Comparison("ip.is_sep", "is", "true")))
    assert judge(both, {"deal.kind": "assignment"}).holds is False
    assert judge(both, {"deal.kind": "licence"}).holds is None
    assert judge(both, {"deal.kind": "licence"}).missing == {"ip.is_sep"}
    either = Group("any", both.parts)
    assert judge(either, {"deal.kind": "licence"}).holds is True
    assert judge(either, {"deal.kind": "assignment"}).holds is None


def test_a_rule_looks_only_where_a_deal_is_and_once_it_is_in_force() -> None:
    rule = next(rule for rule in RULES if rule.code == "eu-ttber-price")
    assert rule.concerns(frozenset({"FR"}), date(2026, 5, 1))
    assert not rule.concerns(frozenset({"US"}), date(2026, 5, 1))
    assert not rule.concerns(frozenset({"FR"}), date(2026, 4, 30))
    assert rule.concerns(frozenset({"FR"}), None)
