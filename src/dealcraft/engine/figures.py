"""From the books of a structure to its figures, for every party and clause."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import numpy as np

from dealcraft.engine.books import Books, Entry
from dealcraft.engine.headline import effective_royalty, headline
from dealcraft.engine.holdings import keeps, ownership
from dealcraft.engine.metrics import irr, payback
from dealcraft.engine.result import (
    ClauseValue,
    Distribution,
    Launched,
    PartyValue,
    StructureValue,
    TraceStep,
    Transition,
)
from dealcraft.engine.sample import Sample, of_groups
from dealcraft.engine.tally import NOTHING, Tally, grouped, together
from dealcraft.engine.timeline import Timeline
from dealcraft.units.array import Array, Mask

PERCENTILES = {"p5": 0.05, "p50": 0.5, "p95": 0.95}


def structure_value(
    books: Books, succeeded: Books, beyond: dict[str, float], *, draws: int = 0
) -> StructureValue:
    """All figures of one structure; *succeeded* are the books of the `success` scenario.

    So many equally likely *draws* give standard errors by their spread; 0 where scenarios are no such draws.
    """
    plan, structure = books.plan, books.structure
    weight, group = together(books.weights), grouped(books.groups)
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
        sample = Sample(values, weight, drawn=draws > 0, group=group)
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
            distribution=_distribution(tally, sample, draws, NOTHING * plan.largest),
            if_launched=_launched(sample, launched),
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


def _distribution(tally: Tally, sample: Sample, draws: int, nothing: float) -> Distribution:
    points, errors = _percentiles(sample)
    shortfall, of_shortfall = sample.shortfall(points["p5"], PERCENTILES["p5"])
    errors["shortfall_5"] = of_shortfall
    errors["chance_of_loss"] = sample.error_of_chance(sample.values < -nothing)
    return Distribution(
        mean=tally.total,
        sd=tally.sd,
        se=standard_error(tally.means, tally.sd, draws),
        **points,
        chance_of_loss=tally.loss,
        shortfall_5=shortfall,
        errors=_known(errors),
    )


def _launched(sample: Sample, launched: Mask) -> Launched | None:
    chance = (
        float(np.count_nonzero(launched)) / launched.size
        if sample.equal
        else float(sample.weight[launched].sum())
    )
    if chance <= 0.0:
        return None
    inside = sample.given(launched)
    points, errors = _percentiles(inside)
    errors["chance"] = sample.error_of_chance(launched)
    errors["mean"] = inside.error(inside.values)
    return Launched(chance, inside.mean, **points, errors=_known(errors))


def _percentiles(sample: Sample) -> tuple[dict[str, float], dict[str, float | None]]:
    """The percentiles that are told, and their standard errors."""
    points = dict(zip(PERCENTILES, sample.quantiles(*PERCENTILES.values()), strict=True))
    return points, {name: sample.error_of_quantile(points[name], p) for name, p in PERCENTILES.items()}


def _known(errors: Mapping[str, float | None]) -> dict[str, float]:
    return {name: error for name, error in errors.items() if error is not None}


def standard_error(means: tuple[float, ...], sd: float, draws: int) -> float | None:
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
                entry.chance, _by_year(timeline, entry.by_period), tuple(trace), _errors(books, entry),
            )
        )  # fmt: skip
    return sorted(found, key=lambda c: (str(c.path), c.kind, c.payer))


def _errors(books: Books, entry: Entry) -> dict[str, float]:
    """Standard errors of the present values of one clause."""
    weights = next(iter(books.tallies.values())).replicated[0]
    return _known({party: of_groups(sums, weights) for party, sums in entry.replicated.items()})


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
