"""How a collaboration shares the cost of development and the profit, and how a party leaves or joins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dealcraft.terms.structures import CollaborationFields
from tests.reference.clock import FOREVER, TINY, Interval, part
from tests.reference.deal import Agreement, number
from tests.reference.development import Cost, Run, by_period, costs
from tests.reference.ledger import Ledger
from tests.reference.milestones import add_milestone
from tests.reference.royalties import Line, line
from tests.reference.sums import is_due
from tests.reference.world import World


@dataclass(frozen=True)
class Shares:
    """The shares of the party other than the lead in an interval of time."""

    term: Interval
    cost: float
    profit: float


@dataclass(frozen=True)
class Share:
    """One refund of cost: a dated sum where it has a time."""

    path: str
    amount: float
    k: int
    time: float | None


def add_sharing(world: World, ledger: Ledger, agreement: Agreement) -> list[Line]:
    """Cost and profit shares of a collaboration; the royalty of a party that left is returned, to be settled."""
    terms = agreement.collaboration
    if terms is None or world.effective(agreement) is None:
        return []
    lead = agreement.seller
    other = agreement.other(lead)
    spells = _spells(world, agreement, terms, other)
    deferred = _share_costs(world, ledger, agreement, terms, spells)
    _share_profit(world, ledger, agreement, spells, deferred)
    _join(world, ledger, agreement, terms)
    return _leave(world, ledger, agreement, terms)


def _taken(world: World, agreement: Agreement, what: str) -> float | None:
    """When a party takes its right to leave (`opt_out`) or to join (`opt_in`), if it does."""
    right = getattr(agreement.terms, what)
    if right is None or (what == "opt_out" and right.party == agreement.seller):
        return None  # a lead cannot leave
    path = f"{agreement.path}.{what}"
    if right.take != "always" and not (right.take == "if_worth_more" and path in world.scenario.taken):
        return None
    t = world.time(right.at, agreement)
    return t if t is not None and is_due(world, agreement, t) else None


def _spells(world: World, agreement: Agreement, terms: CollaborationFields, other: str) -> list[Shares]:
    """The other party's shares one after another: as written, after an opt-in, none after an opt-out."""
    leaves, joins = _taken(world, agreement, "opt_out"), _taken(world, agreement, "opt_in")
    cost, profit = number(terms.cost_share.get(other)), number(terms.profit_share.get(other))
    end = FOREVER if leaves is None else leaves
    if joins is None or terms.opt_in is None or joins >= end:
        return [Shares((-FOREVER, end), cost, profit)]
    new_cost = number(terms.opt_in.cost_share.get(other), cost)
    new_profit = number(terms.opt_in.profit_share.get(other), profit)
    return [
        Shares((-FOREVER, joins), cost, profit),
        Shares((joins, end), new_cost, new_profit),
    ]


# Cost


def _share_costs(
    world: World, ledger: Ledger, agreement: Agreement, terms: CollaborationFields, spells: list[Shares]
) -> list[float]:
    """Refund the other's share of what the lead spends, up to its cap; by period, what is deferred instead."""
    lead = agreement.seller
    other = agreement.other(lead)
    deferred = [0.0] * world.clock.periods
    cap = terms.cost_cap.get(other)
    left = FOREVER if cap is None else world.deal.money(cap.amount)
    end = world.end(agreement)
    for share in sorted(_cost_shares(world, agreement, terms, spells), key=lambda s: s.k):
        if end is not None and share.k >= end:
            continue
        paid = min(left, share.amount)
        left -= paid
        if cap is not None and cap.excess == "defer":
            deferred[share.k] += share.amount - paid
        if share.time is None:
            ledger.spread(share.path, "cost_share", other, lead, paid, share.k, agreement.path)
        else:
            ledger.dated(share.path, "cost_share", other, lead, paid, share.time, agreement.path)
    return deferred


def _cost_shares(
    world: World, agreement: Agreement, terms: CollaborationFields, spells: list[Shares]
) -> Iterator[Share]:
    other = agreement.other(agreement.seller)
    for asset in agreement.assets:
        for run in world.timeline(asset).runs:
            if run.agreement != agreement or run.runner != agreement.seller:
                continue
            own = terms.phase_cost_share.get(run.phase)
            path = f"{agreement.path}.cost_share"
            if own is not None:
                path = f"{agreement.path}.phase_cost_share.{run.phase}"
            for spell in spells:
                rate = spell.cost if own is None else number(own.get(other))
                yield from _shared(world, asset, run, path, rate, spell.term)


def _shared(world: World, asset: str, run: Run, path: str, rate: float, term: Interval) -> Iterator[Share]:
    for cost in costs(world, asset, run):
        if cost.dated:
            t = cost.span[0]
            k = world.clock.period_of(t)
            if term[0] - TINY <= t < term[1] - TINY and t >= -TINY and k < world.clock.periods:
                yield Share(path, cost.amount * rate, k, t)
            continue
        for k, amount in by_period(world, cost.amount, cost.span):
            inside = part(_within(world, cost, k), term)
            if inside > 0:
                yield Share(path, amount * rate * inside, k, None)


def _within(world: World, cost: Cost, k: int) -> Interval:
    begin, end = world.clock.span(k)
    return max(begin, cost.span[0]), min(end, cost.span[1])


# Profit


def _share_profit(
    world: World, ledger: Ledger, agreement: Agreement, spells: list[Shares], deferred: list[float]
) -> None:
    """Each period's profit is split; what is deferred of the cost is kept back from the other's positive share."""
    lead = agreement.seller
    path, due = f"{agreement.path}.profit_share", [0.0] * world.clock.periods
    for sale in world.sales_under(agreement):
        for spell in spells:
            due[sale.k] += sale.profit * spell.profit * part(sale.run, spell.term)
    owed = 0.0
    for k, amount in enumerate(due):
        owed += deferred[k]
        kept = min(owed, max(0.0, amount))
        owed -= kept
        ledger.spread(path, "profit_share", lead, agreement.other(lead), amount - kept, k, agreement.path)


# Leaving and joining


def _join(world: World, ledger: Ledger, agreement: Agreement, terms: CollaborationFields) -> None:
    t = _taken(world, agreement, "opt_in")
    if t is not None and terms.opt_in:
        price, party = world.deal.money(terms.opt_in.pay), terms.opt_in.party
        path = f"{agreement.path}.opt_in.pay"
        ledger.dated(path, "upfront", party, agreement.seller, price, t, agreement.path)


def _leave(world: World, ledger: Ledger, agreement: Agreement, terms: CollaborationFields) -> list[Line]:
    """What the leaver receives from then on, on the lead's sales."""
    t = _taken(world, agreement, "opt_out")
    if t is None or terms.opt_out is None:
        return []
    then, path, lead = terms.opt_out.then, f"{agreement.path}.opt_out.then", agreement.seller
    other = agreement.other(lead)
    price = world.deal.money(then.upfront)
    ledger.dated(f"{path}.upfront", "upfront", lead, other, price, t, agreement.path)
    for name, milestone in then.milestones.items():
        at = f"{path}.milestones.{name}"
        list(add_milestone(world, ledger, agreement, at, milestone, milestone.payer or lead, after=t))
    if then.royalty is None:
        return []
    return [line(world, agreement, f"{path}.royalty", then.royalty, lead, after=t)]
