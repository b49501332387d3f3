"""From a document to an answer: checked, and only where there is no error valued and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dealcraft.analysis.compare import compare
from dealcraft.analysis.outside import outside
from dealcraft.analysis.trades import bridging
from dealcraft.analysis.turning import turning_points
from dealcraft.engine.result import Run, Valuation
from dealcraft.engine.unvalued import not_valued
from dealcraft.engine.value import value
from dealcraft.findings import Diagnostic, Severity
from dealcraft.report.results import Answer
from dealcraft.rules import OF_VALUE
from dealcraft.rules.run import diagnose
from dealcraft.source import pin
from dealcraft.terms.load import Loaded
from dealcraft.terms.sheet import Sheet


def checked(loaded: Loaded) -> tuple[Diagnostic, ...]:
    """Everything that is to be said of *loaded* before it is valued."""
    diagnostics = diagnose(loaded, valuing=True, rules=OF_VALUE)
    if loaded.sheet is None:
        return diagnostics
    return (*diagnostics, *(pin(loaded.document, finding) for finding in not_valued(loaded.sheet)))


def valuable(loaded: Loaded, diagnostics: Sequence[Diagnostic]) -> Sheet | None:
    """The sheet, where nothing keeps it from being valued."""
    refused = any(d.severity is Severity.ERROR for d in diagnostics)
    return None if refused else loaded.sheet


def answer(
    loaded: Loaded,
    sheet: Sheet,
    diagnostics: Sequence[Diagnostic],
    *,
    run: Run,
    seed: int,
    trials: int | None = None,
    structure: str | None = None,
    jobs: int = 1,
    told: Callable[[int], None] | None = None,
) -> Answer:
    """What *sheet* is worth, under all its structures or one, and how they compare.

    Long runs are shared out to so many *jobs*, and *told* hears how many scenarios are done.
    """

    def valued(of: Sheet, names: Sequence[str] | None) -> Valuation:
        return value(of, run=run, seed=seed, structures=names, trials=trials, jobs=jobs, told=told)

    valuation = valued(sheet, None if structure is None else [structure])
    found = tuple(pin(loaded.document, finding) for finding in valuation.findings)
    comparison = compare(valuation, outside=outside(sheet, valuation, value=valued))
    document = loaded.document
    return Answer(sheet, document.file, document.sha256, valuation, comparison, (*diagnostics, *found))


def turned(answer: Answer, party: str, *, run: Run, seed: int, trials: int | None = None) -> Answer:
    """*answer* with what would change it for *party*; nothing where nothing comes first beyond sampling error."""
    if len(answer.comparison.verdict(party).first) > 1:
        return replace(answer, turning=())
    worths = {name: value.parties[party] for name, value in answer.valuation.structures.items()}
    values = {name: worth.npv if worth.view is None else worth.view for name, worth in worths.items()}
    found = turning_points(answer.sheet, party, values, run=run, seed=seed, trials=trials)
    return replace(answer, turning=found)


def bridged(answer: Answer, structure: str, party: str) -> Answer:
    """*answer* with the term of *structure* that bridges what sides believe, where one has a view of its own."""
    if not any(terms.view for terms in answer.sheet.parties.values()):
        return answer
    return replace(answer, bridge=bridging(answer.sheet, structure, party))
