"""A royalty rate far from what is reported for the sector."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.law.benchmarks import cited, rates_of
from dealcraft.rules._contingent import royalties
from dealcraft.rules._reading import Deal, deals
from dealcraft.rules._rule import rule
from dealcraft.rules._stage import stage_of
from dealcraft.rules._worth import point
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import LicenceFields
from dealcraft.units import Path


@rule("economics")
def rate_outside_benchmark(sheet: Sheet) -> Iterator[Finding]:
    """Every rate of a royalty on net sales lies outside the range reported for the sector, the stage and the
    exclusivity.

    Reported rates are neither a law nor a price: they mix strong and weak rights, and few are published. A rate far
    from them is either a mistake (a percent sign, a base) or something that the other side will ask about, so it is
    good to have the answer ready. Rates of biopharma are told apart before and from phase 3; an exclusive licence is
    said to be worth 1.5 to 3 times a non-exclusive one, so that for a non-exclusive one the low end is a third.

    Source: tables in `law/tables/benchmarks/royalty.yaml`, each figure with its source, date and confidence; guide
    ranges by sector (ipCapital Group, 2026; low), licences of life science (2025; medium), academic and corporate
    licences to biotech (PLOS ONE, 2023; high).

    *Instead of*

        assets: {chip: {sector: semiconductor}}
        royalty: {rate: 15%}

    *Write*

        royalty: {rate: 1.5%}

    Answer: a different rate, or the reason; sectors without a table are not compared.
    """
    for deal in deals(sheet):
        if not isinstance(deal.agreement, LicenceFields):
            continue
        for path, royalty in royalties(deal):
            stated = _rates(royalty)
            if not stated or royalty.base != "net_sales":
                continue
            sectors = [(name, sheet.assets[name].sector) for name in deal.assets if name in sheet.assets]
            missing = tuple(f"assets.{name}.sector" for name, sector in sectors if sector is None)
            if missing:
                yield Finding("rate-outside-benchmark", path, {"lacks": missing[0]}, missing=missing)
                continue
            yield from _compared(path, stated, sheet, deal)


def _rates(royalty: Royalty) -> list[float]:
    rates = [royalty.rate, *(tier.rate for tier in royalty.tiers or ())]
    return [round(float(point(rate)) * 100, 6) for rate in rates if rate is not None]


def _compared(path: Path, stated: list[float], sheet: Sheet, deal: Deal) -> Iterator[Finding]:
    asset = sheet.assets.get(deal.assets[0]) if deal.assets else None
    found = rates_of(asset.sector or "", stage_of(asset)) if asset is not None else None
    if asset is None or found is None:
        return
    exclusive = getattr(deal.agreement.grant, "exclusivity", "") in ("exclusive", "sole")
    low, high = float(found.low.share) * 100, float(found.high.share) * 100
    low = low if exclusive else low / float(found.exclusive_over_others)
    for rate, limit, end in ((max(stated), low, found.low), (min(stated), high, found.high)):
        below = end is found.low
        if (rate < limit) if below else (rate > limit):
            values = {
                "found": f"{rate:.4g}%", "side": "below" if below else "above", "limit": f"{limit:.4g}%",
                "end": "lower end" if below else "upper end", "sector": found.sector, **cited(end),
            }  # fmt: skip
            yield Finding("rate-outside-benchmark", path, values)
