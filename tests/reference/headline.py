"""The headline of a structure: everything its agreements promise apart from royalties, reached or not."""

from __future__ import annotations

from tests.reference.deal import Agreement
from tests.reference.payments import fee_dates
from tests.reference.rights import becomes_effective
from tests.reference.world import World


def headline(success: World) -> float:
    """Upfront, instalments, fees and all milestones; *success* is the world of the success scenario."""
    return sum(_of(success, agreement) for agreement in success.deal.agreements)


def _of(world: World, agreement: Agreement) -> float:
    terms, money = agreement.payments, world.deal.money
    total = money(terms.upfront) + sum(money(i.pay) for i in terms.instalments.values())
    for name, fee in terms.fees.items():
        times = 1 if fee.every is None else _times(world, agreement, name)
        total += money(fee.pay) * times
    for milestone in terms.milestones.values():
        times = len(agreement.cells) if milestone.per == "market" else 1
        total += money(milestone.pay) * times
    option = agreement.terms.option
    if option:
        total += money(option.fee) + money(option.exercise)
    return total


def _times(world: World, agreement: Agreement, name: str) -> int:
    """How often a recurring fee is due in the success scenario, before the valuation date included."""
    if world.effective(agreement) is None and becomes_effective(world, agreement) is None:
        return 0
    dates = fee_dates(world, agreement, name)
    stops = [k for k in (world.end(agreement), world.suspended(agreement)) if k is not None]
    return sum(1 for t in dates if not stops or world.clock.period_of(t) < min(stops))
