"""What the licensor pays when rights come back or it steps in: the cost once, reverse royalty, the licensee's share."""

from __future__ import annotations

from dealcraft.terms.diligence import Recovery
from tests.reference.clock import FOREVER, TINY
from tests.reference.deal import Agreement, number
from tests.reference.ledger import Ledger
from tests.reference.sales import Sale
from tests.reference.selling import GIVES_BACK
from tests.reference.world import Step, World


def add_recovery(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """The flows of every clause that gave rights back."""
    for step in world.history[agreement.path]:
        if step.state in GIVES_BACK:
            recovery = getattr(step.clause, "recovery", Recovery())
            sales = [s for s in world.sales() if s.agreement == agreement.path and s.clause == step.path]
            _cost(world, ledger, agreement, step, recovery)
            _reverse_royalty(world, ledger, agreement, step, recovery, sales)
            _licensee_share(world, ledger, agreement, step, recovery, sales)


def _cost(world: World, ledger: Ledger, agreement: Agreement, step: Step, recovery: Recovery) -> None:
    """Once: at the transition where a cell has been launched, else at the licensor's first sale."""
    at = world.clock.start(step.k)
    launched = world.first_sale(agreement.cells)
    t: float | None = at
    if launched is None or launched >= at - TINY:
        starts = [s.start for c in agreement.cells for s in world.stints(c) if s.clause == step.path]
        t = min(starts, default=None)
    if t is not None:
        cost, path = world.deal.money(recovery.cost), f"{step.recovery_path}.cost"
        ledger.dated(path, "recovery", agreement.granter, "suppliers", cost, t, agreement.path)


def _reverse_royalty(
    world: World, ledger: Ledger, agreement: Agreement, step: Step, recovery: Recovery, sales: list[Sale]
) -> None:
    left = FOREVER if recovery.reverse_cap is None else world.deal.money(recovery.reverse_cap)
    path, giver, taker = f"{step.recovery_path}.reverse_royalty", agreement.granter, agreement.acquirer
    for sale in sorted(sales, key=lambda s: s.k):
        due = min(left, number(recovery.reverse_royalty) * sale.net)
        left -= due
        ledger.spread(path, "reverse_royalty", giver, taker, due, sale.k, agreement.path)


def _licensee_share(
    world: World, ledger: Ledger, agreement: Agreement, step: Step, recovery: Recovery, sales: list[Sale]
) -> None:
    """Under a step-in: of each period's profit, what the cost has left."""
    if step.state != "stepped_in":
        return
    missing = world.deal.money(recovery.cost)
    path, giver, taker = f"{step.recovery_path}.licensee_share", agreement.granter, agreement.acquirer
    for k in range(step.k, world.clock.periods):
        if world.state(agreement, k) != "stepped_in":
            break
        profit = max(0.0, sum(s.profit for s in sales if s.k == k))
        kept = min(missing, profit)
        missing -= kept
        due = number(recovery.licensee_share) * (profit - kept)
        ledger.spread(path, "recovery_share", giver, taker, due, k, agreement.path)
