"""Every rule over one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from dealcraft.findings import Diagnostic, Finding
from dealcraft.rules import RULES, Rule
from dealcraft.source.pin import pin
from dealcraft.terms.load import Loaded
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


def diagnose(loaded: Loaded, *, valuing: bool = False) -> tuple[Diagnostic, ...]:
    """Everything to say of a document, in the order of its text: of text and shape, and of its sheet if it is one.

    What is said of the sheets that it extends comes last, file by file.
    """
    found = check(loaded.sheet, valuing=valuing) if loaded.sheet is not None else ()
    pinned = (*loaded.diagnostics, *(pin(loaded.document, finding) for finding in found))
    own = loaded.document.file
    return tuple(
        sorted(pinned, key=lambda said: (said.file != own, said.file, said.span.start if said.span else -1))
    )


def _order(finding: Finding) -> tuple[tuple[tuple[bool, Step], ...], str]:
    return tuple((isinstance(step, str), step) for step in finding.path), finding.code
