"""How much each number of a sheet matters: every one moved by itself, everything else as it is, under the same draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dealcraft.analysis.levers import Lever, lever, levers
from dealcraft.analysis.study import Study, Worth
from dealcraft.engine.axes import Case
from dealcraft.engine.result import Run
from dealcraft.errors import UsageError
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

STEPS = 7
"""Values of each of the two numbers of a grid."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One number, and what its low and its high value do."""

    lever: Lever
    low: Mapping[str, float]
    """By party what the structure is worth to it, as it sees it, at the low value."""
    high: Mapping[str, float]
    """The same at the high value."""
    every_low: Mapping[str, float]
    """By structure what it is worth to the party read for, as it sees it, at the low value."""
    every_high: Mapping[str, float]
    """The same at the high value."""

    def width(self, party: str) -> float:
        """How far apart the two values leave *party*."""
        return abs(self.high[party] - self.low[party])

    @property
    def widest(self) -> float:
        """The widest swing of any structure for the party read for."""
        return max(abs(self.every_high[name] - low) for name, low in self.every_low.items())


@dataclass(frozen=True, slots=True)
class Grid:
    """Two numbers together."""

    levers: tuple[Lever, Lever]
    values: tuple[tuple[float, ...], tuple[float, ...]]
    """Of the first and of the second."""
    npv: Mapping[str, tuple[tuple[float, ...], ...]]
    """By party what the structure is worth to it: a row for each value of the first."""
    first: tuple[tuple[str, ...], ...]
    """The structure that is best for the party read for."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the value of one structure hangs on."""

    structure: str
    party: str
    """For whom it is ranked."""
    base: Mapping[str, float]
    """By party what the structure is worth to it as the sheet stands."""
    every: Mapping[str, float]
    """By structure what it is worth to the party read for as the sheet stands, the best first."""
    rows: tuple[Swing, ...]
    """Numbers that move anything, the widest swing for the party first."""
    still: int
    """How many numbers were tried that move nothing."""
    sketched: bool = False
    """Whether cases are valued at fewer scenarios than the run, as differences to the whole run."""
    grid: Grid | None = None

    @property
    def leading(self) -> tuple[str, str] | None:
        """The best and the second structure for the party read for; None where there is one only."""
        first, *others = self.every
        return (first, others[0]) if others else None

    def lead(self, every: Mapping[str, float] | None = None) -> float | None:
        """How far the first structure is ahead of the best of the others where they are worth *every* (as they stand)."""
        if self.leading is None:
            return None
        worths, first = every or self.every, self.leading[0]
        return worths[first] - max(worth for name, worth in worths.items() if name != first)


def sensitivity(
    sheet: Sheet,
    *,
    structure: str,
    party: str | None = None,
    run: Run = "expected",
    seed: int = 0,
    trials: int | None = None,
    grid: tuple[Path, Path] | None = None,
) -> Sensitivity:
    """Move every number of *sheet* that matters for *structure*, or its rank for *party* (whoever decides).

    Raises UnknownPath for a path of the *grid* at which the sheet states nothing, UsageError where that is no number
    that can be moved, or both cannot be moved apart.
    """
    pair = None if grid is None else _pair(sheet, *grid)
    return _Asking(sheet, structure, party or sheet.decides, (run, seed, trials)).answer(pair)


class _Asking:
    """Values the sheet as it stands, then all cases together."""

    def __init__(self, sheet: Sheet, structure: str, party: str, how: tuple[Run, int, int | None]) -> None:
        self.sheet, self.structure, self.party, self.how = sheet, structure, party, how
        self.base = self._study(()).worths([{}])[0]

    def _study(self, paths: Sequence[Path]) -> Study:
        run, seed, trials = self.how
        return Study(self.sheet, paths, run=run, seed=seed, trials=trials)

    def answer(self, pair: tuple[Lever, Lever] | None) -> Sensitivity:
        """The rows, and the grid of *pair* if one is asked for."""
        tried = list(levers(self.sheet))
        whole = self._study([path for one in tried for path in one.case(one.now)])
        study = whole.sketch()
        rows = list(self._rows(tried, study))
        rows.sort(key=lambda row: (-row.width(self.party), -_widest(row)))
        return Sensitivity(
            structure=self.structure,
            party=self.party,
            base={party: self.base.own(party, self.structure) for party in self.sheet.parties},
            every=self._every(),
            rows=tuple(rows),
            still=len(tried) - len(rows),
            sketched=study is not whole,
            grid=None if pair is None else self._grid(pair),
        )

    def _every(self) -> dict[str, float]:
        worths = {name: self.base.own(self.party, name) for name in self.sheet.structures}
        return dict(sorted(worths.items(), key=lambda one: -one[1]))

    def _rows(self, tried: Sequence[Lever], study: Study) -> Iterator[Swing]:
        cases: list[Case] = [{}]
        for one in tried:
            cases += [one.case(one.low), one.case(one.high)]
        start, *worths = study.worths(cases)
        nothing = study.axes.nothing
        for one, low, high in zip(tried, worths[::2], worths[1::2], strict=True):
            row = Swing(one, *self._by_party(start, low, high), *self._by_structure(start, low, high))
            if max(_widest(row), row.widest) > nothing:
                yield row

    def _by_party(self, start: Worth, *ends: Worth) -> Iterator[dict[str, float]]:
        """What the structure is worth at each of *ends*: the full run's value, and the difference that the sketch shows."""
        for end in ends:
            yield {party: self._at(start, end, party, self.structure) for party in self.sheet.parties}

    def _by_structure(self, start: Worth, *ends: Worth) -> Iterator[dict[str, float]]:
        for end in ends:
            yield {name: self._at(start, end, self.party, name) for name in self.sheet.structures}

    def _grid(self, pair: tuple[Lever, Lever]) -> Grid:
        values = tuple(tuple(float(x) for x in np.linspace(each.low, each.high, STEPS)) for each in pair)
        study = self._study([path for each in pair for path in each.case(each.now)]).sketch()
        cases: list[Case] = [{}]
        cases += [{**pair[0].case(a), **pair[1].case(b)} for a in values[0] for b in values[1]]
        start, *worths = study.worths(cases)
        rows = [worths[index : index + STEPS] for index in range(0, len(worths), STEPS)]
        names = list(self.sheet.structures)
        return Grid(
            levers=pair,
            values=(values[0], values[1]),
            npv={
                party: tuple(
                    tuple(self._at(start, worth, party, self.structure) for worth in row) for row in rows
                )
                for party in self.sheet.parties
            },
            first=tuple(
                tuple(max(names, key=lambda name: self._at(start, worth, self.party, name)) for worth in row)
                for row in rows
            ),
        )

    def _at(self, start: Worth, worth: Worth, party: str, name: str) -> float:
        return self.base.own(party, name) + worth.own(party, name) - start.own(party, name)


def _pair(sheet: Sheet, one: Path, other: Path) -> tuple[Lever, Lever]:
    """The two numbers, where each has somewhere to go and leaves the other where it is."""
    pair = (lever(sheet, one), lever(sheet, other))
    for each in pair:
        if each.low >= each.high:
            raise UsageError(f"{each.path} is {each.spelled(each.now)}, so no share of it can be moved")
    if one == other or other in pair[0].others:
        raise UsageError(f"{one} and {other} move together; a grid takes two numbers that move apart")
    return pair


def _widest(row: Swing) -> float:
    return max(row.width(party) for party in row.low)
