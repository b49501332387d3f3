"""Every rule over one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from dealcraft.findings import Finding
from dealcraft.rules import RULES, Rule
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Step


def check(sheet: Sheet, *, valuing: bool = False, rules: Sequence[Rule] = RULES) -> tuple[Finding, ...]:
    """What *rules* find in *sheet*, sorted by path and code; *valuing* asks also what only a valuation needs."""
    found = {
        (finding.code, finding.path, finding.at): finding
        for rule in rules
        if valuing or not rule.only_to_value
        for finding in rule.check(sheet)
    }
    return tuple(sorted(found.values(), key=_order))


def _order(finding: Finding) -> tuple[tuple[tuple[bool, Step], ...], str]:
    return tuple((isinstance(step, str), step) for step in finding.path), finding.code
