"""Income tax of one party: income and deductions by calendar year, losses, foreign tax credited, what leaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dealcraft.terms.parties import Losses
from dealcraft.terms.structures import AssignmentFields
from tests.reference.clock import FOREVER, overlap
from tests.reference.deal import Agreement, Deal, number
from tests.reference.ledger import TAXES, Flow, Ledger
from tests.reference.withholding import PRICE
from tests.reference.world import World

OUTSIDE_INCOME = (*TAXES, "working_capital", "equity")
ACQUIRED = (*PRICE, "buy_out")
IP_INCOME = ("royalty", "minimum", "buy_out", "sublicence")


@dataclass
class Year:
    """One party's tax figures of one calendar year."""

    income: float = 0.0
    """Receipts less deductions, without a price taxed at its own rate."""
    on_price: float = 0.0
    """Tax on the price of a sale, where the seller has its own rate for it."""
    ip_income: float = 0.0
    foreign: float = 0.0
    """Net foreign income, payments as deducted."""
    withheld: float = 0.0


@dataclass
class Carried:
    """Amounts carried forward, by the year in which they arose, the oldest first."""

    lasts: float
    amounts: list[tuple[int, float]] = field(default_factory=list)
    expired: float = 0.0

    def add(self, year: int, amount: float) -> None:
        if amount > 0:
            self.amounts.append((year, amount))

    def use(self, year: int, limit: float) -> float:
        """Take up to *limit* in *year*; what is too old has expired."""
        left, used = list[tuple[int, float]](), 0.0
        for arose, amount in self.amounts:
            if year - arose > self.lasts + 1e-9:
                self.expired += amount
                continue
            take = max(0.0, min(amount, limit - used))
            used += take
            if amount > take:
                left.append((arose, amount - take))
        self.amounts = left
        return used

    @property
    def unused(self) -> float:
        return self.expired + sum(amount for _, amount in self.amounts)


def add_income_tax(world: World, ledger: Ledger, party: str) -> float:
    """Enter the income tax of every year, at the end of its last period; the foreign tax that leaks is returned."""
    deal, clock = world.deal, world.clock
    terms = deal.sheet.parties[party]
    years = _years(world, ledger, party)
    losses = terms.loss_treatment
    opening = losses.carry_forward.opening if losses.carry_forward else None
    expires = losses.carry_forward.expires if losses.carry_forward else None
    pool = Carried(number(expires, FOREVER))
    pool.add(min(years) - 1, deal.money(opening))
    credit_terms = terms.foreign_tax_credit
    credit = Carried(float(credit_terms.carry_forward) if credit_terms else 0.0)
    for year, figures in years.items():
        tax = _tax(deal, party, losses, pool, figures, year)
        credit.add(year, figures.withheld)
        limit = number(terms.tax_rate) * max(0.0, figures.foreign)
        tax -= credit.use(year, max(0.0, min(tax, limit)))
        last = max(k for k in range(clock.periods) if clock.year_of_period(k) == year)
        authority, path = deal.authority(party), f"parties.{party}.tax_rate"
        ledger.settled(path, "income_tax", party, authority, tax, last)
    return credit.unused


def _tax(deal: Deal, party: str, losses: Losses, pool: Carried, figures: Year, year: int) -> float:
    """The year's tax before credits; negative where a loss is credited at once."""
    rate, on_price = number(deal.sheet.parties[party].tax_rate), figures.on_price
    if figures.income <= 0:
        if losses.carry_forward is not None or losses.treatment == "carry_forward":
            pool.use(year, 0.0)
            pool.add(year, -figures.income)
            return on_price
        return on_price + (rate * figures.income if losses.treatment == "offset" else 0.0)
    limit = number(losses.carry_forward.limit, 1.0) if losses.carry_forward else 1.0
    taxable = figures.income - pool.use(year, limit * figures.income)
    own = deal.sheet.parties[party].royalty_tax_rate
    special = 0.0 if own is None else min(max(0.0, figures.ip_income), taxable)
    return on_price + number(own) * special + rate * (taxable - special)


