"""Where two sides can agree: the values of a term that leave both at least as well off as without the deal."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dealcraft.analysis.levers import Lever, held, lever
from dealcraft.analysis.roots import searched
from dealcraft.analysis.study import How, Study, Worth
from dealcraft.terms.paths import replace_all
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.array import Array

LOOKS: Final = 41
"""Values of the term at which the zone is looked for."""
SHOWN: Final = 7
"""Values across the zone that are told."""
ROUNDS: Final = 5
"""Times that the best of nine values is taken around the best so far, for the Nash point."""
LIFTS: Final = 3
"""Times that the sketch is lifted to the whole run, for the Nash point."""
CLOSE: Final = 1e-13
"""A gain up to this share of the sheet's largest sum is none."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of the term, and what the structure is then worth to each side."""

    value: float
    npv: Mapping[str, float]
    """By party, as it sees it."""
    gain: Mapping[str, float]
    """The same over what it has without the deal."""


@dataclass(frozen=True, slots=True)
class Common:
    """What is gained at one point at each side's own discount rate, and with all at one rate."""

    rate_of: str
    """The party whose rate it is."""
    own: float
    """Sum of all gains, each at its own rate."""
    common: float
    """The same at the common rate: the rest is only that one side discounts less than the other."""


@dataclass(frozen=True, slots=True)
class Zone:
    """What can be said of one term."""

    lever: Lever
    structure: str
    parties: tuple[str, ...]
    """The sides that have a part in the structure, whoever decides first."""
    bracket: tuple[float, float]
    outside: Mapping[str, float]
    now: Point
    """As the sheet stands."""
    zone: tuple[tuple[float, float], ...]
    """Every stretch on which no side loses by the deal."""
    across: tuple[Point, ...]
    """Values across the zone; without one, across the bracket."""
    nash: Point | None
    """Where the product of the gains is largest."""
    equal_gain: Point | None
    """Where two sides gain the same."""
    common: Common | None
    """At the Nash point."""
    short: Mapping[str, float]
    """Without zone: by party the most that it gains anywhere in the bracket."""


def zone(
    sheet: Sheet,
    path: Path,
    *,
    structure: str,
    bracket: tuple[float, float] | None = None,
    how: How | None = None,
) -> Zone:
    """The zone of agreement for the number at *path* under *structure*.

    Raises UnknownPath where the sheet states nothing there, UsageError where that is no number or the bracket cannot
    be held.
    """
    return _Zoning(sheet, lever(sheet, path), structure, how or How()).zone(bracket)


