"""Valuations made by hand, for tests that need figures and no engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from dealcraft.engine.result import (
    ClauseValue,
    Distribution,
    PartyValue,
    Settings,
    StructureValue,
    Transition,
    Valuation,
)
from dealcraft.units import Path

DAY = dt.date(2026, 1, 1)


def party(
    npvs: Sequence[float],
    weight: Sequence[float],
    *,
    replicates: tuple[float, ...] = (),
    view: float | None = None,
) -> PartyValue:
    """A party's value from its present value in each scenario."""
    values, chances = np.array(npvs, float), np.array(weight, float)
    mean = float(values @ chances)
    error = None if not replicates else float(np.std(replicates, ddof=1) / len(replicates) ** 0.5)
    spread = Distribution(
        mean=mean, sd=0.0, se=error, p5=float(values.min()), p50=float(np.median(values)), p95=float(values.max()),
        chance_of_loss=float(chances[values < 0].sum()), shortfall_5=float(values.min()),
    )  # fmt: skip
    return PartyValue(
        npv=mean, npv_if_success=float(values.max()), share=None, irr=None, payback=None, peak_funding=0.0,
        first_cash=DAY, tax=0.0, withholding=0.0, net_by_year={2026: mean}, distribution=spread, if_launched=None,
        leakage=0.0, keeps="title", npvs=values, replicates=replicates, view=view,
    )  # fmt: skip


def clause(
    path: str, kind: str, payer: str, payee: str, pv: Mapping[str, float], nominal: float = 1.0
) -> ClauseValue:
    """One line of the flows."""
    return ClauseValue(
        Path.parse(path), kind, payer, payee, nominal, dict(pv), DAY, DAY, 1.0, {2026: nominal}
    )


def structure(
    name: str,
    parties: Mapping[str, PartyValue],
    *,
    kind: str = "licence",
    clauses: Sequence[ClauseValue] = (),
    states: Sequence[Transition] = (),
) -> StructureValue:
    """A structure in which every party has a part."""
    some = [
        clause(f"structures.{name}.payments.upfront", "upfront", p, p, {p: v.npv}) for p, v in parties.items()
    ]
    return StructureValue(
        name=name, kind=kind, parties=dict(parties), clauses=tuple(clauses or some), states=tuple(states),
        headline=0.0, certain_share=None, effective_royalty={}, ownership="", horizon_value_beyond={},
        conservation=0.0, clauses_sum_to_npv=0.0,
    )  # fmt: skip


def valuation(
    structures: Sequence[StructureValue], weight: Sequence[float], *, exact: bool = True
) -> Valuation:
    """All *structures* under scenarios of *weight*."""
    settings = Settings(
        valuation_date=DAY, currency="USD", grid="quarter", timing="mid", horizon_years=25.0, run="expected",
        exact=exact, scenarios=len(weight), seed=None if exact else 0, decides="a",
    )  # fmt: skip
    return Valuation(settings, {s.name: s for s in structures}, np.array(weight, float))


def simple(
    values: Mapping[str, Mapping[str, Sequence[float]]],
    weight: Sequence[float] = (1.0,),
    replicates: Mapping[tuple[str, str], tuple[float, ...]] | None = None,
) -> Valuation:
    """A valuation from present values by structure, party and scenario."""
    drawn = replicates or {}
    made = [
        structure(
            name,
            {p: party(npvs, weight, replicates=drawn.get((name, p), ())) for p, npvs in parties.items()},
        )
        for name, parties in values.items()
    ]
    return valuation(made, weight, exact=not drawn)
