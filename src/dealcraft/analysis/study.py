"""A sheet whose numbers move: what every structure is then worth to every party, as it sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dealcraft.analysis.outside import Fallback, fallbacks
from dealcraft.engine.axes import Axes, Case, Found
from dealcraft.engine.result import Run
from dealcraft.terms.paths import as_seen_by
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class How:
    """The run that a sheet is valued by."""

    run: Run = "expected"
    seed: int = 0
    trials: int | None = None


SKETCH: Final = 512
"""About how many scenarios a picture of many cases takes for each, where inputs are drawn."""


@dataclass(frozen=True, slots=True)
class Worth:
    """One case: every structure, on the sheet and as parties with a `view` see it."""

    found: Found
    seen: Mapping[str, Found]
    """By party with a view."""
    outside: Mapping[str, float]
    """By party what it has without this deal, as it sees it."""
    nothing: float
    """Amounts up to this are none."""

    def npv(self, party: str, structure: str) -> float:
        """Expected present value on the sheet."""
        return self.found[structure].npv(party)

    def own(self, party: str, structure: str) -> float:
        """The same as *party* sees it."""
        return self.seen.get(party, self.found)[structure].npv(party)

    def chance_of_loss(self, party: str, structure: str) -> float:
        """The chance that *party* ends below zero."""
        return self.found[structure].chance_of_loss(party, self.nothing)

    def gain(self, party: str, structure: str) -> float:
        """What *structure* is worth to *party*, as it sees it, over what it has without."""
        return self.own(party, structure) - self.outside[party]


class Study:
    """Values *sheet* with other numbers at *paths*, under the draws of one run.

    *structures* are those asked about; what parties fall back on is valued with them.
    """

    def __init__(
        self,
        sheet: Sheet,
        paths: Iterable[Path],
        *,
        structures: Sequence[str] | None = None,
        run: Run = "expected",
        seed: int = 0,
        trials: int | None = None,
        roughly: bool = False,
    ) -> None:
        self.asked, self.roughly = sheet, roughly
        self.sheet, self.fallbacks = fallbacks(sheet)
        self.paths, self.run, self.seed, self.trials = tuple(paths), run, seed, trials
        named = list(structures if structures is not None else sheet.structures)
        outside = [name for fallback in self.fallbacks.values() for name in fallback.structures]
        self.structures = tuple(dict.fromkeys((*named, *outside)))
        self.axes = self._axes(self.sheet)
        self._still = dict[tuple[int, bool], Found]()
        self.views = {
            party: self._axes(as_seen_by(self.sheet, party))
            for party, terms in sheet.parties.items()
            if terms.view
        }

    @classmethod
    def of(cls, sheet: Sheet, paths: Iterable[Path], *, structures: Sequence[str] | None, how: How) -> Study:
        """The same under the run that *how* says."""
        return cls(sheet, paths, structures=structures, run=how.run, seed=how.seed, trials=how.trials)

    def _axes(self, sheet: Sheet) -> Axes:
        return Axes(sheet, self.paths, run=self.run, seed=self.seed, trials=self.trials, roughly=self.roughly)

    def sketch(self, trials: int = SKETCH) -> Study:
        """The same at about *trials* points where inputs are drawn, for pictures and searches; else this one."""
        drawn = any(not slot.enumerated for slot in self.axes.plan.slots)
        if self.run not in ("expected", "plain") or not drawn or (self.trials or trials + 1) <= trials:
            return self
        return Study(
            self.asked, self.paths, structures=self.structures_asked, run=self.run, seed=self.seed, trials=trials,
            roughly=True,
        )  # fmt: skip

    @property
    def structures_asked(self) -> tuple[str, ...]:
        """Those of the sheet as it was given."""
        return tuple(name for name in self.structures if name in self.asked.structures)

    def worths(self, cases: Sequence[Case], *, nets: bool = False) -> list[Worth]:
        """What everything is worth in each of *cases*.

        What a party believes of a number that moves stays what it believes.
        """
        found = self._outcomes(self.axes, cases, nets=nets)
        seen = {
            party: self._outcomes(axes, [self._believed(party, case) for case in cases])
            for party, axes in self.views.items()
        }
        return [
            self._worth(case, found[index], {party: outcomes[index] for party, outcomes in seen.items()})
            for index, case in enumerate(cases)
        ]

    def _outcomes(self, axes: Axes, cases: Sequence[Case], *, nets: bool = False) -> list[Found]:
        """What every structure is worth in each of *cases*; those that no number of a case moves are valued once."""
        alike = dict[tuple[str, ...], list[int]]()
        for index, case in enumerate(cases):
            alike.setdefault(self.moved_by(case), []).append(index)
        found = dict[int, Found]()
        for moving, members in alike.items():
            still = self._as_it_stands(axes, [name for name in self.structures if name not in moving], nets)
            some = [cases[index] for index in members]
            moved = axes.outcomes(some, structures=moving, nets=nets) if moving else [Found() for _ in some]
            found |= zip(members, ({**still, **one} for one in moved), strict=True)
        return [found[index] for index in range(len(cases))]

    def moved_by(self, case: Case) -> tuple[str, ...]:
        """The structures that the numbers of *case* may move: a term its own, a fact all."""
        own = {path[1] if path[:1] == ("structures",) else None for path in case}
        return self.structures if None in own else tuple(name for name in self.structures if name in own)

    def _as_it_stands(self, axes: Axes, structures: Sequence[str], nets: bool) -> Found:
        """What *structures* are worth with every number as the sheet has it."""
        known = self._still.setdefault((id(axes), nets), Found())
        if missing := [name for name in structures if name not in known]:
            known |= axes.outcomes([{}], structures=missing, nets=nets)[0]
        return {name: known[name] for name in structures}

    def _believed(self, party: str, case: Case) -> Case:
        beliefs = [Path.parse(text) for text in self.sheet.parties[party].view]
        return {path: number for path, number in case.items() if not any(path.within(b) for b in beliefs)}

    def _worth(self, case: Case, found: Found, seen: Mapping[str, Found]) -> Worth:
        outside = {
            party: _outside(party, fallback, case, seen.get(party, found))
            for party, fallback in self.fallbacks.items()
        }
        return Worth(found, seen, outside, self.axes.nothing)


def _outside(party: str, fallback: Fallback, case: Case, found: Found) -> float:
    if fallback.amount is not None:
        return case.get(fallback.path, fallback.amount) if fallback.path in case else fallback.amount
    worths = [found[name].npv(party) for name in fallback.structures]
    return max((*worths, 0.0)) if fallback.or_nothing else worths[0]
