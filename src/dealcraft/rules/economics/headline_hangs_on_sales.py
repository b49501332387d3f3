"""A headline that is mostly milestones on sales."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.law.benchmarks import cited, sales_part_of_headline
from dealcraft.rules._figures import headline
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet


@rule("economics")
def headline_hangs_on_sales(sheet: Sheet) -> Iterator[Finding]:
    """Milestones on levels of sales make up a larger part of upfront and milestones than is reported for early deals.

    They cost the payer nothing unless the product is a great success, and few are: of commercial earn-out events 3%
    were met. A headline that rests on them says little; who compares offers takes them out first.

    Source: licences of life science, medians of 73% (2024) and 64% (2025) of potential value (medium); SRS Acquiom
    (2023; medium).

    *Instead of*

        upfront: 1m
        milestones: {launch: {pay: 5m, at: first sale}, double: {pay: 500m, when: {annual_net_sales: 2bn}}}

    *Write*

        upfront: 10m
        milestones: {launch: {pay: 40m, at: first sale}, double: {pay: 100m, when: {annual_net_sales: 1bn}}}

    Answer: move some of it, or answer the finding.
    """
    limit = sales_part_of_headline()
    for deal in deals(sheet):
        total, by_sales = headline(sheet, deal)
        if total and by_sales / total > limit.share:
            values = {"found": f"{by_sales / total:.0%}", "limit": limit.value, **cited(limit)}
            yield Finding("headline-hangs-on-sales", deal.path.child("payments", "milestones"), values)
