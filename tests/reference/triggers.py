"""When a step-in or a reversion may act: poor sales, little development, a shelved asset."""

from __future__ import annotations

from dealcraft.terms.diligence import StepIn
from tests.reference.clock import TINY
from tests.reference.deal import Agreement, number
from tests.reference.development import by_period, costs
from tests.reference.sales import sales_before
from tests.reference.world import World


def trigger(world: World, agreement: Agreement, clause: StepIn) -> int | None:
    """The period after the first end at or after t0 + `for` + `cure`, the trigger holding since t0."""
    when, clock = clause.when, world.clock
    by_sales = when.annual_net_sales_below is not None
    if when.from_:
        begin = world.time(when.from_, agreement)
    else:
        begin = world.first_sale(agreement.cells, agreement) if by_sales else world.effective(agreement)
    if begin is None:
        return None
    wait = number(when.for_) + number(clause.cure)
    since: float | None = None
    holding = _holds(world, agreement, clause)
    for k in range(clock.periods):
        end = clock.span(k)[1]
        if end < begin + 1 - TINY or not holding[k]:
            since = None
            continue
        since = end if since is None else since
        if end >= since + wait - TINY:
            return k + 1
    return None


def _holds(world: World, agreement: Agreement, clause: StepIn) -> list[bool]:
    """By period: whether the trigger is met at its end."""
    when, periods = clause.when, range(world.clock.periods)
    if when.annual_net_sales_below is not None:
        below = world.deal.money(when.annual_net_sales_below)
        sold = _sold(world, agreement)
        return [_trailing(sold, k, world.clock.n) < below for k in periods]
    if when.development_spend_below is not None:
        below = world.deal.money(when.development_spend_below)
        spent = _spend(world, agreement)
        approvals = [world.approval(asset) for asset in agreement.assets]
        approved = None if None in approvals else max(a for a in approvals if a is not None)
        return [
            _trailing(spent, k, world.clock.n) < below
            and not (approved is not None and world.clock.span(k)[1] > approved + TINY)
            for k in periods
        ]
    return [when.shelved and agreement.acquirer in world.scenario.shelved for _ in periods]


def _trailing(amounts: dict[int, float], k: int, n: int) -> float:
    """Of the twelve months to the end of period *k*; periods before the valuation date have numbers below 0."""
    return sum(amounts.get(i, 0.0) for i in range(k - n + 1, k + 1))


def _sold(world: World, agreement: Agreement) -> dict[int, float]:
    """Net sales of the agreement's seller in its cells, by period, the year before the valuation date included."""
    sold: dict[int, float] = {}
    before = [sale for cell in agreement.cells for sale in sales_before(world, cell)]
    own = [s for s in before if s.agreement == agreement.path and s.clause is None]
    for sale in [*own, *world.sales_under(agreement)]:
        sold[sale.k] = sold.get(sale.k, 0.0) + sale.net
    return sold


def _spend(world: World, agreement: Agreement) -> dict[int, float]:
    """All development spend on the agreement's assets, likewise."""
    spent: dict[int, float] = {}
    for asset in agreement.assets:
        for run in world.timeline(asset).runs:
            for cost in costs(world, asset, run):
                for k, amount in by_period(world, cost.amount, cost.span, first=-world.clock.n):
                    spent[k] = spent.get(k, 0.0) + amount
    return spent
