"""Whether a sheet that was made from another is still one that can be valued, and if not, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dealcraft.engine.unvalued import not_valued
from dealcraft.findings import Finding, Severity, catalogue
from dealcraft.rules.run import check
from dealcraft.terms.load import validate
from dealcraft.terms.sheet import Sheet


def sound(data: Mapping[str, Any]) -> Sheet | Finding:
    """The sheet that *data* spells, or the first error that keeps it from being valued."""
    sheet, findings = validate(data)
    if sheet is None:
        return findings[0]
    found = (*check(sheet, valuing=True), *not_valued(sheet))
    errors = (finding for finding in found if _is_error(finding))
    return next(errors, sheet)


def told(finding: Finding) -> str:
    """*finding* in words."""
    return (finding.words or catalogue.entry(finding.code)).say(finding.values)


def _is_error(finding: Finding) -> bool:
    return (finding.words or catalogue.entry(finding.code)).severity is Severity.ERROR
