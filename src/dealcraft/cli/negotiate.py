"""`dealcraft negotiate`: where two sides can agree, what is indifferent, what makes up for a concession."""

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
from dealcraft.errors import UsageError

if TYPE_CHECKING:
    from dealcraft.units import Path


def negotiate(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="A term sheet, or - for standard input.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH] [PATH]", help="A number of the sheet for its zone; two for their frontier."
        ),
    ] = None,
    structure: Annotated[
        str | None,
        typer.Option(
            "--structure", metavar="NAME", help="Which structure; that of the first PATH unless said."
        ),
    ] = None,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option("--between", metavar="LOW HIGH", help="Where to look, spelled as in the sheet."),
    ] = None,
    points: Annotated[
        int, typer.Option("--points", metavar="N", min=3, max=200, help="Pairs of a frontier.")
    ] = 25,
    concede: Annotated[
        list[str] | None,
        typer.Option("--concede", metavar="PATH=VALUE", help="What is given; may be said several times."),
    ] = None,
    unlock: Annotated[
        list[str] | None,
        typer.Option(
            "--unlock", metavar="PATH", help="A number that may move to make up for it; several times."
        ),
    ] = None,
    run: RunOption = RunName.EXPECTED,
    seed: Seed = 0,
    trials: Trials = None,
    format_: FormatOfResults = ResultFormat.TEXT,
    output: Output = None,
    set_: Changes = None,
) -> int:
    """Find where the sides can agree.

    One PATH: the values that leave every side as well off as without the deal, the Nash point and equal gain. Two: the
    pairs that leave whoever decides indifferent. --concede and --unlock: the smallest change to other terms that
    restores its value. Always: what each term gives the others for what it costs.
    """
    from dealcraft.analysis.asked import path_of
    from dealcraft.analysis.negotiation import negotiation
    from dealcraft.analysis.study import How
    from dealcraft.cli import _valued as valued
    from dealcraft.cli._output import write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._sheets import changed, only

    asked_paths, unlocked = [path_of(text) for text in paths or ()], [path_of(text) for text in unlock or ()]
    named = structure or _structure_of([*asked_paths, *unlocked])
    _sensible(asked_paths, concede, unlocked)
    concessions = changed(concede)
    asked = valued.Asked(run, seed, trials=trials, structure=named)
    answers, refused = valued.answered(only(sheet, "negotiate"), set_, asked, within=[sheet])
    if refused:
        write(valued.written([], refused, [], format_=format_, to=output), output)
        return Exit.FOUND
    (answer,) = answers
    bracket = None if between is None else _bracket(answer.sheet, asked_paths, between)
    found = negotiation(
        answer.sheet, asked_paths, structure=named, bracket=bracket, points=points,
        concessions=concessions, unlock=unlocked, how=How(run.value, seed, trials),
    )  # fmt: skip
    if format_ is ResultFormat.JSON:
        from dealcraft.report.results.negotiate_json import json

        write(json(answer, found), output)
    else:
        from dealcraft.report.results.negotiate import negotiate as page

        write(page(answer, found, valued.look(output)), output)
    empty = found.zone is not None and not found.zone.zone
    return Exit.NO_ANSWER if empty else Exit.DONE


def _structure_of(paths: list[Path]) -> str:
    """The structure that the first path of one lies in."""
    for path in paths:
        if path[:1] == ("structures",) and len(path) > 1:
            return str(path[1])
    raise UsageError("which structure? write --structure NAME")


def _sensible(paths: list[Path], concede: list[str] | None, unlock: list[Path]) -> None:
    if len(paths) > 2:
        raise UsageError(f"negotiate takes one or two numbers of the sheet; these are {len(paths)}")
    if len(set(paths)) < len(paths):
        raise UsageError(f"a frontier is of two numbers of the sheet; both are {paths[0]}")
    if bool(concede) != bool(unlock):
        raise UsageError(
            "--concede and --unlock go together: what is given, and what may move to make up for it"
        )


def _bracket(sheet: object, paths: list[Path], between: tuple[str, str]) -> tuple[float, float]:
    """The ends of --between, read as the sheet writes the first number."""
    from dealcraft.analysis.levers import lever, read
    from dealcraft.terms.sheet import Sheet

    assert isinstance(sheet, Sheet)
    if not paths:
        raise UsageError("--between says where a number is looked for; name the number")
    one = lever(sheet, paths[0])
    low, high = (read(sheet, one, text) for text in between)
    return low, high
