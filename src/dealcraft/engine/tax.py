"""Income tax: losses, an IP box, reliefs, a price taxed as capital, and the foreign tax credit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dealcraft.engine.ledger import Dated, Flow
from dealcraft.engine.plan import Losses, PartyPlan
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.tax_bases import TaxBases
from dealcraft.engine.timeline import Timeline
from dealcraft.engine.withholding import authority
from dealcraft.units import Path
from dealcraft.units.array import Array, Number


@dataclass(frozen=True, slots=True)
class Assessed:
    """Income tax of one party by year, shape (Y, S), refunds below 0; and foreign tax never credited, (S,)."""

    tax: Array
    leakage: Array


def assess(party: PartyPlan, bases: TaxBases, s: Scenarios) -> Assessed:
    """Income tax of every year: losses, then reliefs, then the foreign tax credit."""
    rate = s.num(party.tax_rate)
    if party.id not in bases.income:
        return Assessed(np.zeros((0, bases.size)), bases.lost[party.id])
    taxable = _after_losses(party.losses, bases.income[party.id], s)
    gross = np.asarray(rate * taxable)
    positive = np.maximum(taxable, 0.0)
    if party.royalty_rate is not None:
        royalties = np.minimum(np.maximum(bases.royalties[party.id], 0.0), positive)
        gross = gross - (rate - s.num(party.royalty_rate)) * royalties
    for relief, income in zip(party.reliefs, bases.relieved[party.id], strict=True):
        gross = gross - relief.share * rate * np.minimum(np.maximum(income, 0.0), positive)
    if party.id in bases.capital:
        gross = gross + bases.capital[party.id]
    return _credited(party, bases, gross, rate)


def _credited(party: PartyPlan, bases: TaxBases, gross: Array, rate: Number) -> Assessed:
    """Foreign tax set against the year's, up to the tax on net foreign income: in all, or country by country."""
    new, foreign = bases.withheld[party.id], bases.foreign[party.id]
    if not any(tax.any() for tax in new.values()):
        return Assessed(gross, np.zeros(bases.size))
    pools = [([c], [c]) for c in new] if party.credit_by_country else [(list(new), list(foreign))]
    tax, unused = gross.copy(), np.zeros(bases.size)
    years = int(np.floor(min(party.credit_years, len(gross)) + 1e-9))
    for countries, sources in pools:
        paid = sum((new[c] for c in countries), np.zeros(gross.shape))
        income = sum((foreign[c] for c in sources if c in foreign), np.zeros(gross.shape))
        vintages = paid.copy()
        for y in range(len(gross)):
            room = np.minimum(np.maximum(tax[y], 0.0), rate * np.maximum(income[y], 0.0))
            for vintage in range(max(0, y - years), y + 1):
                used = np.minimum(vintages[vintage], room)
                vintages[vintage] -= used
                room = room - used
                tax[y] -= used
        unused += vintages.sum(axis=0)
    return Assessed(tax, unused)


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
        for vintage in range(oldest, len(pool)):
            used = np.minimum(pool[vintage], room)
            pool[vintage] = pool[vintage] - used
            room = room - used
            taxable[y] = taxable[y] - used
        lost = np.maximum(-income[y], 0.0)
        if life is None:
            pool[0] = pool[0] + lost
        else:
            pool.append(lost)
    return taxable


def income_tax(party: PartyPlan, assessed: Assessed, timeline: Timeline) -> Iterator[Flow]:
    """The year's tax at the end of its last period, a refund the other way."""
    path, collector = Path(("parties", party.id, "tax_rate")), authority(party.country)
    if not assessed.tax.size:
        return
    ends = np.append(timeline.first_of_calendar_year[1:], timeline.T)[:, None] / timeline.n
    for payer, payee, amount in ((party.id, collector, assessed.tax), (collector, party.id, -assessed.tax)):
        yield Flow(path, "income_tax", payer, payee, dated=Dated(ends, np.maximum(amount, 0.0), settled=True))
