"""What becomes of one cell's royalty in one period: adjustments in the written order, then the floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from dealcraft.terms.royalties import Combination, Holiday, Royalty, Stacking, StepDown
from tests.reference.clock import FOREVER, Interval, meet, overlap, part
from tests.reference.deal import Agreement, number
from tests.reference.sales import Sale
from tests.reference.world import World


@dataclass(frozen=True)
class Cell:
    """A cell's share of a period's royalty, not yet adjusted; the royalty runs in *run*."""

    world: World
    agreement: Agreement
    sale: Sale
    base: float
    run: Interval
    unadjusted: float


def adjusted(cell: Cell, terms: Royalty, waiting: dict[tuple[str, int], float]) -> float:
    """The royalty after every step and the floor; *waiting* keeps what stacking carries forward."""
    amount, working = cell.unadjusted, 1.0
    for index, step in enumerate(terms.adjust):
        match step:
            case StepDown():
                amount *= 1 - number(step.step_down) * part(cell.run, (_from_when(cell, step), FOREVER))
            case Stacking():
                amount = _stacked(cell, step, amount, waiting, index)
            case Holiday():
                free = part(cell.run, _holiday(cell, step))
                amount *= 1 - free
                working *= 1 - free
            case Combination():
                pass
            case _:
                assert_never(step)
    return max(amount, _floor(cell, terms) * working)


def _from_when(cell: Cell, step: StepDown) -> float:
    """The moment from which the step-down holds."""
    world, market = cell.world, cell.sale.cell
    if step.when == "no_valid_claim":
        return max(world.deal.patents(cell.agreement, market), default=-FOREVER)
    if step.when == "exclusivity_lost":
        event = world.deal.market(market).exclusivity_ends
        t = world.time(event, None, market) if event else None
    else:
        t = world.time(step.at, cell.agreement, market) if step.at else None
    return FOREVER if t is None else t


def _stacked(
    cell: Cell, step: Stacking, amount: float, waiting: dict[tuple[str, int], float], index: int
) -> float:
    """Less the creditable share of what the payer owes to third parties while the royalty runs."""
    owed = 0.0
    for name, (due, term) in cell.sale.third_party.items():
        if step.of and name not in step.of:
            continue
        in_force = overlap(cell.sale.run, term)
        if in_force > 0:
            owed += due * overlap(meet(cell.sale.run, term), cell.run) / in_force
    place = (cell.sale.cell, index)
    wanted = number(step.stacking) * owed + waiting.get(place, 0.0)
    deducted = min(amount, wanted)
    if step.carry_forward:
        waiting[place] = wanted - deducted
    return amount - deducted


def _holiday(cell: Cell, step: Holiday) -> Interval:
    first = cell.world.first_sale([cell.sale.cell], cell.agreement)
    begin = FOREVER if first is None else first
    return begin, begin + number(step.holiday)


def _floor(cell: Cell, terms: Royalty) -> float:
    """A share of the unadjusted royalty, or a rate of the base; never more than the unadjusted royalty."""
    if terms.floor is None:
        return 0.0
    if terms.floor.share is not None:
        return number(terms.floor.share) * cell.unadjusted
    return min(cell.unadjusted, number(terms.floor.rate) * max(0.0, cell.base))
