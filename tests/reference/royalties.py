"""Running royalties: base and tiers, then per cell adjustments and floor, then credits, caps and the minimum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dealcraft.terms.events import EarliestOf, Event, Exclusivity, FirstSale, LatestOf, Moment, Patents
from dealcraft.terms.royalties import Combination, Royalty
from dealcraft.terms.structures import LicenceFields
from tests.reference.adjust import Cell, adjusted
from tests.reference.clock import FOREVER, TINY, Interval, meet, part
from tests.reference.deal import Agreement, number
from tests.reference.sales import Sale
from tests.reference.world import World

NO_ITEM = "no item"
"""In a royalty's `until`: the cell has no such patent or exclusivity."""


@dataclass
class Line:
    """One royalty of an agreement: who pays whom, where and for how long; and what it has come to so far."""

    path: str
    terms: Royalty
    agreement: Agreement
    payer: str
    payee: str
    windows: dict[str, Interval]
    """By cell: from when to when it runs."""
    ends: dict[str, float]
    """By cell: when it would end, also where it never began."""
    bought_out: float | None = None
    after: float = -FOREVER
    """It runs from here at the earliest."""
    base_to_date: float = 0.0
    highest: float = 0.0
    waiting: dict[tuple[str, int], float] = field(default_factory=dict)
    """By cell and step: stacking not yet deducted."""


@dataclass(frozen=True)
class Due:
    """A period's royalty before credits, by cell, and the interval in which it ran there."""

    by_cell: dict[str, float]
    runs: dict[str, Interval]

    @property
    def total(self) -> float:
        return sum(self.by_cell.values())


def lines_of(world: World, agreement: Agreement) -> list[Line]:
    """The royalty lines of *agreement*, in written order."""
    terms, at = agreement.payments, f"{agreement.path}.payments"
    written = [(f"{at}.royalty", terms.royalty)] if terms.royalty else []
    written += [(f"{at}.royalties.{name}", royalty) for name, royalty in terms.royalties.items()]
    payer = agreement.payer()
    return [line(world, agreement, path, royalty, payer) for path, royalty in written]


def line(
    world: World, agreement: Agreement, path: str, terms: Royalty, payer: str, after: float = -FOREVER
) -> Line:
    """One line, which runs *after* a moment at the earliest."""
    cells = terms.markets or agreement.cells
    bought = _bought_out(world, agreement, path, terms)
    bought = None if bought is not None and bought < after else bought
    windows, ends = {}, {}
    for cell in cells:
        end = end_of(world, agreement, terms, cell)
        if end is None:
            continue
        ends[cell] = end if bought is None else min(end, bought)
        begin = world.time(terms.from_ or Moment(FirstSale()), agreement, cell)
        if begin is not None:
            windows[cell] = (max(begin, after), ends[cell])
    return Line(path, terms, agreement, payer, agreement.other(payer), windows, ends, bought, after)


def _bought_out(world: World, agreement: Agreement, path: str, terms: Royalty) -> float | None:
    """When the payer ends the line for a price, if it does."""
    offer = terms.buy_out
    if offer is None:
        return None
    taken = offer.take == "always" or (
        offer.take == "if_worth_more" and f"{path}.buy_out" in world.scenario.taken
    )
    t = world.time(offer.at, agreement) if taken else None
    end = world.end(agreement)
    if t is None or (end is not None and world.clock.period_of(t) >= end) or t >= world.clock.horizon - TINY:
        return None
    return t


def end_of(world: World, agreement: Agreement, terms: Royalty, cell: str) -> float | None:
    """When the royalty ends in *cell* (the grant's end, else never); None where none is due there."""
    end: float | str | None = None
    if terms.until is not None:
        end = _until(world, agreement, terms.until, cell)
    elif isinstance(agreement.terms, LicenceFields) and agreement.terms.grant.until:
        end = world.time(agreement.terms.grant.until, agreement)
    if isinstance(end, str):
        return None
    return FOREVER if end is None else end


