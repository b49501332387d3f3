"""A path that leads to nothing in the sheet."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.errors import UnknownPath
from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms import paths
from dealcraft.terms.parties import Party
from dealcraft.terms.sheet import Correlation, Sheet
from dealcraft.units import Path


@rule("structure")
def unknown_path(sheet: Sheet) -> Iterator[Finding]:
    """A party's `view`, or a correlation, speaks of a value that the sheet does not have.

    A belief about nothing changes nothing, and nothing cannot move together with something.

    *Instead of*

        view: {markets.usa.sales.peak: 900m}

    *Write*

        view: {markets.us.sales.peak: 900m}
    """
    for path, term in sheet.terms:
        if isinstance(term, Party):
            for text in term.view:
                yield from _check(sheet, text, path.child("view", text), at_key=True)
        elif isinstance(term, Correlation):
            for index, text in enumerate(term.between):
                yield from _check(sheet, text, path.child("between", index), at_key=False)


def _check(sheet: Sheet, text: str, place: Path, *, at_key: bool) -> Iterator[Finding]:
    try:
        paths.get(sheet, Path.parse(text))
    except (UnknownPath, ValueError) as problem:
        hint = getattr(problem, "nearest", None) or ""
        yield Finding("unknown-path", place, {"found": text, "hint": hint}, at="key" if at_key else "value")
