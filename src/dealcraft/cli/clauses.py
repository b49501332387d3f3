"""`dealcraft clauses`: the price of every clause of a structure, for each side."""

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
    from collections.abc import Sequence

    from dealcraft.analysis.clauses import Prices
    from dealcraft.cli._valued import Asked
    from dealcraft.engine.result import Valuation
    from dealcraft.report.results import Answer
    from dealcraft.terms.sheet import Sheet


def clauses(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="A term sheet, or - for standard input.")],
    structure: Annotated[str, typer.Option("--structure", metavar="NAME", help="Which structure.")],
    party: Annotated[
        str | None,
        typer.Option("--party", metavar="PARTY", help="Rank for PARTY instead of whoever decides."),
    ] = None,
    run: RunOption = RunName.EXPECTED,
    seed: Seed = 0,
    trials: Trials = None,
    format_: FormatOfResults = ResultFormat.TEXT,
    output: Output = None,
    set_: Changes = None,
) -> int:
    """Price every clause of a structure.

    What each optional clause is worth to each side: the value with it less the value without it, under the same
    draws, the dearest first.
    """
    from dealcraft.cli import _valued as valued
    from dealcraft.cli._output import write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._sheets import only
    from dealcraft.report.results.clauses import clauses as page

    asked = valued.Asked(run, seed, trials=trials, structure=structure, party=party)
    answers, refused = valued.answered(only(sheet, "clauses"), set_, asked, within=[sheet])
    if refused:
        write(valued.written([], refused, [], format_=format_, to=output), output)
        return Exit.FOUND
    (answer,) = answers
    prices = _priced(answer, asked)
    if format_ is ResultFormat.JSON:
        from dealcraft.report.results.clauses_json import json

        write(json(answer, prices), output)
    else:
        write(page(answer, prices, valued.look(output), party=party), output)
    return Exit.DONE


def _priced(answer: Answer, asked: Asked) -> Prices:
    from dealcraft.analysis.clauses import clauses as priced
    from dealcraft.engine.value import value

    def valued(of: Sheet, names: Sequence[str]) -> Valuation:
        return value(of, run=asked.run.value, seed=asked.seed, trials=asked.trials, structures=names)

    assert asked.structure is not None
    return priced(answer.sheet, answer.valuation, structure=asked.structure, value=valued)