def _until(world: World, agreement: Agreement, event: Event, cell: str) -> float | str | None:
    """When `until` comes; None if never, NO_ITEM where the cell has nothing of what it names."""
    if isinstance(event, LatestOf | EarliestOf):
        items = [_until(world, agreement, inner, cell) for inner in event.events]
        if all(item == NO_ITEM for item in items):
            return NO_ITEM
        known = [item for item in items if isinstance(item, float)]
        choose = max if isinstance(event, LatestOf) else min
        return choose(known) if known else None
    match event.anchor:
        case Patents():
            expiries = world.deal.patents(agreement, cell)
            return max(expiries) + event.offset if expiries else NO_ITEM
        case Exclusivity():
            ends = world.deal.market(cell).exclusivity_ends
            if ends is None:
                return NO_ITEM
            end = world.time(ends, None, cell)
            return None if end is None else end + event.offset
    time = world.time(event, agreement, cell)
    return None if time is None else float(time)


# A period's royalty before credits


def due(world: World, line: Line, sales: list[Sale], k: int) -> Due:
    """The royalty of period *k*: tiers on the base to date, split by cell, adjusted and floored there."""
    terms, clock = line.terms, world.clock
    new_year = k > 0 and clock.royalty_year(k) != clock.royalty_year(k - 1)
    if new_year and terms.accumulate == "year":
        line.base_to_date = line.highest = 0.0
    combination = 1.0
    for step in terms.adjust:
        if isinstance(step, Combination):
            combination *= number(step.combination)
    sold = [(sale, *_based(world, line, sale, combination)) for sale in sales if sale.cell in line.windows]
    before = line.highest
    line.base_to_date += sum(base for _, base, _ in sold)
    line.highest = max(line.highest, line.base_to_date)
    royalty = scale(world, terms, line.highest) - scale(world, terms, before)
    positive = sum(base for _, base, _ in sold if base > 0)
    result = Due({}, {})
    for sale, base, run in sold:
        unadjusted = royalty * base / positive if base > 0 and royalty > 0 else 0.0
        cell = Cell(world, line.agreement, sale, base, run, unadjusted)
        result.by_cell[sale.cell] = result.by_cell.get(sale.cell, 0.0) + adjusted(cell, terms, line.waiting)
        result.runs[sale.cell] = run
    return result


def _based(world: World, line: Line, sale: Sale, combination: float) -> tuple[float, Interval]:
    """The part of a sale's base for which the royalty runs, and the interval in which it does."""
    window = line.windows[sale.cell]
    run = meet(sale.run, window)
    inside = part(sale.run, window)
    base = _base(world, line.terms, sale) * inside
    return base * combination, run


def _base(world: World, terms: Royalty, sale: Sale) -> float:
    match terms.base:
        case "net_sales":
            return sale.net
        case "gross_sales":
            return sale.gross
        case "units":
            sales = world.deal.market(sale.cell).sales
            price = world.deal.money(sales.price if sales else None, sale.cell)
            return sale.gross / price if price else 0.0
        case "profit":
            return sale.profit


def scale(world: World, terms: Royalty, base: float) -> float:
    """R(base): marginal tiers."""
    if terms.tiers is None:
        per_unit = terms.base == "units"
        return base * (world.deal.money(terms.per_unit) if per_unit else number(terms.rate))
    total, low = 0.0, 0.0
    for tier in terms.tiers:
        units = terms.base == "units"
        top = (
            FOREVER if tier.up_to is None else (number(tier.up_to) if units else world.deal.money(tier.up_to))
        )
        rate = world.deal.money(tier.per_unit) if units else number(tier.rate)
        total += rate * max(0.0, min(base, top) - low)
        low = top
    return total


def sales_by_period(world: World, agreement: Agreement) -> Iterator[list[Sale]]:
    """The agreement's sales, period by period."""
    by_period: dict[int, list[Sale]] = {}
    for sale in world.sales_under(agreement):
        by_period.setdefault(sale.k, []).append(sale)
    for k in range(world.clock.periods):
        yield by_period.get(k, [])
