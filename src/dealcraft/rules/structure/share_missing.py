"""A shared grant that does not say how the sales are shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.grant import LicenceGrant
from dealcraft.terms.sheet import Sheet

_SHARED: Final = ("co_exclusive", "non_exclusive")


@rule("structure", only_to_value=True)
def share_missing(sheet: Sheet) -> Iterator[Finding]:
    """A co-exclusive or non-exclusive licence has no `share`.

    Where the licensor may sell too, the forecast of a cell belongs to both; the sheet has to say how much of it the
    licensee makes. Needed only to value.

    *Instead of*

        grant: {exclusivity: co_exclusive, territory: US}

    *Write*

        grant: {exclusivity: co_exclusive, territory: US, share: 60%}
    """
    for path, term in sheet.terms:
        if isinstance(term, LicenceGrant) and term.exclusivity in _SHARED and term.share is None:
            yield Finding("share-missing", path.child("share"), {"found": term.exclusivity})
