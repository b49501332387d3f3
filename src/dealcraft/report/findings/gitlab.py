"""Findings as a code quality report of GitLab."""

from __future__ import annotations

from typing import Any, Final

from dealcraft.findings import Diagnostic, Severity
from dealcraft.findings.fingerprint import fingerprints
from dealcraft.report.findings._page import DEFAULT, Page
from dealcraft.report.findings._place import below
from dealcraft.report.findings._reporter import Found, standing
from dealcraft.report.inert import inert

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab(found: Found, /, *, seconds: float | None = None, page: Page = DEFAULT) -> str:
    """A JSON list with one entry for each finding; a finding without a place is said of line 1."""
    from json import dumps

    entries = [
        _entry(diagnostic, mark, page.root)
        for diagnostics in standing(found).values()
        for diagnostic, mark in zip(diagnostics, fingerprints(diagnostics), strict=True)
    ]
    return dumps(entries, ensure_ascii=not page.can_show("\U00100000"), allow_nan=False, indent=2) + "\n"


def _entry(diagnostic: Diagnostic, mark: str, root: str) -> dict[str, Any]:
    from hashlib import sha256

    path = inert(below(root, diagnostic.file))
    span = diagnostic.span
    lines = {"begin": span.line, "end": span.end_line} if span else {"begin": 1}
    advice = f"; {diagnostic.help}" if diagnostic.help else ""
    return {
        "description": inert(diagnostic.message + advice),
        "check_name": diagnostic.code,
        "fingerprint": sha256(f"{path}\0{mark}".encode()).hexdigest(),
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": path, "lines": lines},
    }
