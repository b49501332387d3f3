"""Changes of a sheet's plain data, before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dealcraft.errors import UnknownPath
from dealcraft.terms.known import known_keys
from dealcraft.units import Path, Step
from dealcraft.units.spelling import nearest

_MOST_STEPS = 64


def set_value(data: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A copy of the plain tree *data* with *value* at *path*; None takes the key away.

    A key that the language knows may be new; a name that the sheet would have to define may not. Raises UnknownPath,
    with the nearest path.
    """
    if not path or len(path) > _MOST_STEPS:
        raise UnknownPath(path or "value at an empty path")
    changed: dict[str, Any] = _set(data, path, 0, value)
    return changed


def _set(here: Any, path: Path, depth: int, value: Any) -> Any:
    step, last = path[depth], depth == len(path) - 1
    if isinstance(here, list):
        if not isinstance(step, int) or step >= len(here):
            raise UnknownPath(path, nearest_path(Path.of(path[:depth]), step, dict(enumerate(here))))
        changed = list(here)
        changed[step] = value if last else _set(here[step], path, depth + 1, value)
        return changed
    inside = dict(here) if isinstance(here, Mapping) else {}
    if step not in inside:
        known = known_keys(tuple(path[:depth]))
        if step not in known:
            raise UnknownPath(
                path, nearest_path(Path.of(path[:depth]), step, {**inside, **dict.fromkeys(known)})
            )
    if last and value is None:
        inside.pop(str(step), None)
        return inside
    inside[str(step)] = value if last else _set(inside.get(str(step), {}), path, depth + 1, value)
    return inside


def nearest_path(parent: Path, step: Step, below: Mapping[Step, Any]) -> str | None:
    """The path below *parent* that *step* may have meant, of those that there are."""
    if isinstance(step, int):
        last = max((key for key in below if isinstance(key, int)), default=None)
        return None if last is None else str(parent.child(last))
    hint = nearest(step, [key for key in below if isinstance(key, str)])
    return str(parent.child(hint)) if hint else None
