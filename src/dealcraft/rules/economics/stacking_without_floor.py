"""A deduction for third parties without a limit."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.royalties import Royalty, Stacking
from dealcraft.terms.sheet import Sheet


@rule("economics")
def stacking_without_floor(sheet: Sheet) -> Iterator[Finding]:
    """A royalty has a stacking clause and no `floor`.

    What is owed to others is not known when a licence is signed: a patent turns up, a licence has to be taken.
    Without a floor the owner carries all of it, up to the whole royalty; and the licensee, who negotiates with the
    others, has no reason to negotiate hard.

    Source: Ardelyx and Sanofi (2014): an offset of 50% over a floor of 1.5 to 2.75% (confidence medium).

    *Instead of*

        royalty: {rate: 5%, adjust: [{stacking: 50%}]}

    *Write*

        royalty: {rate: 5%, adjust: [{stacking: 50%}], floor: {share: 50%}}

    Answer: add a floor.
    """
    for path, term in sheet.terms:
        if isinstance(term, Royalty) and term.floor is None:
            for index, item in enumerate(term.adjust):
                if isinstance(item, Stacking):
                    yield Finding("stacking-without-floor", path.child("adjust", index))
