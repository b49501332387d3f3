"""A right that none of the assets granted has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._reading import assets_at
from dealcraft.rules._references import Places, references, unknown
from dealcraft.rules._rule import rule
from dealcraft.terms.grant import Grant
from dealcraft.terms.sheet import Sheet

_PLACES: Final[Places] = {Grant: ("rights",)}


@rule("structure")
def unknown_right(sheet: Sheet) -> Iterator[Finding]:
    """A grant names a right that none of its assets has.

    What is granted decides which patents a royalty lasts for; a right that does not exist protects nothing.

    *Instead of*

        assets: {hb12: {rights: {composition: {kind: patent}}}}
        grant: {rights: [compositions], territory: worldwide}

    *Write*

        grant: {rights: [composition], territory: worldwide}
    """
    for found in references(sheet, _PLACES):
        assets = [sheet.assets[name] for name in assets_at(sheet, found.path) if name in sheet.assets]
        yield from unknown("unknown-right", found, [right for asset in assets for right in asset.rights])
