"""A structure that the sheet does not define."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._references import Places, references, unknown
from dealcraft.rules._rule import rule
from dealcraft.terms.parties import Outside
from dealcraft.terms.sheet import Sheet

_PLACES: Final[Places] = {Outside: ("structure",)}


@rule("structure")
def unknown_structure(sheet: Sheet) -> Iterator[Finding]:
    """A party's `outside` names a structure that stands nowhere under `structures`.

    What a party has without the deal is the yardstick of every offer made to it.

    *Instead of*

        outside: {structure: kept}
        structures: {keep: {kind: retain}}

    *Write*

        outside: {structure: keep}
    """
    for found in references(sheet, _PLACES):
        yield from unknown("unknown-structure", found, sheet.structures)
