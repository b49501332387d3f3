"""What becomes of flows: present values by clause, nets by party and period, and the bases of tax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from dealcraft.engine.discount import factors, of_rows, of_sum
from dealcraft.engine.ledger import Fallen, Flow
from dealcraft.engine.metrics import largest_fall
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

OUTSIDE = ""
"""Everyone who is no party of the sheet."""

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
        self.timeline, self.weight = timeline, weight
        same = dict[float, float]()  # one object for equal rates
        self.rates = {p: same.setdefault(r, r) if isinstance(r, float) else r for p, r in rates.items()}
        self.factors = {id(rate): factors(rate, timeline) for rate in self.rates.values()}
        self.lines = dict[Key, Line]()
        self.npv = {party: np.zeros(weight.size) for party in rates}
        self._known = dict[int, _Known]()

    def take(self, flow: Flow, sums: Fallen | None) -> None:
        """Discount *flow* at the rate of each end that is a party of the sheet."""
        key = (flow.path, flow.kind, flow.payer, flow.payee)
        size, line = self.weight.size, self.lines.get(key)
        part = flow.rows if sums is None else sums
        if line is None:
            ends = {party: np.zeros(size) for party in (flow.payer, flow.payee) if party in self.rates}
            line = self.lines[key] = Line(ends, np.zeros(self.timeline.T))
        known = self._known_of(part)
        for party, pv in line.pv.items():
            value = self._value(known, party) * (part.factor if party == flow.payee else -part.factor)
            pv += value
            self.npv[party] += value
        expected = known.by_period * part.factor
        line.by_period[known.first : known.first + expected.size] += expected
        line.first, line.last = min(line.first, known.earliest), max(line.last, known.latest)
        if known.certain is None:
            line.constant = False
        else:
            line.certain.append((known.certain[0], known.certain[1] * part.factor))

    def _known_of(self, part: Rows | Fallen) -> _Known:
        """What is known of the base of *part*; parts in proportion share it."""
        found = self._known.get(id(part.base))
        if found is None:
            found = self._of_rows(part) if isinstance(part, Rows) else self._of_sums(part)
            self._known[id(part.base)] = found
        return found

    def _value(self, known: _Known, party: str) -> Array:
        """Present value of a base at the rate of *party*, shape (S,) or (1,)."""
        rate = self.rates[party]
        if id(rate) not in known.values:
            part = known.part
            if isinstance(part, Rows):
                value = of_rows(Rows(part.first, part.base), self.factors[id(rate)])
            else:
                own = rate[part.columns] if isinstance(rate, np.ndarray) else rate
                value = of_sum(part.time, part.base, own)
                if part.several or part.columns.size < self.weight.size:
                    value = np.bincount(part.columns, value, minlength=self.weight.size).astype(np.float64)
            known.values[id(rate)] = value
        return known.values[id(rate)]

    def _of_sums(self, sums: Fallen) -> _Known:
        weighted = sums.base * self.weight[sums.columns]
        by_period = np.asarray(
            np.bincount(sums.period, weighted, minlength=self.timeline.T), dtype=np.float64
        )
        earliest, latest = float(sums.time.min()), float(sums.time.max())
        everywhere = sums.columns.size == self.weight.size and not sums.several
        known = _Known(sums, 0, by_period, earliest, latest)
        if everywhere and earliest == latest and (sums.base == sums.base[0]).all():
            known.certain = (earliest, float(sums.base[0]))
        return known

    def _of_rows(self, rows: Rows) -> _Known:
        by_period = rows.base @ self.weight if rows.width > 1 else rows.base[:, 0] * self.weight.sum()
        known = _Known(rows, rows.first, by_period)
        some = np.flatnonzero(by_period)
        if some.size:
            n = self.timeline.n
            known.earliest, known.latest = (rows.first + some[0]) / n, (rows.first + some[-1]) / n
        return known


@dataclass
class _Known:
    """What is computed once of amounts that several flows are in proportion to."""

    part: Rows | Fallen
    first: int
    by_period: Array
    """Expected amounts from *first* on."""
    earliest: float = np.inf
    latest: float = -np.inf
    certain: tuple[float, float] | None = None
    """Time and amount of a sum that is the same everywhere."""
    values: dict[int, Array] = field(default_factory=dict)
    """Present value by rate."""


def add_at(table: Array, rows: Index, columns: Index, amounts: Array, *, several: bool) -> None:
    """Add *amounts* to *table* in place, where one cell may be meant more than once if there are *several*."""
    if several:
        np.add.at(table, (rows, columns), amounts)
    else:
        table[rows, columns] += amounts


class Nets:
    """Receipts less payments of every party of the sheet, and of the world outside, by period and scenario."""

    def __init__(self, timeline: Timeline, size: int, parties: tuple[str, ...]) -> None:
        self.timeline, self.size, self.parties = timeline, size, parties
        self.stop = 0
        """The period after the last in which anything moved."""
        self._parts = dict[int, Rows | Fallen]()
        self._shares = dict[int, dict[str, float]]()
        """By base, how much of it each party gets."""

    def take(self, flow: Flow, sums: Fallen | None) -> None:
        """Add *flow* to its payee and take it from its payer."""
        part = flow.rows if sums is None else sums
        self.stop = max(self.stop, flow.rows.stop if sums is None else int(sums.period.max()) + 1)
        self._parts[id(part.base)] = part
        shares = self._shares.setdefault(id(part.base), {})
        for party, sign in ((flow.payee, part.factor), (flow.payer, -part.factor)):
            own = party if party in self.parties else OUTSIDE
            shares[own] = shares.get(own, 0.0) + sign

    @property
    def net(self) -> dict[str, Array]:
        """By party of the sheet, shape (T, S)."""
        return {party: self.of(party) for party in self.parties}

    def of(self, party: str, stop: int | None = None) -> Array:
        """The nets of one party in the periods up to *stop*."""
        net = np.zeros((self.timeline.T if stop is None else stop, self.size))
        for base, shares in self._shares.items():
            share, part = shares.get(party, 0.0), self._parts[base]
            if share == 0.0:
                continue
            if isinstance(part, Rows):
                net[part.first : part.stop] += part.base if share == 1.0 else part.base * share
            else:
                add_at(net, part.period, part.columns, part.base * share, several=part.several)
        return net

    def funding(self, party: str) -> float:
        """The largest fall below 0 of what *party* has received less paid, in any scenario."""
        shares = {base: own[party] for base, own in self._shares.items() if own.get(party)}
        if all(share > 0.0 for share in shares.values()):
            return 0.0
        if any(share > 0.0 for share in shares.values()):
            return largest_fall(self.of(party, self.stop))
        paid = np.zeros(self.size)  # who only pays needs in the end what it has paid in all
        for base, share in shares.items():
            paid -= share * self._parts[base].in_all(self.size)
        return float(paid.max(initial=0.0))

    def conservation(self) -> float:
        """The most that the nets of all can come to together in any scenario and period."""
        gaps = ((abs(sum(shares.values())), self._parts[base].base) for base, shares in self._shares.items())
        return float(sum(gap * np.max(amounts, initial=0.0) for gap, amounts in gaps if gap))
