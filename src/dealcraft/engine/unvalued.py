"""What the language can say and the engine does not value yet: an error when valuing, never silently ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dealcraft.findings import Finding
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated
from dealcraft.units import Path

Says = Callable[[Any], bool]


def _anything(value: Any) -> bool:
    return value is not None and value not in ({}, [])


def _is(*words: object) -> Says:
    return lambda value: value in words


NOT_VALUED: tuple[tuple[type[Term], str, Says], ...] = ()
"""Model, key, and the test that tells a value which would move money from one that moves none as written."""


def not_valued(sheet: Sheet) -> Iterator[Finding]:
    """One finding for everything stated in *sheet* that a valuation would leave out."""
    for path, term in sheet.terms:
        for key, value in stated(term):
            if any(
                isinstance(term, model) and key == name and says(value) for model, name, says in NOT_VALUED
            ):
                yield _finding(path.child(key))


def _finding(path: Path) -> Finding:
    return Finding("not-valued-yet", path, {"path": str(path)}, at="key")
