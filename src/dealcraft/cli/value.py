"""`dealcraft value`: one structure of a sheet in depth."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dealcraft.cli._options import (
    Changes,
    FormatOfResults,
    Jobs,
    Output,
    ResultFormat,
    RunName,
    RunOption,
    Seed,
    Trials,
)


class Division(StrEnum):
    """What a line of the table of flows is."""

    CLAUSE = "clause"
    YEAR = "year"
    KIND = "kind"


def value(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="A term sheet, or - for standard input.")],
    structure: Annotated[str, typer.Option("--structure", metavar="NAME", help="Which structure.")],
    by: Annotated[
        Division, typer.Option("--by", help="What a line of the table of flows is.")
    ] = Division.CLAUSE,
    trace: Annotated[
        bool, typer.Option("--trace", help="Show how each royalty came about, and every change of rights.")
    ] = False,
    run: RunOption = RunName.EXPECTED,
    seed: Seed = 0,
    trials: Trials = None,
    jobs: Jobs = 1,
    format_: FormatOfResults = ResultFormat.TEXT,
    output: Output = None,
    set_: Changes = None,
) -> int:
    """Value one structure in depth.

    Its figures for each party, what each term moves and when, and what becomes of the rights.
    """
    from dealcraft.cli import _valued as valued
    from dealcraft.cli._output import write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._sheets import only
    from dealcraft.report.results import in_depth

    asked = valued.Asked(run, seed, trials=trials, structure=structure, jobs=jobs)
    answers, refused = valued.answered(only(sheet, "value"), set_, asked, within=[sheet])
    answers = [valued.closely(answer, asked, structure, run=run.value) for answer in answers]
    look = valued.look(output)
    shown = answers if format_ is ResultFormat.TEXT else []
    pages = [in_depth(answer, look, structure=structure, by=by.value, trace=trace) for answer in shown]
    write(valued.written(answers, refused, pages, format_=format_, to=output), output)
    return Exit.FOUND if refused else Exit.DONE
