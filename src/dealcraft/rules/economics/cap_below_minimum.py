"""A cap that the minimum would break every year."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding, Label
from dealcraft.rules._figures import least
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import amount, shortened
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet


@rule("economics")
def cap_below_minimum(sheet: Sheet) -> Iterator[Finding]:
    """The yearly cap of a royalty is below its yearly minimum.

    The cap is the most that the royalty and its top-ups come to; the minimum is then never reached, and each side
    reads the clause that suits it. One of the two figures is a slip.

    Source: the order of floor, cap and minimum (docs/model.md 6).

    *Instead of*

        royalty: {rate: 5%, cap: {per_year: 1m}, minimum: {amount: 2m per year}}

    *Write*

        royalty: {rate: 5%, cap: {per_year: 10m}, minimum: {amount: 2m per year}}

    Answer: correct one of them.
    """
    for path, term in sheet.terms:
        if isinstance(term, Royalty) and term.cap is not None and term.cap.per_year is not None:
            minimum, cap = least(sheet, term), amount(sheet, term.cap.per_year)
            if minimum is not None and cap < minimum:
                label = Label(path.child("minimum"), "minimum-here")
                values = {"found": shortened(cap), "minimum": shortened(minimum)}
                yield Finding("cap-below-minimum", path.child("cap", "per_year"), values, (label,))
