"""Stock on the shelf when a licence ends."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words, unsaid
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import LicenceFields


@rule("governance", before_signing=True)
def sell_off_silent(sheet: Sheet) -> Iterator[Finding]:
    """A licence ends by its terms or may be left, and nothing says whether stock may still be sold.

    On the day after the end, goods in the warehouse infringe. A sell-off period of some months, with royalty, costs
    the licensor little and spares both a quarrel over what was made too much. Asked for before signing.

    Source: product reversion clauses with wind-down sales (lawinsider.com, read in November 2026).

    *Instead of*

        governance: {termination: for breach}

    *Write*

        governance: {termination: for breach, text: {sell_off: six months, royalty due}}

    Answer: state it under `governance.text.sell_off`, or under `termination` in words of its own.
    """
    for deal, _ in run_by_words(sheet):
        if isinstance(deal.agreement, LicenceFields) and (deal.agreement.grant.until or deal.agreement.exit):
            yield from unsaid("sell-off-silent", deal, "sell_off", "stock", "inventory", "wind_down")
