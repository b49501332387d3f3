"""What becomes of flows: present values by clause, nets by party and period, and the bases of tax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from dealcraft.engine.discount import factors, of_rows, of_sum
from dealcraft.engine.ledger import Fallen, Flow
from dealcraft.engine.rows import Rows
from dealcraft.engine.timeline import Timeline
from dealcraft.units import Path
from dealcraft.units.array import Array, Index, Number

TAXES = ("withholding", "income_tax")
NOT_INCOME = (*TAXES, "working_capital", "equity")
PRICE = ("upfront", "holdback", "instalment", "fee", "milestone")
"""Kinds of sums that make up the price of a sale (fees where they do not recur)."""
ACQUIRED = (*PRICE, "buy_out")
"""Kinds of sums paid for acquired rights, deducted over their life."""

Key = tuple[Path, str, str, str]
"""Path, kind, payer, payee."""


@dataclass
class Line:
    """What one key of the ledger adds up to within a block."""

    pv: dict[str, Array]
    """By party of the sheet, shape (S,), signed."""
    by_period: Array
    """Expected amount, shape (T,)."""
    first: float = np.inf
    last: float = -np.inf
    constant: bool = True
    """Whether every part so far is a dated sum equal in amount and time in all scenarios."""
    certain: list[tuple[float, float]] = field(default_factory=list)
    """Those sums: time and amount."""


class Values:
    """Present value and expected amounts of every key, present value of every party."""

    def __init__(self, timeline: Timeline, weight: Array, rates: Mapping[str, Number]) -> None:
        self.timeline, self.weight, self.rates = timeline, weight, rates
        self.factors = {party: factors(rate, timeline) for party, rate in rates.items()}
        self.lines = dict[Key, Line]()
        self.npv = {party: np.zeros(weight.size) for party in rates}

    def take(self, flow: Flow, sums: Fallen | None) -> None:
        """Discount *flow* at the rate of each end that is a party of the sheet."""
        key = (flow.path, flow.kind, flow.payer, flow.payee)
        size, line = self.weight.size, self.lines.get(key)
        if line is None:
            ends = {party: np.zeros(size) for party in (flow.payer, flow.payee) if party in self.rates}
            line = self.lines[key] = Line(ends, np.zeros(self.timeline.T))
        for party, pv in line.pv.items():
            value = of_rows(flow.rows, self.factors[party]) if sums is None else self._of_sums(sums, party)
            if party == flow.payer:
                pv -= value
                self.npv[party] -= value
            else:
                pv += value
                self.npv[party] += value
        if sums is None:
            self._count_rows(line, flow.rows)
        else:
            self._count_sums(line, sums)

    def _of_sums(self, sums: Fallen, party: str) -> Array:
        rate = self.rates[party]
        own = rate[sums.columns] if isinstance(rate, np.ndarray) else rate
        value = of_sum(sums.time, sums.amounts, own)
        return np.bincount(sums.columns, value, minlength=self.weight.size).astype(np.float64, copy=False)

    def _count_sums(self, line: Line, sums: Fallen) -> None:
        weighted = sums.amounts * self.weight[sums.columns]
        line.by_period += np.bincount(sums.period, weighted, minlength=self.timeline.T)
        line.first, line.last = (
            min(line.first, float(sums.time.min())),
            max(line.last, float(sums.time.max())),
        )
        everywhere = sums.columns.size == self.weight.size and not sums.several
        if everywhere and (sums.time == sums.time[0]).all() and (sums.amounts == sums.amounts[0]).all():
            line.certain.append((float(sums.time[0]), float(sums.amounts[0])))
        else:
            line.constant = False

    def _count_rows(self, line: Line, rows: Rows) -> None:
        line.constant = False
        by_period = (
            rows.amounts @ self.weight
            if rows.amounts.shape[1] > 1
            else rows.amounts[:, 0] * self.weight.sum()
        )
        line.by_period[rows.first : rows.stop] += by_period
        some = np.flatnonzero(by_period)
        if some.size:
            n = self.timeline.n
            line.first = min(line.first, (rows.first + int(some[0])) / n)
            line.last = max(line.last, (rows.first + int(some[-1])) / n)


def add_at(table: Array, rows: Index, columns: Index, amounts: Array, *, several: bool) -> None:
    """Add *amounts* to *table* in place, where one cell may be meant more than once if there are *several*."""
    if several:
        np.add.at(table, (rows, columns), amounts)
    else:
        table[rows, columns] += amounts


class Nets:
    """Receipts less payments of every party of the sheet, and of the world outside, by period and scenario."""

    def __init__(self, timeline: Timeline, size: int, parties: tuple[str, ...]) -> None:
        self.timeline, self.size = timeline, size
        self.net = {party: np.zeros((timeline.T, size)) for party in parties}
        self.outside = np.zeros((timeline.T, size))
        self.stop = 0
        """The period after the last in which anything moved."""

    def take(self, flow: Flow, sums: Fallen | None) -> None:
        """Add *flow* to its payee and take it from its payer."""
        amounts = flow.rows.amounts if sums is None else sums.amounts
        self.stop = max(self.stop, flow.rows.stop if sums is None else int(sums.period.max()) + 1)
        for party, sign in ((flow.payee, 1.0), (flow.payer, -1.0)):
            net = self.net.get(party, self.outside)
            if sums is None:
                net[flow.rows.first : flow.rows.stop] += sign * amounts
            else:
                add_at(net, sums.period, sums.columns, sign * amounts, several=sums.several)

    def conservation(self) -> float:
        """The largest sum of all nets in any scenario and period."""
        gap = self.outside[: self.stop].copy()
        for net in self.net.values():
            gap += net[: self.stop]
        return float(np.max(np.abs(gap), initial=0.0))
