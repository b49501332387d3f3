"""An upfront far from what is reported for the stage."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.law.benchmarks import cited, sector_of, upfront_shares
from dealcraft.rules._figures import fixed_and_milestones
from dealcraft.rules._reading import deals
from dealcraft.rules._rule import rule
from dealcraft.rules._stage import stage_of
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import LicenceFields


@rule("economics")
def upfront_out_of_line(sheet: Sheet) -> Iterator[Finding]:
    """The part of the headline that is paid at signing is one reported for deals of another stage.

    A headline counts every milestone as if it came. Deals on early assets pay 1.5 to 4% of it at signing, deals on
    approved ones about 16%; of 18 disclosed Korean out-licences the part was 1.5 to 24%. Outside these figures one of
    the sums may be a slip, or the headline is larger than anyone believes. Only for biopharma, where such figures
    exist.

    Source: table in `law/tables/benchmarks/upfront.yaml`: licences of life science (2024, 2025; medium), deals of
    2024 and 2025 by stage (low), own count of 18 disclosed deals, 2015 to 2026 (medium).

    *Instead of*

        upfront: 1m
        milestones: {approved: {pay: 500m, at: approval}}

    *Write*

        upfront: 25m
        milestones: {approved: {pay: 475m, at: approval}}

    Answer: change the sums, or give the reason.
    """
    for deal in deals(sheet):
        asset = sheet.assets.get(deal.assets[0]) if deal.assets else None
        if (
            asset is None
            or not isinstance(deal.agreement, LicenceFields)
            or sector_of(asset.sector or "") != "biopharma"
        ):
            continue
        at_signing, later = fixed_and_milestones(sheet, deal)
        if not at_signing or not later:
            continue
        share, range_ = at_signing / (at_signing + later), upfront_shares(stage_of(asset))
        for end, out in ((range_.low, share < range_.low.share), (range_.high, share > range_.high.share)):
            if out:
                values = {
                    "found": f"{share:.1%}", "side": "below" if end is range_.low else "above", "limit": end.value,
                    **cited(end),
                }  # fmt: skip
                yield Finding("upfront-out-of-line", deal.path.child("payments", "upfront"), values)
