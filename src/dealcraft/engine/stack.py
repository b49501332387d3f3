"""Sheets that differ only in numbers, valued in one pass under the same draws; others one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dealcraft.engine.axes import Axes, Case, Found
from dealcraft.engine.result import Run
from dealcraft.terms.paths import PLAIN, leaves
from dealcraft.terms.sheet import Sheet
from dealcraft.units import ROOT, Money, Path, PerTime, Step


def outcomes(
    sheets: Sequence[Sheet],
    *,
    run: Run = "expected",
    seed: int = 0,
    trials: int | None = None,
    structures: Sequence[str] | None = None,
    roughly: bool = False,
) -> list[Found]:
    """The outcome of every structure (or those named) of every sheet, in the order of *sheets*.

    *roughly*: what is decided may be decided at the points of so many *trials*.
    """
    cases = [numbers_apart(sheets[0], sheet) for sheet in sheets]
    together = [index for index, case in enumerate(cases) if case is not None]
    paths = {path for case in cases if case is not None for path in case}
    axes = Axes(sheets[0], paths, run=run, seed=seed, trials=trials, roughly=roughly)
    stacked = axes.outcomes([case for case in cases if case is not None], structures=structures)
    found = dict(zip(together, stacked, strict=True))
    for index, sheet in enumerate(sheets):
        if index not in found:
            alone = Axes(sheet, (), run=run, seed=seed, trials=trials, roughly=roughly)
            (found[index],) = alone.outcomes([{}], structures=structures)
    return [found[index] for index in range(len(sheets))]


def numbers_apart(one: Sheet, other: Sheet) -> Case | None:
    """The leaves in which *other* has another number than *one*; None where they differ in more than numbers."""
    before, after = dict(leaves(one)), dict(leaves(other))
    case = dict[Path, float]()
    for place in _apart(one.data, other.data, ROOT):
        path = next((path for path in _upward(place) if path in before and path in after), None)
        if path is None or not _same_unit(before[path], after[path]):
            return None
        case[path] = float(after[path])  # type: ignore[arg-type]
    return case


def _apart(one: object, other: object, path: Path) -> Iterator[Path]:
    """Where two plain trees differ."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if one.keys() != other.keys():
            yield path
        for key in one.keys() & other.keys():
            yield from _apart(one[key], other[key], path.child(key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _apart(a, b, path.child(index))
    elif one != other:
        yield path


def _upward(path: Path) -> Iterator[Path]:
    steps: tuple[Step, ...] = tuple(path)
    return (Path.of(steps[:depth]) for depth in range(len(steps), 0, -1))


def _same_unit(one: object, other: object) -> bool:
    """Whether both are numbers of one kind, amounts in one currency."""
    if not isinstance(one, PLAIN) or type(one) is not type(other):
        return False
    return not isinstance(one, Money | PerTime) or one.currency == _currency(other)


def _currency(leaf: object) -> str | None:
    return leaf.currency if isinstance(leaf, Money | PerTime) else None
