"""One sheet of a batch: the job that travels to a worker, and what comes back."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dealcraft.batch.answer import answer, checked, valuable
from dealcraft.engine.result import Run
from dealcraft.findings import Diagnostic, Severity
from dealcraft.report.models_batch import SheetRow
from dealcraft.report.results.json import json
from dealcraft.report.results.summary import row_of
from dealcraft.source import read_sheet
from dealcraft.terms.load import load
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class Job:
    """A sheet to be checked and valued."""

    file: str
    run: Run
    seed: int
    changes: Mapping[Path, Any] = field(default_factory=dict)
    within: tuple[str, ...] = ()
    trials: int | None = None
    """About how many scenarios, where the usual number is not wanted."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: its row, its valuation as JSON where there is one, and what was found."""

    job: Job
    row: SheetRow
    valuation: str | None
    worst: Severity | None
    """The most severe finding; an error where the sheet failed."""


def do(job: Job) -> Done:
    """Check and value one sheet; whatever goes wrong with it is in what comes back."""
    try:
        return _do(job)
    except Exception as problem:  # a batch of many survives the fault of one, and shows it in its row
        return failed(job, f"{type(problem).__name__}: {problem}")


def failed(job: Job, reason: str) -> Done:
    """A job that could not be done."""
    return Done(job, SheetRow(file=name_of(job), status="failed", reason=reason), None, Severity.ERROR)


def name_of(job: Job) -> str:
    """The file, below the folder that it was found in."""
    for folder in job.within:
        if job.file.startswith(folder.rstrip(os.sep) + os.sep):
            return os.path.relpath(job.file, folder).replace(os.sep, "/")
    return os.path.basename(job.file)  # noqa: PTH119 - a name as the user gave it


def _do(job: Job) -> Done:
    loaded = load(read_sheet(job.file, within=job.within), changes=job.changes)
    diagnostics = checked(loaded)
    sheet = valuable(loaded, diagnostics)
    if sheet is None:
        return Done(job, row_of(name_of(job), None, diagnostics), None, _worst(diagnostics))
    found = answer(loaded, sheet, diagnostics, run=job.run, seed=job.seed, trials=job.trials)
    return Done(job, row_of(name_of(job), found, found.diagnostics), json([found]), _worst(found.diagnostics))


def _worst(diagnostics: Sequence[Diagnostic]) -> Severity | None:
    return max((d.severity for d in diagnostics), default=None)
