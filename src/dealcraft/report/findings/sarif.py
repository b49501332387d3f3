"""Findings as SARIF 2.1.0, for code scanning: rules with their pages, fingerprints, and answers as suppressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dealcraft._version import __version__
from dealcraft.findings import Diagnostic, Severity, Span
from dealcraft.findings.fingerprint import fingerprints
from dealcraft.report.findings._page import DEFAULT, Page
from dealcraft.report.findings._place import address
from dealcraft.report.findings._reporter import Found
from dealcraft.report.inert import inert

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MOST: Final = 5000
"""Results that code scanning shows; the worst come first."""
_LONGEST: Final = 1000
_FINGERPRINT: Final = "dealcraft/v1"
_BY: Final = {"comment": "a comment", "exception": "an exception", "baseline": "the baseline"}


def sarif(found: Found, /, *, seconds: float | None = None, page: Page = DEFAULT) -> str:
    """One run with every finding of *found*; what could not be judged is there as `open`, what was answered as
    suppressed. The text of a sheet is nowhere in it but where a message quotes a value.
    """
    from json import dumps

    every = [
        (diagnostic, mark)
        for diagnostics in found.values()
        for diagnostic, mark in zip(diagnostics, fingerprints(diagnostics), strict=True)
    ]
    every.sort(key=lambda each: (not each[0].stands, -each[0].severity))
    shown = every[:_MOST]
    codes = list(dict.fromkeys(diagnostic.code for diagnostic, _ in shown))
    first = {diagnostic.code: diagnostic for diagnostic, _ in reversed(shown)}
    driver = {"name": "dealcraft", "version": __version__, "semanticVersion": __version__,
              "rules": [_rule(first[code]) for code in codes]}  # fmt: skip
    numbers = {code: index for index, code in enumerate(codes)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "results": [_result(diagnostic, mark, numbers, page.root) for diagnostic, mark in shown],
    }
    tree = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return dumps(tree, ensure_ascii=not page.can_show("\U00100000"), allow_nan=False, indent=2) + "\n"


def _rule(diagnostic: Diagnostic) -> dict[str, Any]:
    from dealcraft.report import pages

    about = pages.about(diagnostic.code)
    summary, text, severity = about or (diagnostic.message, diagnostic.help or "", diagnostic.severity)
    text = text or summary
    return {
        "id": diagnostic.code,
        "name": "".join(word.capitalize() for word in diagnostic.code.split("-")),
        "shortDescription": {"text": _plain(summary)},
        "fullDescription": {"text": _plain(text)},
        "help": {"text": _plain(text), "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {
            "tags": [diagnostic.family],
            "problem.severity": severity.word.replace("info", "recommendation"),
        },
    }


def _result(diagnostic: Diagnostic, mark: str, numbers: Mapping[str, int], root: str) -> dict[str, Any]:
    advice = f"; {diagnostic.help}" if diagnostic.help else ""
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": numbers[diagnostic.code],
        "kind": "open" if diagnostic.missing else "fail",
        "level": "none" if diagnostic.missing else _LEVELS[diagnostic.severity],
        "message": {"text": _escaped(diagnostic.message + advice)},
        "locations": [_location(root, diagnostic.file, diagnostic.span, str(diagnostic.path))],
        "partialFingerprints": {_FINGERPRINT: mark},
    }
    if diagnostic.related:
        result["relatedLocations"] = list(_related(diagnostic, root))
    if diagnostic.fix is not None and diagnostic.span is not None:
        result["fixes"] = [_fix(diagnostic, diagnostic.fix.text, root)]
    if diagnostic.accepted is not None:
        result["suppressions"] = [_suppression(diagnostic)]
    return result


def _location(root: str, file: str, span: Span | None, path: str = "") -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": address(root, file), "uriBaseId": "%SRCROOT%"}}
    if span is not None:
        physical["region"] = {
            "startLine": span.line, "startColumn": span.column, "endLine": span.end_line,
            "endColumn": max(span.end_column, 1),
        }  # fmt: skip
    location: dict[str, Any] = {"physicalLocation": physical}
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": inert(path), "kind": "object"}]
    return location


def _fix(diagnostic: Diagnostic, text: str, root: str) -> dict[str, Any]:
    place = _location(root, diagnostic.file, diagnostic.span)["physicalLocation"]
    change = {"deletedRegion": place["region"], "insertedContent": {"text": text}}
    return {
        "description": {"text": _escaped(diagnostic.help or diagnostic.message)},
        "artifactChanges": [{"artifactLocation": place["artifactLocation"], "replacements": [change]}],
    }


def _related(diagnostic: Diagnostic, root: str) -> Iterator[dict[str, Any]]:
    for number, related in enumerate(diagnostic.related):
        place = _location(root, related.file or diagnostic.file, related.span)
        yield {"id": number, **place, "message": {"text": _escaped(related.message or "see here")}}


def _suppression(diagnostic: Diagnostic) -> dict[str, Any]:
    accepted = diagnostic.accepted
    assert accepted is not None
    told: Sequence[tuple[str, object]] = (
        ("approved by", accepted.approver), ("until", accepted.until), ("by", _BY[accepted.by]),
    )  # fmt: skip
    words = "; ".join(f"{name} {value}" for name, value in told if value)
    reason = f"{accepted.reason}; {words}" if accepted.reason else words
    kind = "external" if accepted.by == "baseline" else "inSource"
    return {"kind": kind, "status": "accepted", "justification": _plain(reason)}


def _plain(text: str) -> str:
    return "\n".join(inert(line) for line in text.splitlines())


def _escaped(text: str) -> str:
    """*text* in which a reader of SARIF finds no link and no place to fill in."""
    text = inert(text)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    for sign in "\\[]":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("{", "{{").replace("}", "}}")
