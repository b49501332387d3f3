"""Reports that come less often than each quarter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dealcraft.findings import Finding
from dealcraft.rules._contingent import on_sales
from dealcraft.rules._rule import rule
from dealcraft.rules._silence import run_by_words
from dealcraft.terms.sheet import Sheet

_OFTEN: Final = ("month", "quarter", "week", "daily")
_SELDOM: Final = ("annual", "year", "half", "once", "12 months", "six months", "6 months")


@rule("governance")
def reporting_infrequent(sheet: Sheet) -> Iterator[Finding]:
    """Sales are reported less often than each quarter, and something is paid by them.

    A payment follows its report. Who hears of sales once a year is paid a year late, learns late that a product is
    asleep, and has no figures for its own quarter. Small express licences report yearly; most others by quarter.

    Source: NVCA / US-BOLT term sheet, royalty reports (read in November 2026); NIH exclusive patent licence (2020).

    *Instead of*

        governance: {reporting: annual}

    *Write*

        governance: {reporting: quarterly}

    Answer: report by quarter, or answer the finding where the sums are too small for it.
    """
    for deal, governance in run_by_words(sheet):
        said = (governance.reporting or "").lower()
        seldom = any(word in said for word in _SELDOM) and not any(word in said for word in _OFTEN)
        if seldom and any(on_sales(deal)):
            path = deal.path.child("governance", "reporting")
            yield Finding("reporting-infrequent", path, {"found": said})
