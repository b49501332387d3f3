"""`dealcraft sensitivity`: how much each number of a sheet matters for a structure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from dealcraft.cli._options import (
    Changes,
    FormatOfResults,
    Output,
    ResultFormat,
    RunName,
    RunOption,
    Seed,
    Trials,
)

if TYPE_CHECKING:
    from dealcraft.units import Path

_MOST: Final = 12
"""Numbers shown unless more are asked for."""


def sensitivity(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="A term sheet, or - for standard input.")],
    structure: Annotated[str, typer.Option("--structure", metavar="NAME", help="Which structure.")],
    party: Annotated[
        str | None,
        typer.Option("--party", metavar="PARTY", help="Rank for PARTY instead of whoever decides."),
    ] = None,
    grid: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--grid", metavar="PATH PATH", help="Two numbers of the sheet to move together as well."
        ),
    ] = None,
    most: Annotated[
        int,
        typer.Option("--most", metavar="N", min=1, help="How many numbers the page shows; JSON has all."),
    ] = _MOST,
    run: RunOption = RunName.EXPECTED,
    seed: Seed = 0,
    trials: Trials = None,
    format_: FormatOfResults = ResultFormat.TEXT,
    output: Output = None,
    set_: Changes = None,
) -> int:
    """Move every number of a sheet, and see what hangs on it.

    What a structure is worth at a low and a high value of each number, everything else as it is, and where another
    structure comes first; --grid makes a table of two numbers.
    """
    from dealcraft.cli import _valued as valued
    from dealcraft.cli._output import write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._sheets import only

    pair = _paths(grid)
    asked = valued.Asked(run, seed, trials=trials, structure=structure, party=party)
    answers, refused = valued.answered(only(sheet, "sensitivity"), set_, asked, within=[sheet])
    if refused:
        write(valued.written([], refused, [], format_=format_, to=output), output)
        return Exit.FOUND
    from dealcraft.analysis.sensitivity import sensitivity as moved

    (answer,) = answers
    found = moved(
        answer.sheet, structure=structure, party=party, run=run.value, seed=seed, trials=trials, grid=pair
    )
    if format_ is ResultFormat.JSON:
        from dealcraft.report.results.sensitivity_json import json

        write(json(answer, found), output)
    else:
        from dealcraft.report.results.sensitivity import sensitivity as page

        write(page(answer, found, valued.look(output), most=most), output)
    return Exit.DONE


def _paths(grid: tuple[str, str] | None) -> tuple[Path, Path] | None:
    """Raises UsageError where one of the two is no path."""
    from dealcraft.analysis.asked import path_of

    return None if grid is None else (path_of(grid[0]), path_of(grid[1]))
