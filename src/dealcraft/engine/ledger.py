"""Double entry: every flow has a payer and a payee, and is passed on to sinks and forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from dealcraft.engine.rows import NOTHING, Rows
from dealcraft.engine.timeline import EPS, Timeline
from dealcraft.units import Path
from dealcraft.units.array import Array, Index, Number

CUSTOMERS, SUPPLIERS, THIRD_PARTIES = "customers", "suppliers", "third_parties"


@dataclass(frozen=True, slots=True)
class Dated:
    """A sum at a moment: amounts and times of shape (S,) or plain numbers; infinite time means not at all.

    Several sums of one term may stand together, in shape (N, S) or (N, 1).
    """

    time: Number
    amount: Number
    settled: bool = False
    """Whether it falls at the end of a period and so belongs to the period that ends there."""
    factor: float = 1.0
    """What the ledger multiplies the amount by: a part of another sum at the same moment shares its amount."""


@dataclass(frozen=True, slots=True)
class Fallen:
    """A dated sum where it falls within the horizon: scenarios (columns), their periods, times and amounts.

    The amounts are *factor* times *base*.
    """

    columns: Index
    period: Index
    time: Array
    base: Array
    several: bool = False
    """Whether a scenario may have more than one."""
    factor: float = 1.0

    @property
    def amounts(self) -> Array:
        """The amounts themselves."""
        return self.base if self.factor == 1.0 else self.base * self.factor

    def in_all(self, size: int) -> Array:
        """The base of all sums of each of *size* scenarios, shape (S,)."""
        return np.bincount(self.columns, self.base, size).astype(np.float64)


_NOWHERE = Fallen(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


def fallen(dated: Dated, timeline: Timeline, size: int) -> Fallen:
    """Where *dated* falls: in the period of its time, or of a settled sum in the one that ends there."""
    if np.ndim(dated.time) == 0 and not dated.time < timeline.horizon + EPS:
        return _NOWHERE
    several = np.ndim(dated.time) > 1 or np.ndim(dated.amount) > 1
    shape = np.broadcast_shapes(np.shape(dated.time), np.shape(dated.amount), (size,))
    time, amount = np.empty(shape), np.empty(shape)
    time[...], amount[...] = dated.time, dated.amount
    place = np.flatnonzero((time < timeline.horizon + EPS) & (amount != 0.0))
    columns, time, amount = place % size, time.ravel()[place], amount.ravel()[place]
    if dated.settled:
        period = np.ceil(time * timeline.n - EPS).astype(np.int64) - 1
    else:
        period = timeline.period(time)
    inside = (period >= 0) & (period < timeline.T)
    if inside.all():
        return Fallen(columns, period, time, amount, several, dated.factor)
    return Fallen(columns[inside], period[inside], time[inside], amount[inside], several, dated.factor)


@dataclass(frozen=True, slots=True)
class Flow:
    """Money from *payer* to *payee*, never negative: amounts by period, or a dated sum."""

    path: Path
    kind: str
    payer: str
    payee: str
    rows: Rows = NOTHING
    dated: Dated | None = None
    agreement: Path | None = None
    """The agreement under which it is paid."""
    recurring: bool = False
    """Of a fee: whether it is due again and again."""
    exempt: bool = False
    """Whether no tax is withheld on it whatever its kind."""


class Sink(Protocol):
    """Something that every flow is passed on to."""

    def take(self, flow: Flow, sums: Fallen | None) -> None:
        """Take *flow* in: by period, or as *sums* where it is dated."""


class Ledger:
    """Passes each flow on to its sinks; what is nothing in every scenario is not a flow."""

    def __init__(self, timeline: Timeline, size: int, sinks: Iterable[Sink]) -> None:
        self.timeline, self.size, self.sinks = timeline, size, tuple(sinks)
        self.largest = 0.0
        self._latest: tuple[Dated, Fallen] | None = None
        self._known = dict[int, tuple[Array, float]]()

    def add(self, flow: Flow) -> None:
        """Pass *flow* on, unless it moves nothing."""
        if flow.payer == flow.payee:
            return
        sums = None if flow.dated is None else self._fallen(flow.dated)
        part = flow.rows if sums is None else sums
        largest = self._most(part.base) * part.factor
        if largest <= 0.0:
            return
        self.largest = max(self.largest, largest)
        for sink in self.sinks:
            sink.take(flow, sums)

    def _most(self, base: Array) -> float:
        """The largest of *base*, found once."""
        if id(base) not in self._known:
            self._known[id(base)] = (base, float(base.max(initial=0.0)))
        return self._known[id(base)][1]

    def _fallen(self, dated: Dated) -> Fallen:
        """Where *dated* falls: what is withheld falls where the payment does."""
        if self._latest is not None:
            latest, sums = self._latest
            if (
                latest.time is dated.time
                and latest.amount is dated.amount
                and latest.settled == dated.settled
            ):
                return replace(sums, factor=dated.factor)
        sums = fallen(dated, self.timeline, self.size)
        self._latest = (dated, sums)
        return sums


def both_ways(flow: Flow) -> tuple[Flow, Flow]:
    """A flow by period of either sign as two that are never negative, the second the other way round."""
    amounts = flow.rows.amounts
    there, back = amounts.clip(0.0, None), (-amounts).clip(0.0, None)
    return (
        Flow(
            flow.path, flow.kind, flow.payer, flow.payee, Rows(flow.rows.first, there), None, flow.agreement
        ),
        Flow(flow.path, flow.kind, flow.payee, flow.payer, Rows(flow.rows.first, back), None, flow.agreement),
    )
