"""From files to answers: read, checked, and only where there is no error valued and compared."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealcraft.cli._output import page
from dealcraft.cli._sheets import opened
from dealcraft.errors import UsageError

if TYPE_CHECKING:
    from dealcraft.cli._options import ResultFormat, RunName
    from dealcraft.findings import Diagnostic
    from dealcraft.report.results import Answer, Look
    from dealcraft.terms.load import Loaded
    from dealcraft.terms.sheet import Sheet

_PIPED = 100
"""Columns of a page that nobody's window limits."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be valued, and how."""

    run: RunName
    seed: int
    structure: str | None = None
    """The only one, where not all are wanted."""
    party: str | None = None
    """For whom the answer is read, where it is not whoever decides."""


def answered(
    files: Sequence[str], changes: Sequence[str] | None, asked: Asked, *, within: Sequence[str]
) -> tuple[list[Answer], dict[str, list[Diagnostic]]]:
    """The answers on *files*, found *within* what was given, and by file what keeps the others from being valued."""
    answers: list[Answer] = []
    refused: dict[str, list[Diagnostic]] = {}
    for loaded in opened(files, changes, within=within):
        diagnostics = _checked(loaded)
        if loaded.sheet is None or any(d.severity.word == "error" for d in diagnostics):
            for diagnostic in diagnostics:
                refused.setdefault(diagnostic.file, []).append(diagnostic)
        else:
            answers.append(_answer(loaded, loaded.sheet, diagnostics, asked))
    return answers, refused


def written(
    answers: Sequence[Answer],
    refused: Mapping[str, Sequence[Diagnostic]],
    pages: Sequence[str],
    *,
    format_: ResultFormat,
    to: str | None,
) -> str:
    """Everything in one text: the *pages* on the answers or their JSON, then what was found in the other files."""
    from dealcraft.report.findings import FORMATS

    found = FORMATS[format_.value](refused, page=page(to)) if refused else ""
    if format_.value == "json":
        from dealcraft.report.results.json import json

        return json(answers, alone=not refused) + found
    return "\n".join([*pages, found] if found else pages)


def look(to: str | None) -> Look:
    """What a page is written for."""
    from dealcraft.report.results import Look

    seen = page(to)
    in_window = sys.stdout.isatty() and (to is None or to == "-")
    return Look(seen.width if in_window else _PIPED, seen.colour, seen.encoding)


def named(word: str | None, known: Sequence[str], what: str) -> None:
    """Raise UsageError unless *word* is one of *known*."""
    from dealcraft.units.spelling import nearest

    if word is not None and word not in known:
        hint = nearest(word, known)
        mend = f"did you mean {hint}?" if hint else f"there are {', '.join(known)}"
        raise UsageError(f"no {what} {word} in this sheet; {mend}")


def _checked(loaded: Loaded) -> tuple[Diagnostic, ...]:
    from dealcraft.engine.unvalued import not_valued
    from dealcraft.rules.run import diagnose
    from dealcraft.source import pin

    diagnostics = diagnose(loaded, valuing=True)
    if loaded.sheet is None:
        return diagnostics
    return (*diagnostics, *(pin(loaded.document, finding) for finding in not_valued(loaded.sheet)))


def _answer(loaded: Loaded, sheet: Sheet, diagnostics: Sequence[Diagnostic], asked: Asked) -> Answer:
    from dealcraft.analysis.compare import compare
    from dealcraft.analysis.outside import outside
    from dealcraft.engine.result import Valuation
    from dealcraft.engine.value import value
    from dealcraft.report.results import Answer
    from dealcraft.source import pin

    named(asked.structure, list(sheet.structures), "structure")
    named(asked.party, list(sheet.parties), "party")

    def valued(of: Sheet, names: Sequence[str] | None) -> Valuation:
        return value(of, run=asked.run.value, seed=asked.seed, structures=names)

    valuation = valued(sheet, None if asked.structure is None else [asked.structure])
    found = tuple(pin(loaded.document, finding) for finding in valuation.findings)
    return Answer(
        sheet,
        loaded.document.file,
        loaded.document.sha256,
        valuation,
        compare(valuation, outside=outside(sheet, valuation, value=valued)),
        (*diagnostics, *found),
    )
