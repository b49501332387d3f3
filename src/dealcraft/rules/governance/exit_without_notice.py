"""A right to walk away overnight."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import LicenceFields


@rule("governance")
def exit_without_notice(sheet: Sheet) -> Iterator[Finding]:
    """The licensee may end the licence for convenience, and `exit` has no `notice`.

    A licensor that gets its rights back overnight has no team, no supply and running trials. Sixty to a hundred and
    eighty days are what filed agreements give, longer once a product is sold.

    Source: filed agreements: 120 days of consultation (Hanmi and Sanofi, 2015), 180 days (Elevation and CSPC, 2022).

    *Instead of*

        exit: {chance_per_year: 4%, remedy: revert}

    *Write*

        exit: {chance_per_year: 4%, notice: 6 months, remedy: revert}

    Answer: state the notice.
    """
    for deal in deals(sheet):
        leaving = deal.agreement.exit if isinstance(deal.agreement, LicenceFields) else None
        if leaving is not None and leaving.notice is None:
            yield Finding("exit-without-notice", deal.path.child("exit", "notice"))
