"""`dealcraft diff`: what changed between two versions of a sheet, and what each change is worth to each side."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dealcraft.cli._options import Changes, Output, RunName, RunOption, Seed, Trials
from dealcraft.errors import UsageError

if TYPE_CHECKING:
    from dealcraft.cli._valued import Asked
    from dealcraft.findings import Diagnostic
    from dealcraft.report.results import Look
    from dealcraft.report.results._redline import Redlined
    from dealcraft.terms.load import Loaded


class RedlineFormat(StrEnum):
    """How a redline is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The version before.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The version after; one of the two may be -.")],
    party: Annotated[
        str | None,
        typer.Option("--party", metavar="PARTY", help="Read the page for PARTY instead of whoever decides."),
    ] = None,
    run: RunOption = RunName.EXPECTED,
    seed: Seed = 0,
    trials: Trials = None,
    format_: Annotated[
        RedlineFormat, typer.Option("--format", help="How to print it; markdown fits a pull request.")
    ] = RedlineFormat.TEXT,
    output: Output = None,
    set_: Changes = None,
) -> int:
    """Show what changed between two versions of a sheet, and what that is worth.

    Each change with its place in both files, the findings that come and go, and for every party and structure the way
    from the old value to the new, change by change.
    """
    from dealcraft.cli import _valued as valued
    from dealcraft.cli._output import page, write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._sheets import opened
    from dealcraft.source import find

    files = [found for word in (old, new) for found in (find([word]) if word != "-" else [word])]
    if len(files) != 2:
        raise UsageError(f"diff takes two sheets, the old one and the new one; these are {len(files)}")
    asked = valued.Asked(run, seed, trials=trials, party=party)
    found = _compared(list(opened(files, set_, within=[old, new])), asked)
    if isinstance(found, dict):
        from dealcraft.report.findings import FORMATS

        write(FORMATS[format_.value](found, page=page(output)), output)
        return Exit.FOUND
    write(_printed(found, valued.look(output), format_, party), output)
    return Exit.DONE


def _compared(versions: list[Loaded], asked: Asked) -> Redlined | dict[str, list[Diagnostic]]:
    """The redline, or by file what keeps a version from being valued."""
    from dealcraft.analysis.asked import asked_of
    from dealcraft.analysis.diff import diff as compared
    from dealcraft.analysis.study import How
    from dealcraft.batch.answer import answer, checked, valuable
    from dealcraft.report.results._redline import Redlined, Version

    told = [checked(loaded) for loaded in versions]
    sheets = [sheet for each in zip(versions, told, strict=True) if (sheet := valuable(*each)) is not None]
    if len(sheets) < len(versions):
        return {
            loaded.document.file: list(said)
            for loaded, said in zip(versions, told, strict=True)
            if valuable(loaded, said) is None
        }
    asked_of(sheets[1], party=asked.party)
    how = How(asked.run.value, asked.seed, asked.trials)
    old, new = (
        answer(loaded, sheet, said, run=how.run, seed=how.seed, trials=how.trials)
        for loaded, sheet, said in zip(versions, sheets, told, strict=True)
    )
    redline = compared(old.sheet, new.sheet, old.valuation, new.valuation, how=how)
    return Redlined(Version(old, versions[0].document), Version(new, versions[1].document), redline)


def _printed(found: Redlined, look: Look, format_: RedlineFormat, party: str | None) -> str:
    match format_:
        case RedlineFormat.TEXT:
            from dealcraft.report.results.diff import diff as page

            return page(found, look, party=party)
        case RedlineFormat.MARKDOWN:
            from dealcraft.report.results.diff_markdown import markdown

            return markdown(found, party=party)
        case RedlineFormat.JSON:
            from dealcraft.report.results.diff_json import json

            return json(found)
