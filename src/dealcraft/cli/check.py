"""`dealcraft check`: everything there is to say of term sheets, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dealcraft.cli._options import Changes, FailOn, Files, FindingFormat, FormatOfFindings, Level, Output

if TYPE_CHECKING:
    from dealcraft.findings import Diagnostic

Verbose = Annotated[
    bool,
    typer.Option("-v", "--verbose", help="List what was accepted, and rules not checked for want of facts."),
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report", metavar="FORMAT=FILE", help="Write a further report; may be given several times."
    ),
]


def check(
    files: Files,
    format_: FormatOfFindings = FindingFormat.TEXT,
    output: Output = None,
    report: Reports = None,
    verbose: Verbose = False,
    fail_on: FailOn = Level.ERROR,
    set_: Changes = None,
) -> int:
    """Check term sheets.

    Their text, their shape, and what a careful reader would query, in one pass.
    """
    from time import perf_counter

    from dealcraft.cli._output import note, page, write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._sheets import opened
    from dealcraft.findings import Severity
    from dealcraft.report.findings import FORMATS
    from dealcraft.rules.run import diagnose
    from dealcraft.source import find

    started = perf_counter()
    reports = [(format_, output), *_reports(report or ())]
    found = find(files)
    if not found:
        note(f"no *.deal.yaml in {', '.join(files)}")
        return Exit.NOTHING
    said = (each for loaded in opened(found, set_, within=files) for each in diagnose(loaded))
    diagnostics = _by_file(found, said)
    seconds = perf_counter() - started
    for form, to in reports:
        write(FORMATS[form.value](diagnostics, seconds=seconds, page=page(to, verbose=verbose)), to)
    standing = (diagnostic for each in diagnostics.values() for diagnostic in each if diagnostic.stands)
    worst = max((diagnostic.severity for diagnostic in standing), default=None)
    return Exit.FOUND if worst is not None and worst >= Severity[fail_on.name] else Exit.DONE


def _reports(asked: Sequence[str]) -> list[tuple[FindingFormat, str]]:
    """What ``--report`` asks for: formats, and the files they go to."""
    from dealcraft.errors import UsageError

    wanted = list[tuple[FindingFormat, str]]()
    for text in asked:
        name, _, file = text.partition("=")
        if name not in list(FindingFormat) or not file:
            formats = ", ".join(FindingFormat)
            raise UsageError(f"--report {text} is not FORMAT=FILE; the formats are {formats}")
        wanted.append((FindingFormat(name), file))
    return wanted


def _by_file(files: Sequence[str], said: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """What is said of each file; of one that several sheets extend, once."""
    found: dict[str, dict[object, Diagnostic]] = {file: {} for file in files}
    for each in said:
        same = (each.code, each.path, each.span, each.message)
        found.setdefault(each.file, {}).setdefault(same, each)
    return {file: list(inside.values()) for file, inside in found.items()}