# What a year holds


def _years(world: World, ledger: Ledger, party: str) -> dict[int, Year]:
    years = {year: Year() for year in world.clock.years()}
    for flow in ledger.flows:
        if party not in (flow.payer, flow.payee):
            continue
        year = world.clock.year_of_period(flow.period)
        if flow.kind == "withholding" and flow.payer == party:
            years[year].withheld += flow.amount
        if flow.kind in OUTSIDE_INCOME:
            continue
        if flow.payee == party:
            _receive(world, flow, party, years[year])
            continue
        for deducted, amount in deductions(world, flow):
            years[deducted].income -= amount
            if _abroad(world.deal, party, flow.payee):
                years[deducted].foreign -= amount
            if flow.refund:
                years[deducted].ip_income -= amount
    return years


def _receive(world: World, flow: Flow, party: str, year: Year) -> None:
    own_rate = _own_rate(world.deal, flow)
    if own_rate is not None:
        year.on_price += own_rate * flow.amount
        return
    year.income += flow.amount
    if flow.kind in IP_INCOME:
        year.ip_income += flow.amount if not flow.refund else 0.0
    if _abroad(world.deal, party, flow.payer):
        year.foreign += flow.amount


def _abroad(deal: Deal, party: str, other: str) -> bool:
    """Whether *other* is a party of the sheet in another country."""
    home, there = deal.country(party), deal.country(other)
    return home is not None and there is not None and home != there


def _agreement(deal: Deal, path: str | None) -> Agreement | None:
    return next((a for a in deal.agreements if a.path == path), None)


def _own_rate(deal: Deal, flow: Flow) -> float | None:
    """The seller's own rate on the price of a sale under `capital`, where the sheet has one."""
    agreement = _agreement(deal, flow.agreement)
    if agreement is None or not isinstance(agreement.terms, AssignmentFields):
        return None
    tax = agreement.terms.tax
    if tax is None or tax.seller_rate is None or tax.treat_as == "income":
        return None
    is_price = flow.kind in PRICE and not flow.recurring and flow.payee == agreement.granter
    return number(tax.seller_rate) if is_price else None


# What a payment deducts, and when


def deductions(world: World, flow: Flow) -> Iterator[tuple[int, float]]:
    """By calendar year: at once, or of a sum paid for acquired rights in a straight line until they end."""
    clock = world.clock
    paid = clock.year_of_period(flow.period)
    agreement = _agreement(world.deal, flow.agreement)
    over = _amortised_over(agreement, flow)
    if agreement is None or over <= 0:
        yield paid, flow.amount
        return
    begin = clock.start(flow.period) if flow.time is None else flow.time
    end = _rights_end(world, agreement)
    if end is not None and end < begin - 1e-9:
        yield paid, flow.amount
        return
    written_off = None if end is None else clock.year_of_period(clock.period_of(end))
    left = flow.amount
    for year in clock.years():
        if year == written_off:
            yield year, left
            return
        within = overlap((begin, begin + over), clock.tax_year(year))
        left -= flow.amount * within / over
        yield year, flow.amount * within / over


def _amortised_over(agreement: Agreement | None, flow: Flow) -> float:
    """Years over which the payer deducts *flow*; 0 for at once."""
    if agreement is None or agreement.collaboration or flow.kind not in ACQUIRED:
        return 0.0
    if flow.recurring or flow.payer != agreement.acquirer:
        return 0.0
    terms = agreement.terms.tax
    return number(terms.amortise_over if terms else None, 10.0)


def _rights_end(world: World, agreement: Agreement) -> float | None:
    """The day on which its assets fail, or the change of rights that ends the agreement."""
    failed, ended = world.failure(agreement), world.end(agreement)
    if failed is not None:
        return failed
    return None if ended is None else world.clock.start(ended)
