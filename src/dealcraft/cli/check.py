"""`dealcraft check`: everything there is to say of term sheets, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dealcraft.cli._options import Changes, FailOn, Files, FindingFormat, FormatOfFindings, Level, Output

if TYPE_CHECKING:
    from dealcraft.findings import Diagnostic


def check(
    files: Files,
    format_: FormatOfFindings = FindingFormat.TEXT,
    output: Output = None,
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
    found = find(files)
    if not found:
        note(f"no *.deal.yaml in {', '.join(files)}")
        return Exit.NOTHING
    said = (each for loaded in opened(found, set_, within=files) for each in diagnose(loaded))
    diagnostics = _by_file(found, said)
    seconds = perf_counter() - started
    write(FORMATS[format_.value](diagnostics, seconds=seconds, page=page(output)), output)
    worst = max((diagnostic.severity for each in diagnostics.values() for diagnostic in each), default=None)
    return Exit.FOUND if worst is not None and worst >= Severity[fail_on.name] else Exit.DONE


def _by_file(files: Sequence[str], said: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """What is said of each file; of one that several sheets extend, once."""
    found: dict[str, dict[object, Diagnostic]] = {file: {} for file in files}
    for each in said:
        same = (each.code, each.path, each.span, each.message)
        found.setdefault(each.file, {}).setdefault(same, each)
    return {file: list(inside.values()) for file, inside in found.items()}
