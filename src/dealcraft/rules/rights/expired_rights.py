"""Rights that were gone before they were granted."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._granted import granted
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("rights")
def expired_rights(sheet: Sheet) -> Iterator[Finding]:
    """A right that is granted expired before the sheet's agreements become effective.

    It is paid for and is no longer there: a date was mistyped, or a list of patents copied from an old contract. A
    royalty `until: patents` does not count it.

    Source: NIH exclusive patent licence (2020): a patent drops out on expiry.

    *Instead of*

        effective: 2026-01-01
        rights: {main: {kind: patent, expires: 2024-03-31}}

    *Write*

        rights: {main: {kind: patent, expires: 2034-03-31}}

    Answer: correct the date, or take the right out.
    """
    start = sheet.effective_date
    if start is None:
        return
    for deal in deals(sheet):
        for path, right in granted(sheet, deal):
            if right.expires is not None and right.expires < start:
                values = {"right": str(path[-1]), "found": str(right.expires), "start": str(start)}
                yield Finding("expired-rights", path.child("expires"), values)
