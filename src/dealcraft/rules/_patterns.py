"""Paths with stars, as house rules write them: ``agreements.*.payments.royalty.tiers[*].rate``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from dealcraft.terms.known import known_place
from dealcraft.terms.sheet import Sheet, agreements
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated
from dealcraft.units import ROOT, Path, Step

STAR: Final = "*"
_EACH_AGREEMENT: Final = ("agreements", STAR)


@dataclass(frozen=True, slots=True)
class Place:
    """A path that a pattern fits in a sheet, and what stands there."""

    path: Path
    value: Any
    """None where the sheet does not state it."""
    bound: tuple[Path, ...] = ()
    """The path at each length of the pattern."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A path in which a star stands for any name or index; ``agreements.*`` is every agreement, parts included."""

    text: str
    steps: tuple[Step, ...]

    @classmethod
    def parse(cls, text: str) -> Pattern:
        """Read a pattern; raises ValueError where *text* is none."""
        return cls(text, tuple(Path.parse(text.replace("[*]", ".*"))))

    def unknown(self) -> int | None:
        """The first step that no sheet can have, counted from 0; None where all can be."""
        for start in self._starts():
            for depth in range(len(self.steps)):
                steps = (
                    (*start, *self.steps[len(_EACH_AGREEMENT) : depth + 1])
                    if start
                    else self.steps[: depth + 1]
                )
                if (not start or depth >= len(_EACH_AGREEMENT)) and not known_place(steps):
                    return depth
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

    def _starts(self) -> tuple[tuple[Step, ...], ...]:
        if self.steps[:2] != _EACH_AGREEMENT:
            return ((),)
        return (("structures", STAR),)

    def _from(self, sheet: Sheet, depth: int, bound: tuple[Path, ...], here: Any) -> Iterator[Place]:
        path = bound[-1] if bound else ROOT
        if depth == len(self.steps):
            yield Place(path, here, bound)
            return
        if depth == 0 and self.steps[:2] == _EACH_AGREEMENT:
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
