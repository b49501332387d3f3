"""dealcraft: structure IP deals.

A term sheet in YAML is checked, valued, and compared across licence, assignment and collaboration.

>>> import dealcraft
>>> sheet = dealcraft.load("examples/hb12/hb12.deal.yaml")
>>> comparison = dealcraft.compare(sheet)
>>> comparison.best("hanbit")
'licence'

What needs numpy or pydantic is imported when it is first used: ``import dealcraft`` alone is cheap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from dealcraft._version import __version__

if TYPE_CHECKING:
    from os import PathLike

    from dealcraft.analysis.clauses import Prices
    from dealcraft.analysis.compare import Comparison
    from dealcraft.analysis.diff import Redline
    from dealcraft.analysis.sensitivity import Sensitivity
    from dealcraft.analysis.solve import Solution
    from dealcraft.analysis.zone import Zone
    from dealcraft.engine.result import Run, Valuation
    from dealcraft.errors import DealcraftError, MissingExtra, UnknownPath, Unreadable, UsageError
    from dealcraft.findings import Diagnostic, Finding, Severity, SheetError
    from dealcraft.terms.sheet import Sheet
    from dealcraft.units import Path

__all__ = [
    "Comparison",
    "DealcraftError",
    "Diagnostic",
    "Finding",
    "MissingExtra",
    "Path",
    "Prices",
    "Redline",
    "Sensitivity",
    "Severity",
    "Sheet",
    "SheetError",
    "Solution",
    "UnknownPath",
    "Unreadable",
    "UsageError",
    "Valuation",
    "Zone",
    "__version__",
    "check",
    "clauses",
    "compare",
    "diff",
    "load",
    "negotiate",
    "replace",
    "sensitivity",
    "solve",
    "value",
]

_HOMES: Final = {
    "Comparison": "dealcraft.analysis.compare",
    "DealcraftError": "dealcraft.errors",
    "Diagnostic": "dealcraft.findings",
    "Finding": "dealcraft.findings",
    "MissingExtra": "dealcraft.errors",
    "Path": "dealcraft.units",
    "Prices": "dealcraft.analysis.clauses",
    "Redline": "dealcraft.analysis.diff",
    "Sensitivity": "dealcraft.analysis.sensitivity",
    "Severity": "dealcraft.findings",
    "Sheet": "dealcraft.terms.sheet",
    "SheetError": "dealcraft.findings",
    "Solution": "dealcraft.analysis.solve",
    "UnknownPath": "dealcraft.errors",
    "Unreadable": "dealcraft.errors",
    "UsageError": "dealcraft.errors",
    "Valuation": "dealcraft.engine.result",
    "Zone": "dealcraft.analysis.zone",
}
"""Where each class is defined; imported when it is first asked for."""


def check(path: str | PathLike[str]) -> tuple[Diagnostic, ...]:
    """Everything there is to say of the term sheet at *path*, in the order of its text.

    Never raises for what is wrong with the sheet; raises UsageError where there is no file to read.
    """
    from dealcraft.rules import RULES
    from dealcraft.rules.law import rules_of_law
    from dealcraft.rules.run import diagnose
    from dealcraft.source import read_sheet
    from dealcraft.terms.load import load as loaded

    return diagnose(loaded(read_sheet(str(path))), rules=(*RULES, *rules_of_law()), templates=())


def load(path: str | PathLike[str]) -> Sheet:
    """The term sheet at *path*, every term in it typed.

    Raises SheetError, with its diagnostics, where the text cannot be read as a sheet; UsageError where there is no
    file to read. What only the rules notice is left to `check` and `value`.
    """
    from dealcraft.findings import SheetError
    from dealcraft.source import read_sheet
    from dealcraft.terms.load import load as loaded

    found = loaded(read_sheet(str(path)))
    if found.sheet is None:
        raise SheetError(found.diagnostics)
    return found.sheet


def replace(sheet: Sheet, changes: Mapping[str, object] | Mapping[Path, object]) -> Sheet:
    """*sheet* with other values: a path to a value spelled as a sheet spells it, ``{"parties.hanbit.tax_rate": "24%"}``.

    Raises UnknownPath for a path that the sheet does not have, Unreadable for a value that is none, UsageError for what
    is no path.
    """
    from dealcraft.analysis.asked import is_sheet, path_of
    from dealcraft.terms.paths import replace_all

    is_sheet(sheet)
    return replace_all(sheet, {path_of(path): new for path, new in changes.items()})


def value(
    sheet: Sheet,
    *,
    run: Run = "expected",
    seed: int = 0,
    structures: Sequence[str] | None = None,
    trials: int | None = None,
    jobs: int = 1,
) -> Valuation:
    """What each of the *structures* (all) of *sheet* is worth to each party.

    Money is in units of ``settings.currency``, present value at ``settings.valuation_date``; rates and chances are
    fractions; ``npvs`` and ``weight`` are arrays over the scenarios, shape (S,). About so many *trials* are made where
    something is drawn, shared out to so many *jobs* (processes: a script that asks for several guards what it does by
    ``if __name__ == "__main__":``), to the same result. Raises SheetError where the sheet has errors or lacks what a
    valuation needs, UsageError for a structure that it does not have, and for a run, seed, trials or jobs that are none.
    """
    from dealcraft.analysis.asked import can_run, some_of
    from dealcraft.engine.value import value as valued

    can_run(run=run, seed=seed, trials=trials, jobs=jobs)
    _refuse_errors(sheet)
    some_of(structures, sheet.structures, "structure")
    return valued(sheet, run=run, seed=seed, structures=structures, trials=trials, jobs=jobs)


def compare(
    sheet: Sheet, *, run: Run = "expected", seed: int = 0, trials: int | None = None, jobs: int = 1
) -> Comparison:
    """The structures of *sheet* side by side: for every party a ranking, leads with their error, what it has without.

    Money is in units of the sheet's currency; *trials* and *jobs* as in `value`, whose errors it raises.
    """
    from dealcraft.analysis.compare import compare as compared
    from dealcraft.analysis.outside import outside

    def valued(other: Sheet, names: Sequence[str]) -> Valuation:
        return value(other, run=run, seed=seed, structures=names, trials=trials, jobs=jobs)

    valuation = value(sheet, run=run, seed=seed, trials=trials, jobs=jobs)
    return compared(valuation, outside=outside(sheet, valuation, value=valued))


def solve(
    sheet: Sheet,
    path: str | Path,
    target: str,
    *,
    between: tuple[str, str] | None = None,
    run: Run = "expected",
    seed: int = 0,
    trials: int | None = None,
) -> Solution:
    """Every value of the number at *path* at which *target* holds: ``"npv(hanbit, licence) = npv(hanbit, sale)"``.

    A figure of the target that names no structure is of that of *path*; the ends *between* which to look are spelled as
    in a sheet. Solutions are in the number's own unit; ``solution.lever.spelled(value)`` is what `replace` takes. Raises
    SheetError where the sheet has errors, UnknownPath and UsageError for what cannot be asked.
    """
    from dealcraft.analysis.asked import can_run
    from dealcraft.analysis.solve import solve_for
    from dealcraft.analysis.study import How

    can_run(run=run, seed=seed, trials=trials)
    _refuse_errors(sheet)
    return solve_for(sheet, path, target, between=between, how=How(run, seed, trials))


def sensitivity(
    sheet: Sheet,
    structure: str,
    *,
    party: str | None = None,
    run: Run = "expected",
    seed: int = 0,
    trials: int | None = None,
) -> Sensitivity:
    """What *structure* is worth at a low and a high value of every number of *sheet*, the widest swing first.

    Ranked for *party* (whoever decides). Raises SheetError where the sheet has errors, UsageError for a structure or a
    party that it does not have.
    """
    from dealcraft.analysis.asked import asked_of, can_run, named
    from dealcraft.analysis.sensitivity import sensitivity as moved

    can_run(run=run, seed=seed, trials=trials)
    _refuse_errors(sheet)
    named(structure, sheet.structures, "structure")
    asked_of(sheet, party=party)
    return moved(sheet, structure=structure, party=party, run=run, seed=seed, trials=trials)


def negotiate(
    sheet: Sheet,
    path: str | Path,
    structure: str,
    *,
    run: Run = "expected",
    seed: int = 0,
    trials: int | None = None,
) -> Zone:
    """The values of the number at *path* that leave every side of *structure* as well off as without the deal.

    Raises SheetError where the sheet has errors, UnknownPath and UsageError for what cannot be asked.
    """
    from dealcraft.analysis.asked import can_run, named, path_of
    from dealcraft.analysis.study import How
    from dealcraft.analysis.zone import zone

    can_run(run=run, seed=seed, trials=trials)
    _refuse_errors(sheet)
    named(structure, sheet.structures, "structure")
    return zone(sheet, path_of(path), structure=structure, how=How(run, seed, trials))


def clauses(
    sheet: Sheet, structure: str, *, run: Run = "expected", seed: int = 0, trials: int | None = None
) -> Prices:
    """The price of every optional clause of *structure* to each party: value with it less value without.

    Raises SheetError where the sheet has errors, UsageError for a structure that it does not have.
    """
    from dealcraft.analysis.clauses import clauses as priced

    def valued(other: Sheet, names: Sequence[str]) -> Valuation:
        return value(other, run=run, seed=seed, structures=names, trials=trials)

    return priced(sheet, valued(sheet, [structure]), structure=structure, value=valued)


def diff(
    old: Sheet, new: Sheet, *, run: Run = "expected", seed: int = 0, trials: int | None = None
) -> Redline:
    """What changed from *old* to *new*, and what each change is worth to each party, in all exactly the difference.

    Raises SheetError where one of them has errors.
    """
    from dealcraft.analysis.diff import diff as redlined
    from dealcraft.analysis.study import How

    before, after = (value(each, run=run, seed=seed, trials=trials) for each in (old, new))
    return redlined(old, new, before, after, how=How(run, seed, trials))


def _refuse_errors(sheet: Sheet) -> None:
    from dealcraft.analysis.asked import is_sheet
    from dealcraft.engine.unvalued import not_valued
    from dealcraft.findings import Severity, SheetError
    from dealcraft.rules.run import check as checked
    from dealcraft.source import parse, pin

    is_sheet(sheet)
    nowhere = parse(b"", f"{sheet.id}.deal.yaml")  # a sheet may come from no text: its findings have no place
    found = [pin(nowhere, finding) for finding in (*checked(sheet, valuing=True), *not_valued(sheet))]
    if errors := [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]:
        raise SheetError(errors)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dealcraft' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
