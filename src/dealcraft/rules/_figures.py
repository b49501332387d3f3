"""Sums that can be read off an agreement without valuing it: its headline, its minimum, what is left of a rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dealcraft.rules._contingent import milestones
from dealcraft.rules._reading import Deal
from dealcraft.rules._worth import amount, point
from dealcraft.terms.royalties import Royalty, Stacking, StepDown
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields


@dataclass(frozen=True, slots=True)
class Left:
    """A royalty rate before and after every deduction that its terms allow."""

    before: str
    rate: float


def fixed_and_milestones(sheet: Sheet, deal: Deal) -> tuple[float, float]:
    """What the acquiring side pays at signing, and the sum of its milestones."""
    upfront = deal.agreement.payments.upfront
    usual = deal.agreement.payments.payer or deal.acquiring
    at_signing = amount(sheet, upfront) if upfront is not None and usual == deal.acquiring else 0.0
    later = sum(
        amount(sheet, milestone.pay)
        for _, milestone in milestones(deal)
        if (milestone.payer or usual) == deal.acquiring
    )
    return at_signing, later


def headline(sheet: Sheet, deal: Deal) -> tuple[float, float]:
    """Upfront and all milestones of the acquiring side, and the part of it that hangs on levels of sales."""
    usual = deal.agreement.payments.payer or deal.acquiring
    by_sales = sum(
        amount(sheet, milestone.pay)
        for _, milestone in milestones(deal)
        if milestone.when is not None and (milestone.payer or usual) == deal.acquiring
    )
    return sum(fixed_and_milestones(sheet, deal)), by_sales


def least(sheet: Sheet, royalty: Royalty) -> float | None:
    """The highest yearly minimum of *royalty*; None where it has none."""
    minimum = royalty.minimum
    if minimum is None:
        return None
    yearly = [amount(sheet, minimum.amount)] if minimum.amount is not None else []
    return max([*yearly, *(amount(sheet, step) for step in minimum.ladder or ())], default=None)


def royalty_on(sheet: Sheet, royalty: Royalty, sales: float) -> float:
    """What *royalty* comes to, tier by tier, on a year's *sales*, before any adjustment."""
    if royalty.rate is not None:
        return float(point(royalty.rate)) * sales
    due, below = 0.0, 0.0
    for tier in royalty.tiers or ():
        end = sales if tier.up_to is None else min(sales, amount(sheet, tier.up_to))
        due += float(point(tier.rate)) * max(0.0, end - below) if tier.rate is not None else 0.0
        below = max(below, end)
    return due


def left_after(sheet: Sheet, deal: Deal, royalty: Royalty) -> Left | None:
    """The lowest rate of *royalty* once each step-down and stacking has taken what it can, in their order.

    None where it has no rate, or none of them.
    """
    rates = [
        rate for rate in (royalty.rate, *(tier.rate for tier in royalty.tiers or ())) if rate is not None
    ]
    if not rates or not any(isinstance(item, StepDown | Stacking) for item in royalty.adjust):
        return None
    lowest = min((point(rate) for rate in rates), key=float)
    rate = float(lowest)
    for item in royalty.adjust:
        if isinstance(item, StepDown):
            rate *= 1 - float(point(item.step_down))
        elif isinstance(item, Stacking):
            rate -= float(point(item.stacking)) * sum(_owed(sheet, deal, item))
    return Left(str(lowest), rate) if float(lowest) > 0 else None


def paid_by(deal: Deal, party: str) -> bool:
    """Whether *party* pays anything under the agreement, as far as the sheet says who pays."""
    payments = deal.agreement.payments
    if (payments.payer or deal.acquiring) == party and payments.upfront is not None:
        return True
    if isinstance(deal.agreement, CollaborationFields) and deal.agreement.cost_share.get(party) is not None:
        return True
    several = (payments.instalments, payments.fees, payments.milestones, payments.funding)
    single = (payments.equity, payments.success_fee)
    items = [*(item for group in several for item in group.values()), *(item for item in single if item)]
    return any((item.payer or payments.payer or deal.acquiring) == party for item in items)


def _owed(sheet: Sheet, deal: Deal, stacking: Stacking) -> Iterator[float]:
    for asset in deal.assets:
        for name, owed in sheet.assets[asset].third_party.items() if asset in sheet.assets else ():
            if not stacking.of or name in stacking.of:
                yield float(point(owed.rate))
