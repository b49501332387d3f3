"""`dealcraft solve`: the value of a term at which a target is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
    from dealcraft.analysis.solve import Solution
    from dealcraft.report.results import Answer


def solve(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="A term sheet, or - for standard input.")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="The number to solve for.")],
    target: Annotated[
        str,
        typer.Option(
            "--target",
            metavar="EXPR",
            help="What shall hold: 'npv(PARTY, STRUCTURE) = 25m', or one figure = another.",
        ),
    ],
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--between", metavar="LOW HIGH", help="Where to look, spelled as in the sheet; wide unless said."
        ),
    ] = None,
    run: RunOption = RunName.EXPECTED,
    seed: Seed = 0,
    trials: Trials = None,
    format_: FormatOfResults = ResultFormat.TEXT,
    output: Output = None,
    set_: Changes = None,
) -> int:
    """Solve for a number of a sheet.

    Every value of it at which a target is met, spelled as the sheet would write it, and what it is then worth to each
    side. Figures of a target: npv, view, outside, together, share, irr, chance_of_loss, p5, p50, p95; one that names no
    structure is of the structure of PATH.
    """
    from dealcraft.analysis.solve import solve_for
    from dealcraft.analysis.study import How
    from dealcraft.batch.answer import answer, checked, valuable
    from dealcraft.cli import _valued as valued
    from dealcraft.cli._output import write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._sheets import only, opened

    (loaded,) = opened(only(sheet, "solve"), set_, within=[sheet])
    diagnostics = checked(loaded)
    sound = valuable(loaded, diagnostics)
    if sound is None:
        refused = {loaded.document.file: list(diagnostics)}
        write(valued.written([], refused, [], format_=format_, to=output), output)
        return Exit.FOUND
    how = How(run.value, seed, trials)
    found = solve_for(sound, path, target, between=between, how=how)
    told = answer(
        loaded,
        sound,
        diagnostics,
        run=how.run,
        seed=seed,
        trials=trials,
        structure=found.target.left.structure,
    )
    write(_printed(told, found, format_, output), output)
    return Exit.DONE if found.solutions else Exit.NO_ANSWER


def _printed(answer: Answer, found: Solution, format_: ResultFormat, to: str | None) -> str:
    from dealcraft.cli import _valued as valued

    if format_ is ResultFormat.JSON:
        from dealcraft.report.results.solve_json import json

        return json(answer, found)
    from dealcraft.report.results.solve import solve as page

    return page(answer, found, valued.look(to))
