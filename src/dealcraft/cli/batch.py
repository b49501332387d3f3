"""`dealcraft batch`: every sheet of a folder, one summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from dealcraft.cli._options import Changes, FailOn, Level, RunName, RunOption, Seed, Trials

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dealcraft.batch.job import Done, Job
    from dealcraft.report.models_batch import SheetRow

_STATUS: Final = {"valued": "valued", "not_valued": "kept from it by errors", "failed": "failed"}
"""What became of a sheet, in words."""
_USUAL: Final = 700
"""Objects between two searches for garbage, as Python has it; `__main__` searches more seldom while modules load."""


def batch(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="Where the term sheets are; searched for *.deal.yaml.")
    ],
    output: Annotated[str, typer.Option("-o", "--output", metavar="RUN", help="The folder to write to.")],
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=1, help="Worker processes.")] = 1,
    run: RunOption = RunName.EXPECTED,
    seed: Seed = 0,
    trials: Trials = None,
    fail_on: FailOn = Level.ERROR,
    set_: Changes = None,
) -> int:
    """Check and value every sheet of a folder.

    Writes a row per sheet to summary.csv and summary.json and one JSON per sheet below sheets/. A sheet that fails is
    a row and never the end; what was done when the batch is interrupted is kept.
    """
    import gc

    from dealcraft.batch.job import Job
    from dealcraft.batch.run import runner
    from dealcraft.cli._output import note
    from dealcraft.cli._run import Exit
    from dealcraft.cli._sheets import changed
    from dealcraft.findings import Severity
    from dealcraft.source import find

    files = find([folder])
    if not files:
        note(f"no *.deal.yaml in {folder}")
        return Exit.NOTHING
    target = _folder(output)
    changes = changed(set_)
    todo = [Job(file, run.value, seed, changes, (folder,), trials) for file in files]
    rows: list[SheetRow] = []
    level = Severity[fail_on.name]
    complete = found = False
    _write_summary(
        target, todo, rows, complete=False
    )  # from here on it is the folder of a batch, whatever ends it
    gc.set_threshold(_USUAL)  # all is loaded: from here on what is garbage is that of sheets
    try:
        for one in _watched(runner(jobs)(todo), len(todo)):
            _write_sheet(target, one)
            rows.append(one.row)
            found = found or (one.worst is not None and one.worst >= level)
        complete = True
    except KeyboardInterrupt:
        note(f"interrupted; {len(rows)} of {len(todo)} sheets are kept in {output}")
    _write_summary(target, todo, rows, complete=complete)
    if not complete:
        return Exit.INTERRUPTED
    note(f"{_counted(rows)}; the table is {target / 'summary.csv'}")
    return Exit.FOUND if found else Exit.DONE


def _folder(output: str) -> Path:
    """The folder to write to: new, empty, or that of an earlier batch, whose valuations are taken away."""
    from pathlib import Path

    from dealcraft.errors import UsageError

    target = Path(output)
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not _of_batch(target))):
        raise UsageError(f"{output} is not empty and not the folder of a batch; name another")
    (target / "sheets").mkdir(parents=True, exist_ok=True)
    for earlier in (target / "sheets").rglob("*.json"):
        earlier.unlink()
    return target


def _of_batch(target: Path) -> bool:
    """Whether *target* was written by a batch."""
    from json import loads

    try:
        return str(loads((target / "summary.json").read_bytes())["format"]).startswith("batch.")
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _counted(rows: Sequence[SheetRow]) -> str:
    """How many sheets became what."""
    from collections import Counter

    counts = Counter[str](row.status for row in rows)
    return ", ".join(f"{counts[status]} {words}" for status, words in _STATUS.items() if counts[status])


def _watched(results: Iterator[Done], total: int) -> Iterator[Done]:
    """*results*, with a bar, their rate and the time left on a terminal."""
    import sys

    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Sheets per second so far."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} sheets/s" if task.speed else "")

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        for result in results:
            bar.advance(task)
            yield result


def _write_sheet(target: Path, one: Done) -> None:
    from dealcraft.cli._output import save

    if one.valuation is None:
        return
    path = target / "sheets" / f"{one.row.file.removesuffix('.deal.yaml')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    save(one.valuation, path)


def _write_summary(target: Path, todo: Sequence[Job], rows: Sequence[SheetRow], *, complete: bool) -> None:
    from dealcraft.cli._output import save
    from dealcraft.report.models_batch import Batch
    from dealcraft.report.results.summary import to_csv, to_json

    first = todo[0]
    summary = Batch(
        run=first.run, seed=first.seed, trials=first.trials, complete=complete, sheets=tuple(rows)
    )
    save(to_json(summary), target / "summary.json")
    save(to_csv(summary), target / "summary.csv")
