"""The rarer flows of a licence: sublicence income, supply of goods, audits of under-reported royalties."""

from __future__ import annotations

from dealcraft.terms.grant import LicenceGrant
from tests.reference.clock import FOREVER, TINY
from tests.reference.deal import Agreement, number
from tests.reference.ledger import Flow, Ledger
from tests.reference.royalties import lines_of
from tests.reference.settle import MadeGood, unreported
from tests.reference.world import World


def add_sublicence(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """The sublicensee pays the licensee, which passes its share of that income on."""
    grant = agreement.terms.grant
    terms = grant.sublicensing if isinstance(grant, LicenceGrant) else None
    if terms is None or terms.plan is None:
        return
    path, licensee = f"{agreement.path}.grant.sublicensing", agreement.acquirer
    for sale in world.sales_under(agreement):
        income = number(terms.plan.rate) * sale.sublicensed
        passed = number(terms.income_share) * income
        ledger.spread(path, "sublicence", "third_parties", licensee, income, sale.k, agreement.path)
        ledger.spread(path, "sublicence", licensee, agreement.granter, passed, sale.k, agreement.path)


def add_supply(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """The payee supplies the goods at cost plus a margin: only the margin moves."""
    terms = agreement.payments.supply
    if terms is None:
        return
    path, payer = f"{agreement.path}.payments.supply", agreement.payer()
    for sale in world.sales_under(agreement):
        margin = sale.goods * number(terms.margin)
        ledger.spread(path, "supply", payer, agreement.other(payer), margin, sale.k, agreement.path)


def add_audits(world: World, ledger: Ledger, agreement: Agreement, made_good: MadeGood) -> None:
    """Part of each royalty goes unreported; every so often an audit recovers some of it (but for what a minimum has
    *made_good*), at a cost.
    """
    terms = agreement.terms.governance.audit if agreement.terms.governance else None
    if terms is None or not lines_of(world, agreement):
        return
    hidden = unreported(agreement)
    royalties = [f for f in ledger.flows if f.agreement == agreement.path and f.kind == "royalty"]
    missing = [
        (f, f.amount * hidden - made_good.get((f.path, _earned_in(world, agreement, f)), 0.0)) for f in royalties
    ]  # fmt: skip
    withheld = {id(flow): flow.amount * hidden for flow in royalties}
    ledger.flows = [_less(flow, withheld.get(id(flow), 0.0)) for flow in ledger.flows]
    if terms.every is None:
        return
    path, cost = f"{agreement.path}.governance.audit", world.deal.money(terms.cost)
    lookback, payer = number(terms.lookback, FOREVER), agreement.payer()
    payee = agreement.other(payer)
    shifted = terms.cost_shift_above is not None and hidden > number(terms.cost_shift_above)
    recovered = set[int]()
    for t in _audit_dates(world, agreement, float(terms.every)):
        k = world.clock.period_ending_at(t)
        end = world.clock.span(k)[1]
        found = [
            (flow, amount)
            for flow, amount in missing
            if id(flow) not in recovered
            and flow.period <= k
            and world.clock.start(flow.period) >= end - lookback - TINY
        ]
        recovered |= {id(flow) for flow, _ in found}
        back = number(terms.recovered) * sum(amount for _, amount in found)
        ledger.settled(path, "audit", payer, payee, back, k, agreement.path)
        ledger.settled(path, "audit", payer if shifted else payee, "suppliers", cost, k, agreement.path)


def _earned_in(world: World, agreement: Agreement, flow: Flow) -> int:
    """The period of a royalty, whose cash may follow by a lag."""
    if flow.time is None:
        return flow.period
    return world.clock.period_ending_at(flow.time - number(agreement.payments.lag))


def _less(flow: Flow, amount: float) -> Flow:
    if not amount:
        return flow
    left = flow.amount - amount
    return Flow(flow.path, flow.kind, flow.payer, flow.payee, left, flow.period, flow.time, flow.agreement)


def _audit_dates(world: World, agreement: Agreement, every: float) -> list[float]:
    """Every so often from the agreement's first sale on, while it is in force."""
    first = world.first_sale(agreement.cells, agreement)
    end = world.end(agreement)
    last = world.clock.horizon if end is None else world.clock.start(end)
    failed = world.failure(agreement)
    last = last if failed is None else min(last, failed)
    dates, j = list[float](), 1
    while first is not None and first + j * every <= last + TINY:
        if first + j * every > TINY:
            dates.append(first + j * every)
        j += 1
    return dates
