"""From files to answers: read, checked, and only where there is no error valued and compared."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dealcraft.cli._output import page
from dealcraft.cli._progress import progress
from dealcraft.cli._sheets import opened

if TYPE_CHECKING:
    from dealcraft.cli._options import ResultFormat, RunName
    from dealcraft.engine.result import Run
    from dealcraft.findings import Diagnostic
    from dealcraft.report.results import Answer, Look

_PIPED = 100
"""Columns of a page that nobody's window limits."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be valued, and how."""

    run: RunName
    seed: int
    trials: int | None = None
    """About how many scenarios, where the usual number is not wanted."""
    structure: str | None = None
    """The only one, where not all are wanted."""
    party: str | None = None
    """For whom the answer is read, where it is not whoever decides."""
    jobs: int = 1
    """How many processes share a long run."""


def answered(
    files: Sequence[str], changes: Sequence[str] | None, asked: Asked, *, within: Sequence[str]
) -> tuple[list[Answer], dict[str, list[Diagnostic]]]:
    """The answers on *files*, found *within* what was given, and by file what keeps the others from being valued."""
    from dealcraft.analysis.asked import asked_of
    from dealcraft.batch.answer import answer, checked, valuable

    answers: list[Answer] = []
    refused: dict[str, list[Diagnostic]] = {}
    for loaded in opened(files, changes, within=within):
        diagnostics = checked(loaded)
        sheet = valuable(loaded, diagnostics)
        if sheet is None:
            for diagnostic in diagnostics:
                refused.setdefault(diagnostic.file, []).append(diagnostic)
            continue
        asked_of(sheet, structure=asked.structure, party=asked.party)
        with progress(asked.trials or 0) as told:
            answers.append(
                answer(
                    loaded,
                    sheet,
                    diagnostics,
                    run=asked.run.value,
                    seed=asked.seed,
                    trials=asked.trials,
                    structure=asked.structure,
                    jobs=asked.jobs,
                    told=told,
                )
            )
    return answers, refused


def closely(answer: Answer, asked: Asked, structure: str, *, run: Run) -> Answer:
    """*answer* with what only further valuations of *structure* tell; they have no trials of their own."""
    from dealcraft.analysis.closer import closer

    value = answer.valuation.structures[structure]
    party = asked.party or answer.valuation.settings.decides
    return replace(answer, closer=closer(answer.sheet, value, party, run=run, seed=asked.seed))


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
