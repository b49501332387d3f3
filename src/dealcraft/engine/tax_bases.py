"""What tax is assessed on: income by calendar year, foreign income, royalties, and sums paid for acquired rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import Fallen, Flow
from dealcraft.engine.plan import PartyPlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.rows import Rows
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.sinks import ACQUIRED, NOT_INCOME, PRICE, add_at
from dealcraft.engine.timeline import EPS, Timeline
from dealcraft.units import Path
from dealcraft.units.array import Array, Index, Number

ROYALTIES = ("royalty", "minimum", "buy_out", "sublicence")
"""Income that an IP box taxes at its own rate."""


@dataclass(frozen=True, slots=True)
class Acquired:
    """A sum that a party paid for rights, to be deducted over their life."""

    payer: str
    payee: str
    sums: Fallen
    agreement: Path


class TaxBases:
    """Yearly income, foreign income and royalty income of every party that pays tax, the tax on a price taxed as
    capital, and what is withheld from each; arrays of shape (Y, S).
    """

    def __init__(
        self,
        timeline: Timeline,
        s: Scenarios,
        parties: Mapping[str, PartyPlan],
        agreements: tuple[AgreementPlan, ...],
    ) -> None:
        self.timeline, self.s, self.size, self.parties = timeline, s, s.size, parties
        self.amortising = {a.path: a.acquirer for a in agreements if a.kind != "collaboration"}
        self.as_capital = {
            a.path: a for a in agreements if a.seller_rate is not None and not a.price_is_income
        }
        size = s.size
        years = len(timeline.first_of_calendar_year)
        self.year_of = (
            timeline.calendar_year - timeline.calendar_year[0] if timeline.T else timeline.calendar_year
        )
        sellers = {agreement.grantor for agreement in self.as_capital.values()}
        taxed = [
            party
            for party, plan in parties.items()
            if plan.tax_rate != 0.0 or plan.royalty_rate is not None or party in sellers
        ]
        self.income = {party: np.zeros((years, size)) for party in taxed}
        self.foreign = {party: dict[str, Array]() for party in parties}
        """By party and the other side's country."""
        self.royalties = {
            party: np.zeros((years, size)) for party in taxed if parties[party].royalty_rate is not None
        }
        self.capital = {party: np.zeros((years, size)) for party in sellers}
        self.lost = {party: np.zeros(size) for party in parties}
        """What was withheld from parties that pay no tax, shape (S,)."""
        self.withheld = {party: dict[str, Array]() for party in parties}
        """By party and the country that withheld."""
        self.relieved = {party: [np.zeros((years, size)) for _ in parties[party].reliefs] for party in taxed}
        self.agreements = {agreement.path: agreement for agreement in agreements}
        self.shape = (years, size)
        self.acquired = list[Acquired]()
        self._yearly = dict[int, tuple[Array, Array]]()
        """By base: the base, and the same by year."""

    def take(self, flow: Flow, sums: Fallen | None) -> None:
        """Count *flow* into the years in which its periods start."""
        if flow.kind == "withholding":
            self._withhold(flow, sums)
        if flow.kind in NOT_INCOME or not {flow.payer, flow.payee} & self.income.keys():
            return
        abroad = self._abroad(flow.payer, flow.payee)
        acquired = flow.kind in ACQUIRED and not flow.recurring
        capital = (
            acquired and flow.agreement is not None and self.amortising.get(flow.agreement) == flow.payer
        )
        price = flow.kind in PRICE and not flow.recurring
        for party, sign in ((flow.payee, 1.0), (flow.payer, -1.0)):
            if party not in self.income:
                continue
            if sign < 0.0 and capital and sums is not None and flow.agreement is not None:
                self.acquired.append(Acquired(party, flow.payee, sums, flow.agreement))
                continue
            sale = self.as_capital.get(flow.agreement) if price and flow.agreement else None
            if sale is not None and party == sale.grantor and sign > 0.0 and sale.seller_rate is not None:
                self._add(self.capital[party], flow, sums, self.s.num(sale.seller_rate))
                continue
            self._add(self.income[party], flow, sums, sign)
            if flow.exempt == (
                sign < 0.0
            ):  # a minimum returned is less royalty for its payer, none for the other
                if flow.kind in ROYALTIES and party in self.royalties:
                    self._add(self.royalties[party], flow, sums, sign)
                self._relieve(party, flow, sums, sign)
            if abroad:
                other = flow.payer if sign > 0.0 else flow.payee
                self._add(self._of(self.foreign[party], self.parties[other].country), flow, sums, sign)

    def _withhold(self, flow: Flow, sums: Fallen | None) -> None:
        """Count what was withheld from a party that pays tax by year; from others it is lost."""
        if flow.payer in self.income:
            country = flow.payee.removeprefix("authority.")
            self._add(self._of(self.withheld[flow.payer], country), flow, sums, 1.0)
        elif sums is None:
            self.lost[flow.payer] += flow.rows.base.sum(axis=0) * flow.rows.factor
        else:
            self.lost[flow.payer] += np.bincount(sums.columns, sums.amounts, minlength=self.size)

    def _of(self, by_country: dict[str, Array], country: str | None) -> Array:
        """The table of one country, made when it is first needed."""
        return by_country.setdefault(country or "", np.zeros(self.shape))

    def _relieve(self, party: str, flow: Flow, sums: Fallen | None, sign: float) -> None:
        """Count income that a relief of *party* names, or what *party* returns of it."""
        agreement = self.agreements.get(flow.agreement) if flow.agreement else None
        if agreement is None or party not in self.relieved:
            return
        for relief, table in zip(self.parties[party].reliefs, self.relieved[party], strict=True):
            sold = agreement.kind == "assignment" and flow.kind in ACQUIRED
            licensed = agreement.kind != "assignment" and (flow.kind in ROYALTIES or flow.kind in ACQUIRED)
            named = sold if relief.on_price else licensed
            other = flow.payee if flow.exempt else flow.payer
            here = not relief.payers or self.parties[other].country in relief.payers
            if named and here and (not relief.kinds or agreement.kinds & relief.kinds):
                self._add(table, flow, sums, sign)

    def _abroad(self, payer: str, payee: str) -> bool:
        """Whether both are parties of the sheet, in different countries."""
        if payer not in self.parties or payee not in self.parties:
            return False
        here, there = self.parties[payer].country, self.parties[payee].country
        return here is not None and there is not None and here != there

    def _add(self, yearly: Array, flow: Flow, sums: Fallen | None, factor: Number) -> None:
        if sums is None:
            yearly += (factor * flow.rows.factor) * self._by_year(flow.rows)
        else:
            own = factor[sums.columns] if isinstance(factor, np.ndarray) and factor.ndim else factor
            years = self.year_of[sums.period]
            add_at(yearly, years, sums.columns, own * sums.amounts, several=sums.several)

    def _by_year(self, rows: Rows) -> Array:
        """The base of *rows* by year; what is in proportion shares it."""
        known = self._yearly.get(id(rows.base))
        if known is None:
            out = np.zeros((len(self.timeline.first_of_calendar_year), rows.width))
            if not rows.empty:
                years = self.year_of[rows.first : rows.stop]
                starts = np.flatnonzero(np.diff(years, prepend=-1))
                out[years[starts]] = np.add.reduceat(rows.base, starts, axis=0)
            known = self._yearly[id(rows.base)] = (rows.base, out)
        return known[1]

    def amortise(self, one: Acquired, under: InForce) -> None:
        """Deduct a sum in a straight line from its date, what is left where the rights end before."""
        timeline, own = self.timeline, one.sums.columns
        start, amount = one.sums.time, one.sums.amounts
        life = _at(under.world.s.num(under.plan.amortise), own)
        end = _at(np.minimum(under.dead, under.ended), own)
        at_once = np.asarray((life <= 0.0) | (start > end + EPS))
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
            self._of(self.foreign[one.payer], self.parties[one.payee].country)[:, own] -= deducted


def _at(x: Number, columns: Index) -> Array:
    """*x* in the scenarios *columns*."""
    return x[columns] if isinstance(x, np.ndarray) and x.ndim else np.full(columns.size, float(x))
