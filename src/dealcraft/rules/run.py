"""Every rule over one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Final

from dealcraft.findings import Diagnostic, Finding
from dealcraft.rules import RULES, Rule
from dealcraft.rules.answers import Answers
from dealcraft.rules.baseline import Baseline
from dealcraft.rules.locks import CODES, locks
from dealcraft.rules.settings import Settings, shown
from dealcraft.source import Document
from dealcraft.source.pin import pin
from dealcraft.terms.load import Loaded
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Step

_NOTHING: Final[Baseline] = MappingProxyType({})


def check(
    sheet: Sheet, *, valuing: bool = False, signing: bool = False, rules: Sequence[Rule] = RULES
) -> tuple[Finding, ...]:
    """What *rules* find in *sheet*, sorted by path and code.

    *valuing* asks also what only a valuation needs, *signing* what may be left open until then.
    """
    found = {
        (finding.code, finding.path, finding.at): finding
        for rule in rules
        if rule.asked(valuing=valuing, signing=signing)
        for finding in rule.check(sheet)
    }
    return tuple(sorted(found.values(), key=_order))


def diagnose(
    loaded: Loaded,
    *,
    valuing: bool = False,
    rules: Sequence[Rule] = RULES,
    templates: Sequence[Document] | None = None,
) -> tuple[Diagnostic, ...]:
    """What stands to be said of a document under no settings but its own; see `examine`."""
    said = examine(loaded, Settings(), rules=rules, valuing=valuing, templates=templates)
    return tuple(each for each in said if each.stands)


def examine(
    loaded: Loaded,
    settings: Settings,
    *,
    rules: Sequence[Rule] = RULES,
    known: Baseline = _NOTHING,
    valuing: bool = False,
    templates: Sequence[Document] | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything to say of a document, in the order of its text: of text and shape, and of its sheet if it is one.

    What templates lock is judged where *templates*, which may be none besides the sheets that it extends, are given.

    What was answered is among it, by a comment, an exception or the fingerprints that are *known*, and so is what
    could not be judged. What is said of the sheets that it extends comes last, file by file.
    """
    valuing = valuing or settings.valuing
    asked = [rule for rule in rules if rule.asked(valuing=valuing, signing=settings.signing)]
    found = check(loaded.sheet, valuing=True, signing=True, rules=asked) if loaded.sheet is not None else ()
    pinned = (
        *loaded.diagnostics,
        *(pin(loaded.document, finding) for finding in found),
        *(locks(loaded, templates) if templates is not None else ()),
    )
    ran = frozenset(rule.code for rule in asked)
    if templates is not None:
        ran |= CODES
    answers = Answers(
        document=loaded.document,
        sheet=loaded.sheet,
        rules=rules,
        ran=ran if loaded.sheet is not None else frozenset(),
        as_of=settings.as_of or (loaded.sheet.valuation.date if loaded.sheet is not None else None),
        baseline=known,
    )
    said = answers.to(_in_order(loaded.document, pinned))
    return _in_order(loaded.document, shown(said, settings))


def _in_order(document: Document, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    own = document.file
    return tuple(
        sorted(
            diagnostics, key=lambda said: (said.file != own, said.file, said.span.start if said.span else -1)
        )
    )


def _order(finding: Finding) -> tuple[tuple[tuple[bool, Step], ...], str]:
    return tuple((isinstance(step, str), step) for step in finding.path), finding.code
