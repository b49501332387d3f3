"""Which structure is best, for whom, by how much, and whether that can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dealcraft.analysis.asked import named
from dealcraft.analysis.sources import takes_part
from dealcraft.engine.result import PartyValue, Valuation
from dealcraft.engine.sample import by_group, of_groups
from dealcraft.engine.streams import REPLICATES

TOLERANCE = 1e-9
"""Amounts closer than this share of the largest value of the page are the same."""
NOISE = 2.0
"""Standard errors of a difference within which it says nothing."""
TOGETHER = 65_536
"""Scenarios compared at a time."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What a party has without this deal."""

    npv: float
    replicates: tuple[float, ...] = ()
    """Of the structure it comes from, where that is sampled."""
    structure: str | None = None
    """The structure that it falls back on; None for a plain amount."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one structure stands for one party."""

    structure: str
    npv: float
    lead: float | None
    """Of the first, over the next; of every other, behind the first (at most 0); None where it stands alone."""
    error: float | None
    """Standard error of the lead; None where it is exact."""
    within_noise: bool
    """Whether the lead is below two standard errors; never where nothing was drawn."""
    below_outside: tuple[str, ...]
    """Its parties that it leaves below what they have without this deal, as they see it, beyond sampling error."""
    dominated_by: str | None
    """A structure at least as good for every party and better for one; of several the best for this party."""
    chance_ahead: Mapping[str, float]
    """By other structure, the chance of ending above it on the same draws; equal outcomes count half."""
    chance_ahead_error: Mapping[str, float | None]
    """Standard errors of these chances; None where nothing was drawn."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The comparison for one party, in so many facts: a sentence without its grammar."""

    party: str
    first: tuple[str, ...]
    """The best structure, and those that cannot be told from it."""
    level: bool
    """Whether those are exactly equal, not only within sampling error."""
    behind: tuple[Place, ...]
    """The others, from the nearest."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All structures side by side, for every party."""

    outside: Mapping[str, Outside]
    ranking: Mapping[str, tuple[Place, ...]]
    """By party, the best first."""
    together: Mapping[str, float]
    """By structure, the sum over all parties."""

    def best(self, party: str) -> str:
        """The structure with the highest expected value for *party*; UsageError where the sheet has no such party."""
        named(party, self.ranking, "party")
        return self.ranking[party][0].structure

    def place(self, party: str, structure: str) -> Place:
        """Where *structure* stands for *party*; UsageError where the sheet has no such structure or party."""
        named(party, self.ranking, "party")
        named(structure, self.together, "structure")
        return next(place for place in self.ranking[party] if place.structure == structure)

    def verdict(self, party: str) -> Verdict:
        """What can be said of the ranking for *party*."""
        best, *rest = self.ranking[party]
        near = [place for place in rest if place.within_noise or place.lead == 0.0]
        return Verdict(
            party,
            (best.structure, *(place.structure for place in near)),
            level=bool(near) and all(place.lead == 0.0 for place in near),
            behind=tuple(place for place in rest if place not in near),
        )


def compare(valuation: Valuation, *, outside: Mapping[str, Outside]) -> Comparison:
    """Rank the structures of *valuation* for each party on expected value; *outside* is by party."""
    parties = tuple(dict.fromkeys(party for s in valuation.structures.values() for party in s.parties))
    measure = _Measure(valuation, outside)
    return Comparison(
        outside=outside,
        ranking={party: measure.ranking(party, parties) for party in parties},
        together={
            name: sum(value.npv for value in structure.parties.values())
            for name, structure in valuation.structures.items()
        },
    )


class _Measure:
    """Differences between structures, and which of them mean anything."""

    def __init__(self, valuation: Valuation, outside: Mapping[str, Outside]) -> None:
        self.structures = valuation.structures
        self.weight, self.group = valuation.weight, valuation.group
        self.drawn = valuation.settings.run == "plain"
        self.outside = outside
        values = [abs(value.npv) for s in self.structures.values() for value in s.parties.values()]
        self.same = TOLERANCE * max(values, default=0.0)

    def ranking(self, party: str, parties: Sequence[str]) -> tuple[Place, ...]:
        """The structures in the order of their value to *party*; equals stand as written."""
        order = sorted(self.structures, key=lambda name: -self._of(name, party).npv)
        return tuple(self._place(party, name, order, parties) for name in order)

    def _place(self, party: str, name: str, order: Sequence[str], parties: Sequence[str]) -> Place:
        value = self._of(name, party)
        rival = next((other for other in order if other != name), None)
        lead, error = (None, None) if rival is None else self._lead(value, self._of(rival, party))
        ahead = {other: self._ahead(name, other, party) for other in self.structures if other != name}
        return Place(
            name, value.npv, lead, error,
            within_noise=lead is not None and error is not None and lead != 0.0 and abs(lead) < NOISE * error,
            below_outside=tuple(other for other in parties if self._below_outside(name, other)),
            dominated_by=next((other for other in order if self._dominates(other, name, parties)), None),
            chance_ahead={other: chance for other, (chance, _) in ahead.items()},
            chance_ahead_error={other: error for other, (_, error) in ahead.items()},
        )  # fmt: skip

    def _of(self, structure: str, party: str) -> PartyValue:
        return self.structures[structure].parties[party]

    def _lead(self, one: PartyValue, other: PartyValue) -> tuple[float, float | None]:
        lead = one.npv - other.npv
        return (0.0 if abs(lead) <= self.same else lead), error_of_difference(
            one.replicates, other.replicates
        )

    def _below_outside(self, structure: str, party: str) -> bool:
        value, outside = self._of(structure, party), self.outside.get(party)
        if outside is None or not takes_part(self.structures[structure], party):
            return False  # who has no part has what it has without the deal
        seen = value.npv if value.view is None else value.view
        fixed = outside.replicates or (outside.npv,) * len(value.replicates)
        error = error_of_difference(value.replicates, fixed) or 0.0
        return outside.npv - seen > max(self.same, NOISE * error)

    def _dominates(self, one: str, other: str, parties: Sequence[str]) -> bool:
        leads = [self._lead(self._of(one, party), self._of(other, party)) for party in parties]
        return all(lead >= 0.0 for lead, _ in leads) and any(
            lead > NOISE * (error or 0.0) for lead, error in leads
        )

    def _ahead(self, one: str, other: str, party: str) -> tuple[float, float | None]:
        """The chance of ending above another, and its standard error."""
        mine, theirs = self._of(one, party).npvs, self._of(other, party).npvs
        chance, squares, groups = 0.0, 0.0, np.zeros((2, REPLICATES))
        for start in range(0, mine.size, TOGETHER):
            own = slice(start, start + TOGETHER)
            gap, weight = mine[own] - theirs[own], self.weight[own]
            above = np.where(gap > self.same, 1.0, np.where(gap < -self.same, 0.0, 0.5))
            chance += float(weight @ above)
            squares += float(weight @ above**2)
            if self.group is not None:
                groups += by_group(self.group[own], weight * above), by_group(self.group[own], weight)
        if self.drawn:
            return chance, float(np.sqrt(max(squares - chance * chance, 0.0) / mine.size))
        return chance, None if self.group is None else of_groups(*groups)


def error_of_difference(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Standard error of the mean difference over paired randomisations; None where there are none."""
    if len(one) != len(other) or len(one) < 2:
        return None
    gaps = np.subtract(one, other)
    return float(gaps.std(ddof=1) / np.sqrt(gaps.size))
