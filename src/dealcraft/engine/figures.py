"""From the books of a structure to its figures, for every party and clause."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from dealcraft.engine.books import Books
from dealcraft.engine.headline import effective_royalty, headline
from dealcraft.engine.holdings import keeps, ownership
from dealcraft.engine.metrics import Spread, irr, payback
from dealcraft.engine.result import (
    ClauseValue,
    Distribution,
    Launched,
    PartyValue,
    StructureValue,
    TraceStep,
    Transition,
)
from dealcraft.engine.tally import NOTHING, Tally, together
from dealcraft.engine.timeline import Timeline
from dealcraft.units.array import Array, Mask


def structure_value(
    books: Books, succeeded: Books, beyond: dict[str, float], *, draws: int = 0
) -> StructureValue:
    """All figures of one structure; *succeeded* are the books of the `success` scenario.

    So many equally likely *draws* give standard errors by their spread; 0 where scenarios are no such draws.
    """
    plan, structure = books.plan, books.structure
    weight = together(books.weights)
    means = {party: tally.total for party, tally in books.tallies.items()}
    launched = np.concatenate(books.launched)
    taking_part = {plan.assets[a].owner for a in structure.assets}
    taking_part |= {side for a in structure.agreements for side in (a.grantor, a.acquirer)}
    whole = sum(
        means[p] for p in plan.parties if p in taking_part
    )  # in one order: a set has another in each process
    shared = len(taking_part) > 1 and all(means[p] > 0.0 for p in taking_part)
    parties = {}
    for party, tally in books.tallies.items():
        values = books.npv(party)
        nets = books.net(party)
        back = payback(nets)
        parties[party] = PartyValue(
            npv=means[party],
            npv_if_success=float(succeeded.npv(party)[0]),
            share=means[party] / whole if shared and party in taking_part else None,
            irr=irr(nets, (np.arange(plan.timeline.T) + plan.timeline.theta) / plan.timeline.n),
            payback=None if back is None else _period_end(plan.timeline, back),
            peak_funding=books.peak[party],
            first_cash=_first_cash(books, party),
            tax=_by_kind(books, "income_tax", party, payer=True)
            - _by_kind(books, "income_tax", party, payer=False),
            withholding=_by_kind(books, "withholding", party, payer=True),
            net_by_year=_by_year(plan.timeline, nets),
            distribution=_distribution(tally, values, weight, draws),
            if_launched=_launched(values, weight, launched),
            leakage=books.leakage[party] if books.leakage[party] > NOTHING * plan.largest else 0.0,
            keeps=keeps(plan, structure, party),
            npvs=values,
            replicates=tally.means,
        )
    return StructureValue(
        name=structure.name,
        kind=structure.kind,
        parties=parties,
        clauses=tuple(_clauses(books)),
        states=tuple(_states(books)),
        headline=headline(plan, structure, succeeded),
        certain_share=_certain_share(books),
        effective_royalty=effective_royalty(plan, structure),
        ownership=ownership(plan, structure),
        horizon_value_beyond=beyond,
        sunk=tuple(sorted(books.sunk, key=str)),
        conservation=_relative(books.conservation, books.largest),
        clauses_sum_to_npv=_relative(_gap(books, means), books.largest),
    )


def _relative(figure: float, scale: float) -> float:
    return figure / scale if scale else figure


def _gap(books: Books, means: dict[str, float]) -> float:
    sums = dict.fromkeys(means, 0.0)
    for entry in books.entries.values():
        for party, pv in entry.pv.items():
            sums[party] += pv
    return max((abs(sums[party] - mean) for party, mean in means.items()), default=0.0)


def _period_end(timeline: Timeline, k: int) -> dt.date:
    return timeline.date((k + 1) / timeline.n) - dt.timedelta(days=1)


def _first_cash(books: Books, party: str) -> dt.date | None:
    """The first expected receipt, other than a refund of tax."""
    times = [e.first for (_, kind, _, payee), e in books.entries.items() if payee == party and kind != "income_tax" and e.nominal > 0.0]  # fmt: skip
    return books.plan.timeline.date(min(times)) if times else None


def _by_kind(books: Books, kind: str, party: str, *, payer: bool) -> float:
    return sum(e.nominal for (_, k, pays, gets), e in books.entries.items() if k == kind and (pays if payer else gets) == party)  # fmt: skip


def _by_year(timeline: Timeline, by_period: Array) -> dict[int, float]:
    years = timeline.calendar_year
    starts = timeline.first_of_calendar_year
    sums = np.add.reduceat(by_period, starts)
    return {int(years[k]): float(v) for k, v in zip(starts, sums, strict=True)}


def _distribution(tally: Tally, values: Array, weight: Array, draws: int) -> Distribution:
    spread = Spread(values, weight)
    p5, p50, p95 = spread.quantiles(0.05, 0.5, 0.95)
    return Distribution(
        mean=tally.total,
        sd=tally.sd,
        se=_standard_error(tally.means, tally.sd, draws),
        p5=p5,
        p50=p50,
        p95=p95,
        chance_of_loss=tally.loss,
        shortfall_5=spread.shortfall(0.05),
    )


def _launched(values: Array, weight: Array, launched: Mask) -> Launched | None:
    chance = float(weight[launched].sum())
    if chance <= 0.0:
        return None
    inside = Spread(values[launched], weight[launched] / chance)
    return Launched(chance, inside.mean, *inside.quantiles(0.05, 0.5, 0.95))


def _standard_error(means: tuple[float, ...], sd: float, draws: int) -> float | None:
    """Of the mean: from the randomisations, or from independent draws; None where nothing was drawn."""
    if draws:
        return sd / math.sqrt(draws)
    return float(np.std(means, ddof=1) / math.sqrt(len(means))) if means else None


def _clauses(books: Books) -> list[ClauseValue]:
    timeline = books.plan.timeline
    found = []
    for (path, kind, payer, payee), entry in books.entries.items():
        if entry.nominal == 0.0 and not any(entry.pv.values()):
            continue
        trace = [
            TraceStep(label, at, line.amount, line.binds / line.runs if line.runs else 0.0)
            for (at, label), line in books.trace.items()
            if kind == "royalty" and at.within(path)
        ]
        found.append(
            ClauseValue(
                path, kind, payer, payee, entry.nominal, entry.pv,
                timeline.date(entry.first) if np.isfinite(entry.first) else None,
                timeline.date(entry.last) if np.isfinite(entry.last) else None,
                entry.chance, _by_year(timeline, entry.by_period), tuple(trace),
            )
        )  # fmt: skip
    return sorted(found, key=lambda c: (str(c.path), c.kind, c.payer))


def _states(books: Books) -> list[Transition]:
    timeline = books.plan.timeline
    return [
        Transition(agreement, path, before, after, line.chance, timeline.date(line.time / line.chance))
        for (agreement, path, before, after), line in books.states.items()
    ]


def _certain_share(books: Books) -> float | None:
    """Of what agreements pay the granting side, the part equal in amount and time in every scenario."""
    granting = {a.path: a.grantor for a in books.structure.agreements}
    certain = whole = 0.0
    for (path, _, payer, payee), entry in books.entries.items():
        own = next((g for at, g in granting.items() if path.within(at)), None)
        if own is None or payee != own or payer not in books.plan.parties:
            continue
        whole += entry.pv[payee]
        if entry.certain:
            certain += entry.pv[payee]
    return certain / whole if whole > 0.0 else 0.0
