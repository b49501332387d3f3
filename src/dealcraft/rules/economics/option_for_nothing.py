"""An option that costs its holder nothing."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("economics")
def option_for_nothing(sheet: Sheet) -> Iterator[Finding]:
    """An option has no `fee`, so that its holder waits for free while the other side may not deal with anybody else.

    The price of an option is what it costs to be off the market. In disclosed deals it was half of the exercise price
    and a twentieth of it; a holder that pays for the trials until then pays in another way.

    Source: options in disclosed deals: LegoChem and Janssen (2023: USD 100m at signing, 200m at exercise), Orum and
    Vertex (2024: 15m and 310m for each).

    *Instead of*

        option: {holder: rhein, at: phase_2 success, exercise: 50m}

    *Write*

        option: {holder: rhein, at: phase_2 success, fee: 5m, exercise: 50m}

    Answer: state the fee; `fee: 0` says that none is meant.
    """
    for deal in deals(sheet):
        option = deal.agreement.option
        if option is not None and option.fee is None:
            values = {"holder": sheet.party_name(option.holder), "found": str(option.at)}
            yield Finding("option-for-nothing", deal.path.child("option", "fee"), values)
