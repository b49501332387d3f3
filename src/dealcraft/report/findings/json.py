"""Findings as findings.v1 JSON, one object on one line."""

from __future__ import annotations

from dealcraft.report.findings._page import DEFAULT, Page
from dealcraft.report.findings._reporter import Found


def json(found: Found, /, *, seconds: float | None = None, page: Page = DEFAULT) -> str:
    """The JSON of *found*, its text exactly as it is; *seconds* is left out so that equal checks are equal bytes."""
    from json import dumps

    from dealcraft.report.models import Findings

    tree = Findings.of(found).model_dump(mode="json")
    return dumps(tree, ensure_ascii=not page.can_show("\U00100000"), allow_nan=False) + "\n"
