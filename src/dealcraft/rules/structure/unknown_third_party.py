"""A third-party royalty that the assets do not owe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._reading import assets_at
from dealcraft.rules._references import Places, references, unknown
from dealcraft.rules._rule import rule
from dealcraft.terms.royalties import Stacking
from dealcraft.terms.sheet import Sheet

_PLACES: Final[Places] = {Stacking: ("of",)}


@rule("structure")
def unknown_third_party(sheet: Sheet) -> Iterator[Finding]:
    """A stacking clause names a third-party royalty that none of the assets owes.

    Stacking deducts what is paid to others; what is owed to nobody deducts nothing.

    *Instead of*

        third_party: {linker: {rate: 3%}}
        adjust: [{stacking: 50%, of: [payload]}]

    *Write*

        adjust: [{stacking: 50%, of: [linker]}]
    """
    for found in references(sheet, _PLACES):
        assets = [sheet.assets[name] for name in assets_at(sheet, found.path) if name in sheet.assets]
        yield from unknown(
            "unknown-third-party", found, [owed for asset in assets for owed in asset.third_party]
        )
