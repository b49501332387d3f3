"""What every page on a redline is made of: two answers, what differs between them, where that stands in each file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len, set_cell_size

from dealcraft.analysis.attribution import ORDERS
from dealcraft.analysis.bridge import Bridge, Step
from dealcraft.analysis.changes import Change
from dealcraft.analysis.compare import error_of_difference
from dealcraft.analysis.diff import Redline, appeared
from dealcraft.findings import Diagnostic
from dealcraft.report.inert import inert
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import listed
from dealcraft.report.results._rows import Rows
from dealcraft.report.results._words import within
from dealcraft.report.results.answer import Answer
from dealcraft.source import Document
from dealcraft.source.emit import in_brackets
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two: what it is worth, and its text."""

    answer: Answer
    document: Document

    def place(self, path: Path) -> tuple[str, int] | None:
        """The file and the line in which *path* stands; None where the text does not have it."""
        span = self.document.key_spans.get(path) or self.document.spans.get(path)
        return (self.document.origin(path).file, span.line) if span else None


@dataclass(frozen=True, slots=True)
class Redlined:
    """Two versions and the redline between them."""

    old: Version
    new: Version
    redline: Redline

    @property
    def appeared(self) -> tuple[Diagnostic, ...]:
        """What is found in the new version only."""
        return appeared(self.old.answer.diagnostics, self.new.answer.diagnostics)

    @property
    def vanished(self) -> tuple[Diagnostic, ...]:
        """What was found in the old version only."""
        return appeared(self.new.answer.diagnostics, self.old.answer.diagnostics)

    def places(self, change: Change) -> tuple[tuple[str, int] | None, tuple[str, int] | None]:
        """Where *change* stands in the old and in the new file."""
        before = None if change.kind == "added" else self.old.place(change.path)
        after = None if change.kind == "removed" else self.new.place(change.renamed or change.path)
        return before, after

    def walks(self, rows: Rows) -> list[Walk]:
        """Every way from an old value to the new that has a step to show: of each structure, then as parties see it."""
        bridge, answer = self.redline.bridge, self.new.answer
        if bridge is None:
            return []
        views = [(Rows(answer, p), view) for p, view in bridge.views.items() if p in answer.sheet.parties]
        walks = [
            Walk(structure, on, seen, None if seen is bridge else on.party)
            for structure in bridge.before
            for on, seen in ((rows, bridge), *views)
        ]
        return [walk for walk in walks if walk.steps]

    def error(self) -> float:
        """The largest standard error of a difference; 0 where nothing was drawn."""
        return max((error for error in self._errors() if error is not None), default=0.0)

    @property
    def shared(self) -> Shared | None:
        """How what many changes make together is shared, where it is not over all their orders."""
        if self.redline.bridge is None:
            return None
        bridges = (self.redline.bridge, *self.redline.bridge.views.values())
        names = tuple(dict.fromkeys(name for one in bridges for name in one.some_orders))
        between = next((one.between for one in bridges if one.between), None)
        return Shared(names, between) if names else None

    def idle(self, rows: Rows) -> list[Change]:
        """The changes that are worth nothing in any structure that both versions have, whoever looks."""
        if self.redline.bridge is None:
            return []
        moving = {index for walk in self.walks(rows) for step in walk.steps for index in step.changes}
        still = [change for index, change in enumerate(self.redline.changes) if index not in moving]
        return [change for change in still if change.path[:1] != ("structures",) or len(change.path) > 2]

    def _errors(self) -> Iterator[float | None]:
        before, after = (version.answer.valuation.structures for version in (self.old, self.new))
        for name in (name for name in before if name in after):
            one, other = before[name].parties, after[name].parties
            for party in (party for party in one if party in other):
                yield error_of_difference(one[party].replicates, other[party].replicates)


@dataclass(frozen=True, slots=True)
class Walk:
    """The way from the old value of one structure to the new, on the sheets or as one party sees them."""

    structure: str
    rows: Rows
    """Read for that party, where one sees them."""
    bridge: Bridge
    viewer: str | None

    @property
    def title(self) -> str:
        """The structure, and whose view of it this is."""
        seen = (
            "" if self.viewer is None else f", as {words.party(self.rows.answer.sheet, self.viewer)} sees it"
        )
        return inert(self.structure) + seen

    @property
    def ends(self) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """What it was worth, and is, by party."""
        return self.bridge.before[self.structure], self.bridge.after[self.structure]

    @property
    def steps(self) -> list[Step]:
        """The steps that show, the one that matters most to the party read for first."""
        shows, effects = self.rows.unit.shows, ((s, s.effect[self.structure]) for s in self.bridge.steps)
        shown = [(step, effect) for step, effect in effects if any(map(shows, effect.values()))]
        return [step for step, _ in sorted(shown, key=lambda one: -abs(one[1][self.rows.party]))]

    @property
    def lines(self) -> list[tuple[str, Mapping[str, float]]]:
        """Each step that shows in a few words, the term that it changes by its path in the structure, and its worth."""
        return [(self._told(step), step.effect[self.structure]) for step in self.steps]

    @property
    def difference(self) -> Mapping[str, float]:
        """What the changes are worth in all, by party."""
        before, after = self.ends
        return {party: after.get(party, 0.0) - before.get(party, 0.0) for party in {**before, **after}}

    def _told(self, step: Step) -> str:
        first, *more = (self.bridge.changes[index] for index in step.changes)
        return within(first.path, self.structure) + (f" and {len(more)} more" if more else "")


@dataclass(frozen=True, slots=True)
class Shared:
    """The structures whose many changes are credited over some orders, and the scenarios of versions in between."""

    structures: tuple[str, ...]
    between: int | None

    def told(self, spell: Callable[[str], str]) -> str:
        """The same in a sentence, names as *spell* writes them."""
        names = listed(map(spell, self.structures))
        told = (
            f"What the many changes of {names} make together is shared over {ORDERS} orders of them, not all"
        )
        return told + (f", at about {self.between:,} scenarios." if self.between else ".")


def spelled(data: Any) -> str:
    """Plain data on one line; empty for what is not there."""
    return "" if data is None else inert(in_brackets(data))


def worded(change: Change) -> tuple[str, str]:
    """What stood there before and what stands there now."""
    if change.kind == "renamed" and change.renamed is not None:
        return inert(str(change.path[-1])), inert(str(change.renamed[-1]))
    if change.kind == "reordered" and len(set(map(_kind, change.before))) == len(change.before):
        return spelled(list(map(_kind, change.before))), spelled(list(map(_kind, change.after)))
    return spelled(change.before), spelled(change.after)


def _kind(item: Any) -> str:
    """What an item of an ordered list is called: its first key, or its name."""
    return str(next(iter(item), "")) if isinstance(item, dict) else str(item)


def cut(text: str, cells: int) -> str:
    """*text* in at most *cells* of a terminal."""
    return text if cell_len(text) <= cells else set_cell_size(text, max(cells - 1, 0)).rstrip() + "…"
