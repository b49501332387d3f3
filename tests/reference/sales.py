"""What each seller sells in a cell in each period, and what selling it costs."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from dealcraft.terms.grant import LicenceGrant
from tests.reference.clock import FOREVER, TINY, Interval, overlap, part
from tests.reference.deal import number
from tests.reference.selling import Stint
from tests.reference.world import World


@dataclass
class Sale:
    """What one stint sells in one period, and what that costs; all of it in the interval *run*."""

    cell: str
    seller: str
    agreement: str | None
    clause: str | None
    k: int
    run: Interval
    net: float
    gross: float
    goods: float = 0.0
    selling: float = 0.0
    fixed: float = 0.0
    by_year: float = 0.0
    launch: float = 0.0
    launched_at: float | None = None
    third_party: dict[str, tuple[float, Interval]] = field(default_factory=dict)
    """By third party: what is due, and the term of that royalty."""
    sublicensed: float = 0.0
    """Net sales that a sublicensee makes instead, which are not in the figures above."""

    @property
    def owed(self) -> float:
        """Royalties to third parties."""
        return sum(amount for amount, _ in self.third_party.values())

    @property
    def profit(self) -> float:
        """As for a profit share."""
        return self.net - self.goods - self.selling - self.fixed - self.launch - self.by_year - self.owed


def sales_of(world: World, cell: str) -> Iterator[Sale]:
    """Every stint's sales in *cell*, period by period."""
    stints = world.stints(cell)
    if not stints:
        return
    first_sale = min(s.start for s in stints)
    for stint in stints:
        for k in sorted(stint.shares):
            begin, end = world.clock.span(k)
            run = (max(begin, stint.start), min(end, stint.stop))
            if run[1] - run[0] > 1e-12:
                yield _sale(world, stint, k, run, first_sale)


def sales_before(world: World, cell: str) -> Iterator[Sale]:
    """What whoever sells at the valuation date sold in the year before it."""
    stints = world.stints(cell)
    first_sale = min((s.start for s in stints), default=0.0)
    for stint in stints:
        for k in range(-world.clock.n, 0):
            begin, end = world.clock.span(k)
            run = (max(begin, stint.start), end)
            if 0 in stint.shares and run[1] - run[0] > 1e-12:
                same = dataclasses.replace(stint, shares={k: stint.shares[0]})
                yield _sale(world, same, k, run, first_sale)


def _sale(world: World, stint: Stint, k: int, run: Interval, first_sale: float) -> Sale:
    deal, share = world.deal, stint.shares[k]
    market = deal.market(stint.cell)
    forecast = potential(world, stint.cell, run, first_sale) * stint.capability * share
    deductions = number(market.sales.deductions if market.sales else None)
    net = forecast * (1 - deductions)
    sale = Sale(stint.cell, stint.party, stint.agreement, stint.clause, k, run, net, forecast)
    costs = market.costs
    if costs:
        sale.goods = net * number(costs.goods)
        sale.selling = net * number(costs.selling)
        sale.fixed = deal.money(costs.fixed, stint.cell) * (run[1] - run[0]) * share
        years = [deal.money(amount, stint.cell) for amount in costs.by_year or []]
        sale.by_year = share * _by_year(years, run, first_sale)
        if stint.pays_launch and world.clock.period_of(stint.start) == k and stint.start >= -TINY:
            sale.launch = deal.money(costs.launch, stint.cell) * share
            sale.launched_at = stint.start
    sale.third_party = dict(_third_parties(world, stint.cell, run, net))
    _sublicense(world, sale)
    return sale


def _sublicense(world: World, sale: Sale) -> None:
    """A planned part of a licensee's sales, their costs and royalties to others becomes a sublicensee's."""
    agreement = next((a for a in world.deal.agreements if a.path == sale.agreement), None)
    grant = agreement.terms.grant if agreement and sale.clause is None else None
    plan = grant.sublicensing.plan if isinstance(grant, LicenceGrant) and grant.sublicensing else None
    if plan is None or agreement is None:
        return
    begin = world.time(plan.from_, agreement) if plan.from_ else world.first_sale(agreement.cells, agreement)
    if begin is None:
        return
    moved = number(plan.share_of_sales) * part(sale.run, (begin, FOREVER))
    sale.sublicensed = sale.net * moved
    for figure in ("net", "gross", "goods", "selling", "fixed", "by_year"):
        setattr(sale, figure, getattr(sale, figure) * (1 - moved))
    if sale.launched_at is not None and sale.launched_at >= begin - TINY:
        sale.launch *= 1 - number(plan.share_of_sales)
    sale.third_party = {name: (due * (1 - moved), term) for name, (due, term) in sale.third_party.items()}


def potential(world: World, cell: str, run: Interval, first_sale: float) -> float:
    """The cell's potential sales in *run*: the rate at its midpoint times its length, or figures by year."""
    deal, sales = world.deal, world.deal.market(cell).sales
    if sales is None:
        raise ValueError(f"markets.{cell}.sales is needed to value")
    middle, length = (run[0] + run[1]) / 2, run[1] - run[0]
    left = erosion(world, cell, middle)
    if sales.by_year is not None:
        return _by_year([deal.money(a, cell) for a in sales.by_year], run, first_sale) * left
    if sales.calendar is not None:
        figures = {int(year): deal.money(a, cell) for year, a in sales.calendar.items()}
        return sum(a * overlap(run, world.clock.calendar_year(y)) for y, a in figures.items()) * left
    u, to_peak = middle - first_sale, number(sales.time_to_peak)
    x = min(1.0, u / to_peak) if to_peak > 0 else 1.0
    climb = 3 * x**2 - 2 * x**3 if sales.shape == "s_curve" else x
    growth: float = (1 + number(sales.growth)) ** max(0.0, u - to_peak)
    return deal.money(sales.peak, cell) * climb * growth * left * length


def erosion(world: World, cell: str, t: float) -> float:
    """What competition leaves of sales at *t*: all until exclusivity ends, then less in a straight line."""
    market = world.deal.market(cell)
    if market.after_exclusivity is None or market.exclusivity_ends is None:
        return 1.0
    end = world.time(market.exclusivity_ends, None, cell)
    if end is None or t <= end:
        return 1.0
    over = number(market.after_exclusivity.over)
    fallen = min(1.0, (t - end) / over) if over > 0 else 1.0
    return 1 - number(market.after_exclusivity.decline) * fallen


def _by_year(amounts: list[float], run: Interval, first_sale: float) -> float:
    """Constant rates within each year since *first_sale*, over *run*."""
    years = range(
        max(0, math.floor(run[0] - first_sale)), min(len(amounts), math.ceil(run[1] - first_sale + TINY))
    )
    return sum(amounts[j] * overlap(run, (first_sale + j, first_sale + j + 1)) for j in years)


def _third_parties(
    world: World, cell: str, run: Interval, net: float
) -> Iterator[tuple[str, tuple[float, Interval]]]:
    """What is owed to others on *net* sales in *run*."""
    asset = world.deal.asset_of(cell)
    for name, terms in world.deal.sheet.assets[asset].third_party.items():
        cells = terms.markets or [c for c in world.deal.cells if world.deal.asset_of(c) == asset]
        if cell not in cells:
            continue
        begin = world.time(terms.from_, None) if terms.from_ else world.first_sale(cells)
        if begin is None:
            continue
        until = world.time(terms.until, None) if terms.until else None
        term = (begin, FOREVER if until is None else until)
        yield name, (net * number(terms.rate) * part(run, term), term)
