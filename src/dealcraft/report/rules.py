"""The list of rules: what `dealcraft rules` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from dealcraft.findings import Severity, catalogue
from dealcraft.report import pages
from dealcraft.report.inert import inert
from dealcraft.report.models_rules import ListedRule, RuleList
from dealcraft.rules import Rule

WIDEST: Final = 100
"""What the list is as wide as in a wide window."""


def text(rules: Sequence[Rule], width: int = WIDEST) -> str:
    """A line of at most *width* for each rule, family by family."""
    lines = list[str]()
    family = ""
    for row in _rows(rules):
        if row.family != family:
            family = row.family
            lines += ["", family] if lines else [family]
        head = f"  {row.severity:<8}{row.code}"
        said = inert(f"{head:<44}{row.summary}")
        lines.append(said if len(said) <= width else f"{said[: width - 1]}…")
    return "\n".join(lines) + "\n"


def json(rules: Sequence[Rule], _width: int = WIDEST) -> str:
    """rules.v1: everything, with the page of each rule."""
    from json import dumps

    tree = RuleList(rules=tuple(_rows(rules)))
    return dumps(tree.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


RULE_FORMATS: Final[dict[str, Callable[[Sequence[Rule], int], str]]] = {"text": text, "json": json}
"""The ways to write the list."""


def _rows(rules: Sequence[Rule]) -> Iterator[ListedRule]:
    by_code = {rule.code: rule for rule in rules}
    for code in catalogue.all_codes():
        entry, rule = catalogue.entry(code), by_code.pop(code, None)
        summary, page, severity = pages.about(code) or ("", "", entry.severity)
        yield _row(code, entry.family, severity, summary, page, rule=rule)
    for code, rule in by_code.items():
        yield _row(code, rule.family, rule.severity, pages.first_line(rule.page), rule.page, rule=rule)


def _row(
    code: str,
    family: str,
    severity: Severity,
    summary: str,
    page: str,
    *,
    rule: Rule | None,
) -> ListedRule:
    return ListedRule(
        code=code,
        family=family,
        severity=severity.word,
        only_to_value=rule is not None and rule.only_to_value,
        before_signing=rule is not None and rule.before_signing,
        summary=summary,
        page=page,
    )
