"""A royalty whose rate does not fit what it is charged on."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.royalties import Royalty, Tier
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path


@rule("structure")
def rate_not_of_base(sheet: Sheet) -> Iterator[Finding]:
    """A royalty on units has a `rate`, or a royalty on money has `per_unit`.

    A percentage of a number of units is no money, and an amount per unit needs units to count.

    *Instead of*

        royalty: {base: units, rate: 5%}

    *Write*

        royalty: {base: units, per_unit: 12}
    """
    for path, term in sheet.terms:
        if isinstance(term, Royalty):
            yield from _check(path, term, term.base)
            for index, tier in enumerate(term.tiers or ()):
                yield from _check(path.child("tiers", index), tier, term.base)


def _check(path: Path, term: Royalty | Tier, base: str) -> Iterator[Finding]:
    wrong, wanted = ("rate", "per_unit") if base == "units" else ("per_unit", "rate")
    if getattr(term, wrong) is not None:
        values = {"found": wrong, "base": base, "wanted": wanted}
        yield Finding("rate-not-of-base", path.child(wrong), values, at="key")
