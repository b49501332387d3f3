"""The steps that turn a royalty as tiered into one as owed, in the order in which the deal writes them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dealcraft.engine.moments import NEVER
from dealcraft.engine.operations import Selling
from dealcraft.engine.plan_payments import RoyaltyPlan, StepPlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.world import Place, World
from dealcraft.units.array import Array, Number


@dataclass(frozen=True)
class Charged:
    """Sales on which a royalty runs: one seller in one cell, within the royalty's term there."""

    selling: Selling
    agreement: AgreementPlan
    begin: Number
    """When the royalty begins in the cell."""
    end: Number
    """When it ends there."""

    @property
    def world(self) -> World:
        """The world of the sales."""
        return self.selling.world

    @property
    def since(self) -> Number:
        """From when on it is due on sales."""
        return np.maximum(self.begin, self.selling.when.begin)

    @property
    def last(self) -> Number:
        """Up to when it is due on sales."""
        return np.minimum(self.end, self.selling.when.end)

    @property
    def runs(self) -> Array | float:
        """Share of each active period in which the royalty runs."""
        return self.selling.when.within(self.begin, self.end)

    def part(self, begin: Number, end: Number = NEVER) -> Array | float:
        """Of the time in which the royalty runs, the share within [begin, end]."""
        runs = self.runs
        inside = self.selling.when.within(np.maximum(self.begin, begin), np.minimum(self.end, end))
        if isinstance(runs, float) and runs == 1.0:
            return inside
        shape = np.broadcast_shapes(np.shape(runs), np.shape(inside))
        return np.divide(inside, runs, out=np.zeros(shape), where=np.asarray(runs) > 0.0)

    def rows(self, first: int, stop: int) -> Charged:
        """The same in the periods from *first* to *stop* only."""
        when = self.selling.when.rows(first, stop)
        return replace(self, selling=Selling(self.world, self.selling.stint, when))

    @property
    def place(self) -> Place:
        """Events as the royalty sees them here."""
        return Place(self.world, self.agreement, self.selling.stint.cell)


def adjusted(charged: Charged, step: StepPlan, left: Array) -> Array:
    """What is left of *left* after *step*, never below 0; by period and scenario."""
    size = charged.world.s.num(step.size)
    match step.kind:
        case "step_down":
            return left * (1.0 - size * _stepped(charged, step))
        case "stacking":
            credit = size * _owed(charged, step)
            return _carried(left, credit) if step.carry_forward else np.maximum(left - credit, 0.0)
        case "holiday":
            return left * (1.0 - resting(charged, step))
        case "combination":
            return left


def _carried(left: Array, credit: Array) -> Array:
    """*left* less *credit*, what cannot be deducted waiting for later periods."""
    shape = np.broadcast_shapes(left.shape, np.shape(credit))
    out, credit = np.array(np.broadcast_to(left, shape)), np.broadcast_to(credit, shape)
    waiting = np.zeros(shape[1])
    for k in range(shape[0]):
        waiting = waiting + credit[k]
        used = np.minimum(waiting, out[k])
        out[k], waiting = out[k] - used, waiting - used
    return out


def _stepped(charged: Charged, step: StepPlan) -> Array | float:
    """Share of the royalty's time in which a step-down holds."""
    cell = charged.selling.stint.cell
    if step.when == "no_valid_claim":
        last = charged.world.patents(cell, charged.agreement)
        return charged.part(-NEVER if last is None else last)
    if step.when == "exclusivity_lost":
        ends = charged.world.exclusivity(cell)
        return 0.0 if ends is None else charged.part(ends)
    return charged.part(charged.place.time(step.at, NEVER))


def _owed(charged: Charged, step: StepPlan) -> Array:
    """Third-party royalties due on the sales in that part of each period in which the royalty runs."""
    asset = charged.world.plan.assets[charged.selling.stint.cell.asset]
    owed = np.zeros((1, 1))
    for third in asset.third_party:
        if step.of and third.id not in step.of:
            continue
        rows = charged.selling.third_party(third, charged.begin, charged.end)
        if not rows.empty:
            owed = owed + rows.amounts
    return owed


def resting(charged: Charged, step: StepPlan) -> Array | float:
    """Share of the royalty's time that a holiday after first sale covers."""
    first = charged.place.first_sale(None)
    return charged.part(-NEVER, first + charged.world.s.num(step.size))


def holidays(charged: Charged, line: RoyaltyPlan) -> Array | float:
    """Share of the royalty's time outside every holiday: no floor lifts one."""
    outside: Array | float = 1.0
    for step in line.steps:
        if step.kind == "holiday":
            outside = outside * (1.0 - resting(charged, step))
    return outside
