"""Sums due when something is reached: an event, or a level of sales."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.terms.events import FirstSale, Moment
from dealcraft.terms.milestones import Milestone
from tests.reference.clock import FOREVER, TINY
from tests.reference.deal import Agreement, number
from tests.reference.ledger import Ledger
from tests.reference.sums import Credit, credit, pay
from tests.reference.world import World


def add_milestones(world: World, ledger: Ledger, agreement: Agreement) -> Iterator[Credit]:
    for name, terms in agreement.payments.milestones.items():
        path = f"{agreement.path}.payments.milestones.{name}"
        yield from add_milestone(world, ledger, agreement, path, terms, agreement.payer(terms))


def add_milestone(
    world: World,
    ledger: Ledger,
    agreement: Agreement,
    path: str,
    terms: Milestone,
    payer: str,
    *,
    after: float = -FOREVER,
) -> Iterator[Credit]:
    """A milestone reached (not before *after*): on an event, or at the end of the period of crossing."""
    amount = world.deal.money(terms.pay)
    groups = [[cell] for cell in agreement.cells] if terms.per == "market" else [list(agreement.cells)]
    for cells in groups:
        if terms.when is not None:
            k = crossing(world, agreement, terms, cells)
            if k is None or world.clock.span(k)[1] < after - TINY:
                continue
            lag = number(agreement.payments.lag)
            ledger.settled(
                path, "milestone", payer, agreement.other(payer), amount, k, agreement.path, lag=lag
            )
            paid = world.clock.period_of(world.clock.span(k)[1] + lag) if lag > 0 else k
            yield from credit(terms.creditable, payer, amount, paid, path)
            continue
        t = _milestone_time(world, agreement, terms, cells)
        if (
            t is not None
            and t >= after - TINY
            and pay(world, ledger, agreement, path, "milestone", payer, amount, t)
        ):
            yield from credit(terms.creditable, payer, amount, world.clock.period_of(t), path)


def _milestone_time(world: World, agreement: Agreement, terms: Milestone, cells: list[str]) -> float | None:
    """The event's moment; `first sale` of a milestone per market is that of its market."""
    event = terms.at
    if event is None:
        return None
    if terms.per == "market" and isinstance(event, Moment) and event.anchor == FirstSale():
        return world.time(event, agreement, cells[0])
    return world.time(event, agreement)


def crossing(world: World, agreement: Agreement, terms: Milestone, cells: list[str]) -> int | None:
    """The first period at whose end the agreement's sales in *cells* reach the level."""
    when, clock = terms.when, world.clock
    assert when is not None
    yearly = when.annual_net_sales is not None
    level = world.deal.money(when.annual_net_sales if yearly else when.cumulative_net_sales)
    sold = [0.0] * clock.periods
    for sale in world.sales_under(agreement):
        if sale.cell in cells:
            sold[sale.k] += sale.net
    total = 0.0
    for k, amount in enumerate(sold):
        if yearly and k > 0 and clock.royalty_year(k) != clock.royalty_year(k - 1):
            total = 0.0
        total += amount
        if amount > 0 and total >= level * (1 - 1e-12):
            return k
    return None
