"""Keys of which a term needs one and only one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.diligence import Trigger
from dealcraft.terms.milestones import Milestone, SalesCondition
from dealcraft.terms.parties import Outside
from dealcraft.terms.payments import Fee, Funding
from dealcraft.terms.royalties import Floor, Minimum, Royalty, StepDown
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated

_CHOICES: Final[Mapping[type[Term], tuple[str, ...]]] = {
    Outside: ("npv", "structure"),
    Milestone: ("at", "when"),
    SalesCondition: ("annual_net_sales", "cumulative_net_sales"),
    Fee: ("at", "every"),
    Funding: ("pay", "fte"),
    Royalty: ("rate", "tiers", "per_unit"),
    StepDown: ("when", "at"),
    Floor: ("share", "rate"),
    Minimum: ("amount", "ladder"),
    Trigger: ("annual_net_sales_below", "development_spend_below", "shelved"),
}


@rule("structure")
def exactly_one_of(sheet: Sheet) -> Iterator[Finding]:
    """A term says none, or several, of the keys that are alternatives to each other.

    A royalty has one rate or tiers, a milestone an event or a level of sales, a minimum an amount or a ladder, a
    trigger one condition. With none the term means nothing, with two it means two things.

    *Instead of*

        royalty: {rate: 5%, tiers: [{rate: 6%, up_to: 300m}, {rate: 8%}]}

    *Write*

        royalty: {tiers: [{rate: 6%, up_to: 300m}, {rate: 8%}]}
    """
    for path, term in sheet.terms:
        choices = _CHOICES.get(type(term))
        if choices:
            written = [key for key, value in stated(term) if key in choices and value not in (None, False)]
            if len(written) != 1:
                found = " and ".join(f"`{key}`" for key in written) or "none of them"
                values = {
                    "place": str(path[-1]),
                    "found": found,
                    "known": ", ".join(f"`{key}`" for key in choices),
                }
                place = path.child(written[-1]) if written else path
                yield Finding("exactly-one-of", place, values, at="key" if written else "value")
