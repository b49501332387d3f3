"""Tax: what is withheld at the border, income tax with losses, amortisation and the foreign tax credit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import Dated, Fallen, Flow
from dealcraft.engine.plan import Losses, PartyPlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.rows import Rows
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.sinks import ACQUIRED, NOT_INCOME
from dealcraft.engine.timeline import EPS, Timeline
from dealcraft.units import Path
from dealcraft.units.array import Array, Index, Number

WITHHELD = ("upfront", "holdback", "instalment", "fee", "milestone", "royalty", "minimum", "buy_out", "sublicence")
"""Kinds of payments on which tax is withheld under a licence or a collaboration."""
EARN_OUT = ("royalty", "minimum")
"""The same under an assignment."""


def authority(country: str | None) -> str:
    """The tax authority of *country*, a party of the ledger."""
    return f"authority.{country}" if country else "authority"


def withheld(flow: Flow, agreement: AgreementPlan, parties: Mapping[str, PartyPlan], s: Scenarios) -> Iterator[Flow]:
    """The tax withheld from *flow*, and the gross-up that makes the payee whole."""
    kinds = EARN_OUT if agreement.kind == "assignment" else WITHHELD
    rate = s.num(agreement.withholding)
    if flow.kind not in kinds or flow.exempt or np.all(np.asarray(rate) == 0.0):
        return
    payer, payee = parties[flow.payer], parties[flow.payee]
    if payer.country is None or payee.country is None or payer.country == payee.country:
        return
    path = agreement.path.child("payments", "withholding")
    gross = 1.0 / (1.0 - rate) if agreement.gross_up else 1.0
    if agreement.gross_up:
        yield _part(flow, path, "gross_up", payer.id, payee.id, gross - 1.0)
    yield _part(flow, path, "withholding", payee.id, authority(payer.country), gross * rate)


def _part(flow: Flow, path: Path, kind: str, payer: str, payee: str, share: Number) -> Flow:
    rows = flow.rows.times(np.asarray(share))
    dated = flow.dated and Dated(flow.dated.time, flow.dated.amount * share, flow.dated.settled)
    return Flow(path, kind, payer, payee, rows, dated, flow.agreement)


@dataclass(frozen=True, slots=True)
class Acquired:
    """A sum that a party paid for rights, to be deducted over their life."""

    payer: str
    payee: str
    sums: Fallen
    agreement: Path


class TaxBases:
    """Yearly income and foreign income of every party that pays tax, and what is withheld from each, shape (Y, S)."""

    def __init__(self, timeline: Timeline, size: int, parties: Mapping[str, PartyPlan], amortising: frozenset[Path]) -> None:  # fmt: skip
        self.timeline, self.size, self.parties, self.amortising = timeline, size, parties, amortising
        years = len(timeline.first_of_calendar_year)
        self.year_of = timeline.calendar_year - timeline.calendar_year[0] if timeline.T else timeline.calendar_year
        taxed = [party for party, plan in parties.items() if plan.tax_rate != 0.0]
        self.income = {party: np.zeros((years, size)) for party in taxed}
        self.foreign = {party: np.zeros((years, size)) for party in taxed}
        self.withheld = {party: np.zeros((years, size)) for party in parties}
        self.acquired = list[Acquired]()

    def take(self, flow: Flow, sums: Fallen | None) -> None:
        """Count *flow* into the years in which its periods start."""
        if flow.kind == "withholding":
            self._add(self.withheld[flow.payer], flow, sums, 1.0)
        if flow.kind in NOT_INCOME:
            return
        abroad = self._abroad(flow.payer, flow.payee)
        capital = flow.kind in ACQUIRED and not flow.recurring and flow.agreement in self.amortising
        for party, sign in ((flow.payee, 1.0), (flow.payer, -1.0)):
            if party not in self.income:
                continue
            if sign < 0.0 and capital and sums is not None and flow.agreement is not None:
                self.acquired.append(Acquired(party, flow.payee, sums, flow.agreement))
                continue
            self._add(self.income[party], flow, sums, sign)
            if abroad:
                self._add(self.foreign[party], flow, sums, sign)

    def _abroad(self, payer: str, payee: str) -> bool:
        """Whether both are parties of the sheet, in different countries."""
        if payer not in self.parties or payee not in self.parties:
            return False
        here, there = self.parties[payer].country, self.parties[payee].country
        return here is not None and there is not None and here != there

    def _add(self, yearly: Array, flow: Flow, sums: Fallen | None, sign: float) -> None:
        if sums is None:
            yearly += sign * self._by_year(flow.rows)
        else:
            yearly[self.year_of[sums.period], sums.columns] += sign * sums.amounts

    def _by_year(self, rows: Rows) -> Array:
        out = np.zeros((len(self.timeline.first_of_calendar_year), rows.amounts.shape[1]))
        if not rows.empty:
            years = self.year_of[rows.first : rows.stop]
            starts = np.flatnonzero(np.diff(years, prepend=-1))
            out[years[starts]] = np.add.reduceat(rows.amounts, starts, axis=0)
        return out

    def amortise(self, one: Acquired, under: InForce) -> None:
        """Deduct a sum in a straight line from its date, what is left where the rights end before."""
        timeline, own = self.timeline, one.sums.columns
        start, amount = one.sums.time, one.sums.amounts
        life = _at(under.world.s.num(under.plan.amortise), own)
        end = _at(np.minimum(under.dead, under.ended), own)
        at_once = np.asarray((life <= 0.0) | (start >= end - EPS))
        cut = np.where(end < timeline.horizon, end, np.inf)
        cut_year = self.year_of[np.minimum(timeline.period(cut), timeline.T - 1)]
        paid_year = self.year_of[one.sums.period]
        per_year = np.where(at_once, 0.0, amount / np.where(life > 0.0, life, 1.0))
        left = np.where(np.isfinite(cut), np.maximum(start + life - cut, 0.0), 0.0)
        deducted = np.zeros((len(self.income[one.payer]), own.size))
        column = np.arange(own.size)
        deducted[paid_year, column] += np.where(at_once, amount, 0.0)
        deducted[cut_year, column] += per_year * left
        edges = np.append(timeline.first_of_calendar_year, timeline.T)[:, None] / timeline.n
        inside = np.minimum(edges[1:], np.minimum(start + life, cut)) - np.maximum(edges[:-1], start)
        deducted += per_year * np.maximum(inside, 0.0)
        self.income[one.payer][:, own] -= deducted
        if self._abroad(one.payer, one.payee):
            self.foreign[one.payer][:, own] -= deducted


def _at(x: Number, columns: Index) -> Array:
    """*x* in the scenarios *columns*."""
    return x[columns] if isinstance(x, np.ndarray) and x.ndim else np.full(columns.size, float(x))


@dataclass(frozen=True, slots=True)
class Assessed:
    """Income tax of one party by year, shape (Y, S), refunds below 0; and foreign tax never credited, (S,)."""

    tax: Array
    leakage: Array


def assess(party: PartyPlan, bases: TaxBases, s: Scenarios) -> Assessed:
    """Income tax of every year: losses, then the foreign tax credit."""
    rate = s.num(party.tax_rate)
    if party.id not in bases.income:
        return Assessed(np.zeros((0, bases.size)), bases.withheld[party.id].sum(axis=0))
    gross = np.asarray(rate * _after_losses(party.losses, bases.income[party.id], s))
    limit = rate * np.maximum(bases.foreign[party.id], 0.0)
    new = bases.withheld[party.id]
    tax, used_in_all = gross.copy(), np.zeros(bases.size)
    pool = list[Array]()
    for y in range(len(gross)):
        pool.append(new[y].copy())
        room = np.minimum(np.maximum(gross[y], 0.0), limit[y])
        oldest = max(0, y - int(np.floor(party.credit_years + 1e-9)))
        for vintage in range(oldest, y + 1):
            used = np.minimum(pool[vintage], room)
            pool[vintage] = pool[vintage] - used
            room = room - used
            tax[y] -= used
            used_in_all += used
    return Assessed(tax, new.sum(axis=0) - used_in_all)


def _after_losses(losses: Losses, income: Array, s: Scenarios) -> Array:
    """Taxable income of each year, shape (Y, S); below 0 only where a loss is credited at once."""
    if losses.treatment == "offset":
        return income
    taxable = np.maximum(income, 0.0)
    if losses.treatment == "none":
        return taxable
    limit, life = s.num(losses.limit), losses.expires
    pool = [np.full(income.shape[1], 1.0) * s.num(losses.opening)]
    for y in range(len(income)):
        room = taxable[y] * limit
        oldest = 0 if life is None else max(0, y + 1 - int(np.floor(life + 1e-9)))
        for vintage in range(oldest, y + 1):
            used = np.minimum(pool[vintage], room)
            pool[vintage] = pool[vintage] - used
            room = room - used
            taxable[y] = taxable[y] - used
        pool.append(np.maximum(-income[y], 0.0))
    return taxable


def income_tax(party: PartyPlan, assessed: Assessed, timeline: Timeline) -> Iterator[Flow]:
    """The year's tax at the end of its last period, a refund the other way."""
    path, collector = Path(("parties", party.id, "tax_rate")), authority(party.country)
    firsts = timeline.first_of_calendar_year
    for y, stop in enumerate([*firsts[1:], timeline.T][: len(assessed.tax)]):
        due = assessed.tax[y]
        time = stop / timeline.n
        for payer, payee, amount in ((party.id, collector, due), (collector, party.id, -due)):
            if (amount > 0.0).any():
                yield Flow(path, "income_tax", payer, payee, dated=Dated(time, np.maximum(amount, 0.0), settled=True))
