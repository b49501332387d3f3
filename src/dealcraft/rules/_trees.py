"""Places in the plain tree of a sheet, which need not be a whole sheet: where a pattern fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dealcraft.rules._patterns import EACH_AGREEMENT, STAR, Pattern
from dealcraft.units import ROOT, Path, Step


def fits(tree: Any, pattern: Pattern) -> Iterator[Path]:
    """Where *pattern* fits in a plain tree that states something there."""
    if pattern.steps[:2] != EACH_AGREEMENT:
        yield from _below(tree, pattern.steps, ROOT)
        return
    for start in (("structures", STAR), ("structures", STAR, "parts", STAR)):
        yield from _below(tree, (*start, *pattern.steps[2:]), ROOT)


def _below(here: Any, steps: Sequence[Step], path: Path) -> Iterator[Path]:
    if not steps:
        if here is not None and path:
            yield path
        return
    inside = _inside(here)
    for step in inside if steps[0] == STAR else (steps[0],):
        if step in inside:
            yield from _below(inside[step], steps[1:], path.child(step))


def at(tree: Any, path: Path) -> Any:
    """What stands at *path*; None where nothing does."""
    for step in path:
        tree = _inside(tree).get(step)
    return tree


def _inside(here: Any) -> Mapping[Any, Any]:
    return here if isinstance(here, dict) else dict(enumerate(here)) if isinstance(here, list) else {}