class _Zoning:
    """Looks across the bracket at few points of what is drawn, and narrows at all."""

    def __init__(self, sheet: Sheet, term: Lever, structure: str, how: How) -> None:
        self.sheet, self.lever, self.structure, self.how = sheet, term, structure, how
        self.study = self._study(sheet)
        self.start = self.study.worths([{}])[0]
        self.parties = sides(self.start, sheet, structure)
        self.close = CLOSE * self.study.axes.plan.largest
        self.sketch = self.study.sketch()
        self._known = dict[int, dict[float, Point]]()

    def _study(self, sheet: Sheet) -> Study:
        return Study.of(sheet, self.lever.case(self.lever.now), structures=[self.structure], how=self.how)

    def zone(self, bracket: tuple[float, float] | None) -> Zone:
        """Stretches, points and shares."""
        low, high = held(self.sheet, self.lever, bracket)
        looks = np.linspace(low, high, LOOKS)
        stretches = self._stretches(looks)
        nash = self._nash(looks, stretches) if stretches else None
        across = np.unique(np.linspace(*(stretches[0] if stretches else (low, high)), SHOWN))
        return Zone(
            lever=self.lever, structure=self.structure, parties=self.parties, bracket=(low, high),
            outside={party: self.start.outside[party] for party in self.parties},
            now=self._point(self.lever.now, self.start), zone=stretches,
            across=tuple(self._points(self.study, across)), nash=nash, equal_gain=self._equal(looks, stretches),
            common=None if nash is None else self._common(nash),
            short={} if stretches else self._most(looks),
        )  # fmt: skip

    def _points(self, study: Study, numbers: Sequence[float] | Array) -> list[Point]:
        known = self._known.setdefault(id(study), {})
        missing = [float(x) for x in numbers if float(x) not in known]
        worths = study.worths([self.lever.case(x) for x in missing])
        known |= {x: self._point(x, worth) for x, worth in zip(missing, worths, strict=True)}
        return [known[float(x)] for x in numbers]

    def _point(self, value: float, worth: Worth) -> Point:
        return Point(
            float(value),
            {party: worth.own(party, self.structure) for party in self.parties},
            {party: worth.gain(party, self.structure) for party in self.parties},
        )

    def _searched(self, gap: Callable[[Point], float], looks: Array) -> list[float]:
        """Where *gap* crosses zero."""

        def of(study: Study) -> Callable[[Array], Array]:
            return lambda numbers: np.array([gap(point) for point in self._points(study, numbers)])

        rough = None if self.sketch is self.study else of(self.sketch)
        found = searched(of(self.study), looks, rough=rough, close=self.close)
        return [one.at for one in found]

    def _stretches(self, looks: Array) -> tuple[tuple[float, float], ...]:
        """Where nobody loses: between the values at which the least gain crosses zero."""
        edges = np.unique([looks[0], *self._searched(_least, looks), looks[-1]])
        middles = self._points(self.study, (edges[:-1] + edges[1:]) / 2.0)
        found = list[tuple[float, float]]()
        for (low, high), middle in zip(itertools.pairwise(edges.tolist()), middles, strict=True):
            if _least(middle) >= -self.close:
                joins = bool(found) and found[-1][1] == low
                found = [*found[:-1], (found[-1][0], high)] if joins else [*found, (low, high)]
        return tuple(found)

    def _nash(self, looks: Array, stretches: Sequence[tuple[float, float]]) -> Point:
        """Where the product of the gains is largest: looked for in the sketch, which is lifted each time to what the whole
        run finds at the best so far, so that only how gains change from there is the sketch's.
        """
        across = np.unique([x for a, b in stretches for x in (a, *looks[(looks > a) & (looks < b)], b)])
        best = min(max(self.lever.now, float(across[0])), float(across[-1]))
        for _ in range(1 if self.sketch is self.study else LIFTS):
            best = self._best(across, self._lift(best))
        return self._points(self.study, [best])[0]

    def _lift(self, value: float) -> Mapping[str, float]:
        """By party, what the whole run finds at *value* over what the sketch does."""
        (whole,), (rough,) = self._points(self.study, [value]), self._points(self.sketch, [value])
        return {party: whole.gain[party] - rough.gain[party] for party in self.parties}

    def _best(self, across: Array, lift: Mapping[str, float]) -> float:
        """The best of nine values, ever closer around the best so far."""
        values = across
        for _ in range(ROUNDS):
            points = self._points(self.sketch, values)
            best = max(range(len(points)), key=lambda i: _product(points[i], lift))
            ends = values[max(0, best - 1)], values[min(len(values) - 1, best + 1)]
            values = np.unique([*np.linspace(*ends, 9), values[best]])
        return points[best].value

    def _equal(self, looks: Array, stretches: Sequence[tuple[float, float]]) -> Point | None:
        """Where two sides gain the same within the zone."""
        if len(self.parties) != 2 or not stretches:
            return None
        one, other = self.parties
        found = self._searched(lambda point: point.gain[one] - point.gain[other], looks)
        inside = [x for x in found if any(a <= x <= b for a, b in stretches)]
        return self._points(self.study, inside[:1])[0] if inside else None

    def _most(self, looks: Array) -> dict[str, float]:
        points = self._points(self.sketch, looks)
        return {party: max(point.gain[party] for point in points) for party in self.parties}

    def _common(self, nash: Point) -> Common:
        """The gains at the Nash point again, with everyone at the rate of whoever decides."""
        party = self.parties[0]
        rate = self.sheet.data["parties"][party].get("discount_rate")
        paths = {Path(("parties", other, "discount_rate")): rate for other in self.sheet.parties}
        same = replace_all(self.sheet, {path: rate for path, rate in paths.items() if rate is not None})
        worth = self._study(same).worths([self.lever.case(nash.value)])[0]
        return Common(
            party, sum(nash.gain.values()), sum(worth.gain(one, self.structure) for one in self.parties)
        )


def sides(worth: Worth, sheet: Sheet, structure: str) -> tuple[str, ...]:
    """The parties to whom *structure* is worth anything, whoever decides first."""
    some = [party for party in sheet.parties if np.any(worth.found[structure].npvs[party] != 0.0)]
    return tuple(sorted(some, key=lambda party: party != sheet.decides))


def _least(point: Point) -> float:
    return min(point.gain.values())


def _product(point: Point, lift: Mapping[str, float]) -> float:
    return float(np.prod([max(gain + lift[party], 0.0) for party, gain in point.gain.items()]))
