"""`dealcraft compare`: the structures of a sheet side by side, for every party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dealcraft.cli._options import (
    Changes,
    Files,
    FormatOfResults,
    Jobs,
    Output,
    ResultFormat,
    RunName,
    RunOption,
    Seed,
    Trials,
)

if TYPE_CHECKING:
    from dealcraft.cli._valued import Asked
    from dealcraft.engine.result import Run
    from dealcraft.report.results import Answer


def _further(answer: Answer, asked: Asked, structure: str | None) -> Answer:
    """*answer* with what would change it, and a closer look at the structure taken apart.

    That look is at drawn inputs at base: a comparison does not wait.
    """
    from dealcraft.batch.answer import bridged, turned
    from dealcraft.cli._valued import closely

    party = asked.party or answer.valuation.settings.decides
    taken_apart = structure or answer.comparison.best(party)
    run: Run = "success" if asked.run.value == "success" else "base"
    known = turned(answer, party, run=asked.run.value, seed=asked.seed, trials=asked.trials)
    return bridged(closely(known, asked, taken_apart, run=run), taken_apart, party)


def compare(
    sheets: Files,
    run: RunOption = RunName.EXPECTED,
    seed: Seed = 0,
    trials: Trials = None,
    jobs: Jobs = 1,
    party: Annotated[
        str | None,
        typer.Option("--party", metavar="PARTY", help="Read the page for PARTY instead of whoever decides."),
    ] = None,
    structure: Annotated[
        str | None,
        typer.Option("--structure", metavar="NAME", help="Take apart the value of NAME instead of the best."),
    ] = None,
    format_: FormatOfResults = ResultFormat.TEXT,
    output: Output = None,
    set_: Changes = None,
) -> int:
    """Compare the structures of term sheets.

    What each is worth to every party, how sure that is, which is best and by how much. A sheet with errors is never
    valued: its findings are printed instead.
    """
    from dealcraft.analysis.asked import asked_of
    from dealcraft.cli import _valued as valued
    from dealcraft.cli._output import note, write
    from dealcraft.cli._run import Exit
    from dealcraft.report.results import compare as page
    from dealcraft.source import find

    files = find(sheets)
    if not files:
        note(f"no *.deal.yaml in {', '.join(sheets)}")
        return Exit.NOTHING
    asked = valued.Asked(run, seed, trials=trials, party=party, jobs=jobs)
    answers, refused = valued.answered(files, set_, asked, within=sheets)
    for answer in answers:
        asked_of(answer.sheet, structure=structure)
    answers = [_further(answer, asked, structure) for answer in answers]
    look = valued.look(output)
    shown = answers if format_ is ResultFormat.TEXT else []
    pages = [page(answer, look, party=party, structure=structure) for answer in shown]
    write(valued.written(answers, refused, pages, format_=format_, to=output), output)
    return Exit.FOUND if refused else Exit.DONE
