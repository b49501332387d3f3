"""What running the business costs and brings, whatever is agreed: sales, costs, development, overheads."""

from __future__ import annotations

from tests.reference.clock import FOREVER, TINY, overlap
from tests.reference.deal import number
from tests.reference.development import by_period, cost_path, costs
from tests.reference.ledger import Ledger
from tests.reference.world import OPEN, World


def add_operations(world: World, ledger: Ledger) -> None:
    """Every flow between a party and the outside world, taxes apart."""
    _selling(world, ledger)
    _working_capital(world, ledger)
    _development(world, ledger)
    _overheads(world, ledger)


def _selling(world: World, ledger: Ledger) -> None:
    for sale in world.sales():
        at, k, seller = f"markets.{sale.cell}", sale.k, sale.seller
        ledger.spread(f"{at}.sales", "sales", "customers", seller, sale.net, k)
        ledger.spread(f"{at}.costs.goods", "goods", seller, "suppliers", sale.goods, k)
        ledger.spread(f"{at}.costs.selling", "selling", seller, "suppliers", sale.selling, k)
        ledger.spread(f"{at}.costs.fixed", "fixed", seller, "suppliers", sale.fixed, k)
        ledger.spread(f"{at}.costs.by_year", "fixed", seller, "suppliers", sale.by_year, k)
        if sale.launched_at is not None:
            launch = f"{at}.costs.launch"
            ledger.dated(launch, "launch", seller, "suppliers", sale.launch, sale.launched_at)
        asset = world.deal.asset_of(sale.cell)
        for name, (amount, _) in sale.third_party.items():
            path = f"assets.{asset}.third_party.{name}"
            ledger.spread(path, "third_party", seller, "third_parties", amount, k)


def _working_capital(world: World, ledger: Ledger) -> None:
    """A share of the period's sales at a yearly rate is bound; all of it is released in the last period."""
    clock = world.clock
    sold: dict[tuple[str, str], list[float]] = {}
    for sale in world.sales():
        sold.setdefault((sale.cell, sale.seller), [0.0] * clock.periods)[sale.k] += sale.net
    for (cell, seller), amounts in sold.items():
        share = number(world.deal.market(cell).working_capital)
        bound = 0.0
        for k, amount in enumerate(amounts):
            level = 0.0 if k == clock.periods - 1 else share * amount * clock.n
            path = f"markets.{cell}.working_capital"
            ledger.spread(path, "working_capital", seller, "suppliers", level - bound, k)
            bound = level


def _development(world: World, ledger: Ledger) -> None:
    for asset in world.deal.assets:
        for run in world.timeline(asset).runs:
            phase = world.deal.sheet.assets[asset].development[run.phase]
            path = cost_path(asset, run.phase, phase)
            for cost in costs(world, asset, run):
                for payer, own in run.paid(cost):
                    if own.dated:
                        ledger.dated(path, "development", payer, "suppliers", own.amount, own.span[0])
                        continue
                    for k, spent in by_period(world, own.amount, own.span):
                        ledger.spread(path, "development", payer, "suppliers", spent, k)


def _overheads(world: World, ledger: Ledger) -> None:
    """Yearly cost from the valuation date until the assets fail, not while every cell is assigned away."""
    deal, clock = world.deal, world.clock
    owner = deal.sheet.owner_of(deal.assets[0]) if deal.assets else deal.sheet.decides
    day = world.all_dead(deal.assets) if deal.assets else None
    for name, rate in deal.structure.overheads.items():
        party = name if name in deal.sheet.parties else owner
        for k in range(clock.periods):
            if _assigned_away(world, k):
                continue
            years = overlap(clock.span(k), (0.0, FOREVER if day is None else day))
            amount = deal.money(rate) * years
            ledger.spread(
                f"{deal.path}.overheads", "overhead", party, "suppliers", amount if years > TINY else 0.0, k
            )


def _assigned_away(world: World, k: int) -> bool:
    """Whether every cell is under an assignment in force in period *k*."""
    deal = world.deal
    return bool(deal.cells) and all(
        any(a.is_assignment and world.state(a, k) in OPEN for a in deal.covering(cell)) for cell in deal.cells
    )
