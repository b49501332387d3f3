"""A sheet with findings to answer: three sums that fall due past its horizon."""

from __future__ import annotations

from collections.abc import Sequence

from dealcraft.findings import Diagnostic
from dealcraft.rules import RULES, Rule
from dealcraft.rules.baseline import Baseline
from dealcraft.rules.run import examine
from dealcraft.rules.settings import Settings
from dealcraft.source import parse
from dealcraft.terms.load import load

LATE = """\
dealcraft: 1
valuation: {date: 2026-01-01, currency: USD}
decides: hanbit
parties:
  hanbit: {country: KR, discount_rate: 13%}
  rhein: {country: KR, discount_rate: 9%}
assets: {hb12: {}}
structures:
  keep: {kind: retain}
  sale:
    kind: assignment
    assignee: rhein
    payments:
      upfront: 30m
      instalments:
        one: {pay: 1m, at: 2060-01-01}
        two: {pay: 1m, at: 2061-01-01}
        three: {pay: 1m, at: 2062-01-01}
"""
ONE = "        one: {pay: 1m, at: 2060-01-01}"
"""The line of the first sum, to put a comment on."""


def examined(
    text: str = LATE,
    settings: Settings | None = None,
    *,
    known: Baseline | None = None,
    rules: Sequence[Rule] = RULES,
) -> tuple[Diagnostic, ...]:
    """What is said of *text*."""
    loaded = load(parse(text.encode(), "late.deal.yaml"))
    return examine(loaded, settings or Settings(), known=known or {}, rules=rules)


def codes(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """The codes of what stands among *diagnostics*."""
    return [each.code for each in diagnostics if each.stands]
