"""Paths with stars, as house rules write them: ``agreements.*.payments.royalty.tiers[*].rate``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from dealcraft.terms.known import known_keys, known_place
from dealcraft.terms.sheet import Sheet, agreements
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated
from dealcraft.units import ROOT, Path, Step
from dealcraft.units.spelling import nearest

STAR: Final = "*"
EACH_AGREEMENT: Final = ("agreements", STAR)
"""The steps that stand for every agreement, parts of a package included."""


@dataclass(frozen=True, slots=True)
class Place:
    """A path that a pattern fits in a sheet, and what stands there."""

    path: Path
    value: Any
    """None where the sheet does not state it."""
    bound: tuple[Path, ...] = ()
    """The path at each length of the pattern."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A step of a path that no sheet can have."""

    step: str
    above: str
    """The path above it; empty for the sheet."""
    hint: str
    """The step that was most likely meant, or an empty text."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A path in which a star stands for any name or index; ``agreements.*`` is every agreement, parts included."""

    text: str
    steps: tuple[Step, ...]

    @classmethod
    def parse(cls, text: str) -> Pattern:
        """Read a pattern; raises ValueError where *text* is none."""
        return cls(text, tuple(Path.parse(text.replace("[*]", ".*"))))

    def unknown(self) -> Unknown | None:
        """The first step that no sheet can have; None where all can be."""
        agreements = self.steps[: len(EACH_AGREEMENT)] == EACH_AGREEMENT
        for depth in range(len(EACH_AGREEMENT) if agreements else 0, len(self.steps)):
            above, step = self.steps[:depth], self.steps[depth]
            start = ("structures", *above[1:]) if agreements else above
            if not known_place((*start, step)):
                return Unknown(str(step), str(Path.of(above)), nearest(str(step), known_keys(start)))
        return None

    def places(self, sheet: Sheet) -> Iterator[Place]:
        """Where it fits; a last part without stars that the sheet does not state is a place without value."""
        yield from self._from(sheet, 0, (), sheet)

    def along(self, other: Pattern, place: Place, sheet: Sheet) -> Iterator[Place]:
        """Where it fits with the stars it shares with *other* standing for what they do at *place*."""
        shared = 0
        while shared < min(len(self.steps), len(other.steps)) and self.steps[shared] == other.steps[shared]:
            shared += 1
        shared = min(shared, len(place.bound))
        path = place.bound[shared - 1] if shared else ROOT
        yield from self._from(sheet, shared, place.bound[:shared], _at(sheet, path))

    def _from(self, sheet: Sheet, depth: int, bound: tuple[Path, ...], here: Any) -> Iterator[Place]:
        path = bound[-1] if bound else ROOT
        if depth == len(self.steps):
            yield Place(path, here, bound)
            return
        if depth == 0 and self.steps[:2] == EACH_AGREEMENT:
            for place, agreement in agreements(sheet):
                yield from self._from(sheet, 2, (place, place), agreement)
            return
        step, inside = self.steps[depth], _inside(here)
        if step == STAR:
            for name, value in inside.items():
                yield from self._from(sheet, depth + 1, (*bound, path.child(name)), value)
        elif step in inside:
            yield from self._from(sheet, depth + 1, (*bound, path.child(step)), inside[step])
        elif STAR not in self.steps[depth:]:
            yield Place(path.child(*self.steps[depth:]), None, bound)


def _inside(here: Any) -> dict[Step, Any]:
    if isinstance(here, Term):
        return {key: value for key, value in stated(here) if value is not None}
    if isinstance(here, dict):
        return dict(here)
    return dict(enumerate(here)) if isinstance(here, list) else {}


def _at(sheet: Sheet, path: Path) -> Any:
    here: Any = sheet
    for step in path:
        here = _inside(here).get(step)
    return here
