"""Where the worked cases are, and in what a result in the shape of `compare --format json` differs from one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from dealcraft.source.document import parse
from dealcraft.terms.load import load
from dealcraft.terms.sheet import Sheet

FOLDER: Final = Path(__file__).parent
NAMES: Final = tuple(
    sorted(path.name.removesuffix(".expected.json") for path in FOLDER.glob("*.expected.json"))
)
"""The cases, by name."""

Figures = Mapping[str, Any]

ROUNDING: Final = 1e-13
"""Times the largest amount of a case: what sums and differences of such amounts may lose, however small they are."""
_CLAUSE: Final = ("path", "kind", "payer", "payee")
_STATE: Final = ("agreement", "path", "from", "to")
_LINES: Final = (("clauses", _CLAUSE, ("nominal", "pv")), ("states", _STATE, ("chance", "expected_date")))


def sheet_file(name: str) -> Path:
    """The term sheet of the case *name*."""
    return FOLDER / f"{name}.deal.yaml"


def read_sheet(name: str) -> Sheet:
    """The same, read and without errors of shape."""
    file = sheet_file(name)
    loaded = load(parse(file.read_bytes(), file.name))
    if loaded.sheet is None:
        raise ValueError("; ".join(f"{d.path}: {d.code}" for d in loaded.diagnostics))
    return loaded.sheet


def expected(name: str) -> dict[str, Any]:
    """What the case *name* is worth."""
    figures: dict[str, Any] = json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))
    return figures


def differences(expected: Figures, got: Figures, tolerance: float = 1e-9) -> list[str]:
    """One line for each figure of *expected* that *got* lacks or has differently.

    *got* may hold more (other keys, lines of 0). Amounts agree within *tolerance*, relative to the figure (but for what
    rounding leaves of the largest); for what should be 0, relative to the largest amount of the case. Words and dates
    must be equal.
    """
    wanted = _flat(expected)
    scale = max((abs(v) for place, v in wanted.items() if _is_money(place, v)), default=1.0)
    return list(_compared(wanted, _flat(got), tolerance, scale))


def _compared(
    wanted: Mapping[str, Any], found: Mapping[str, Any], tolerance: float, scale: float
) -> Iterator[str]:
    for place in [*wanted, *(p for p in found if p not in wanted and _must_be_expected(p))]:
        want, have = wanted.get(place, _absent(place)), found.get(place, _absent(place))
        unit = scale if _is_money(place, want) else 1.0
        if not _agree(want, have, tolerance, unit):
            yield f"{place}: expected {want!r}, got {have!r}{_by(want, have)}"


def _agree(want: Any, have: Any, tolerance: float, unit: float) -> bool:
    if isinstance(want, bool) or not isinstance(want, int | float):
        return bool(want == have)
    if isinstance(have, bool) or not isinstance(have, int | float):
        return False
    within = tolerance * (unit if abs(want) <= tolerance * unit else abs(want))
    return abs(want - have) <= max(within, ROUNDING * unit)


def _by(want: Any, have: Any) -> str:
    if isinstance(want, bool) or isinstance(have, bool):
        return ""
    if isinstance(want, int | float) and isinstance(have, int | float):
        relative = f", {(have - want) / want:+.3e} relative" if want else ""
        return f" ({have - want:+.6g}{relative})"
    return ""


def _absent(place: str) -> Any:
    """What a missing figure stands for: a clause line of 0 may be left out."""
    return 0.0 if _in(place, "clauses") else "nothing"


def _must_be_expected(place: str) -> bool:
    """Whether a figure that only the result has is a difference: lines of clauses and states are listed in full."""
    return _in(place, "clauses") or _in(place, "states")


def _is_money(place: str, value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and place.startswith("structures") and not place.endswith(".chance")


def _in(place: str, section: str) -> bool:
    return f".{section} " in place


def _flat(figures: Figures) -> dict[str, Any]:
    """Every figure by its place; a clause or state is placed by the words that name its line."""
    found: dict[str, Any] = {}
    for key, value in figures.get("settings", {}).items():
        found[f"settings.{key}"] = value
    for name, structure in figures.get("structures", {}).items():
        at = f"structures.{name}"
        for key in ("kind", "headline"):
            if key in structure:
                found[f"{at}.{key}"] = structure[key]
        for party, values in structure["parties"].items():
            found.update(_leaves(f"{at}.parties.{party}", values))
        for section, names, leaves in _LINES:
            for line in structure[section]:
                line_at = f"{at}.{section} {' | '.join(line[word] for word in names)}"
                found.update(_leaves(line_at, {leaf: line[leaf] for leaf in leaves}))
    return found


def _leaves(at: str, values: Figures) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(f"{at}.{key}", value)
        else:
            yield f"{at}.{key}", value
