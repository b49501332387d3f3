"""Sheets for tests: one that uses every key of the language, and ways to change a part of it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path as File
from typing import Any

from dealcraft.source import parse
from dealcraft.units import Path, Step

EVERYTHING = File(__file__).with_name("everything.deal.yaml")


@cache
def _everything() -> dict[str, Any]:
    data = parse(EVERYTHING.read_bytes(), EVERYTHING.name).data
    assert isinstance(data, dict)
    return dict(data)


def everything() -> dict[str, Any]:
    """The plain tree of a sheet that uses every key at least once."""
    return copy.deepcopy(_everything())


def with_value(path: str, value: Any) -> dict[str, Any]:
    """That tree with *value* at *path*, whatever it is."""
    data = everything()
    *steps, last = Path.parse(path)
    here: Any = data
    for step in steps:
        here = here[step]
    here[last] = value
    return data


def without(path: str) -> dict[str, Any]:
    """That tree without what stands at *path*."""
    data = everything()
    *steps, last = Path.parse(path)
    here: Any = data
    for step in steps:
        here = here[step]
    del here[last]
    return data


def every_path(tree: Any, path: tuple[Step, ...] = ()) -> Iterator[Path]:
    """Every place in *tree* but the root."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, inner in items:
        yield Path.of((*path, step))
        yield from every_path(inner, (*path, step))
