"""What a valuation says: plain figures by structure and party, money in units of the valuation currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dealcraft.findings import Finding
from dealcraft.units import Path
from dealcraft.units.array import Array, Index

Run = Literal["expected", "base", "plain", "success"]
"""How scenarios are built: exact classes at quasi-random points, inputs at base, all drawn, or all succeeds."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a valuation was made."""

    valuation_date: dt.date
    currency: str
    grid: str
    timing: str
    horizon_years: float
    run: Run
    exact: bool
    """Whether every uncertain input was enumerated."""
    scenarios: int
    seed: int | None
    """None where nothing was drawn."""
    decides: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """A present value over scenarios; chances are fractions."""

    mean: float
    sd: float
    se: float | None
    """Standard error of the mean; None where every input was enumerated."""
    p5: float
    p50: float
    p95: float
    chance_of_loss: float
    shortfall_5: float
    """Mean of the lowest 5% of weight."""
    errors: Mapping[str, float] = field(default_factory=dict)
    """Standard errors of `p5`, `p50`, `p95`, `chance_of_loss` and `shortfall_5`; none where nothing was drawn."""


@dataclass(frozen=True, slots=True)
class Launched:
    """The same given that a market is reached."""

    chance: float
    mean: float
    p5: float
    p50: float
    p95: float
    errors: Mapping[str, float] = field(default_factory=dict)
    """Standard error of each figure; none where nothing was drawn."""


@dataclass(frozen=True, slots=True)
class PartyValue:
    """What a structure is worth to one party."""

    npv: float
    npv_if_success: float
    share: float | None
    irr: float | None
    payback: dt.date | None
    peak_funding: float
    first_cash: dt.date | None
    tax: float
    withholding: float
    net_by_year: Mapping[int, float]
    distribution: Distribution
    if_launched: Launched | None
    """None where no scenario reaches a market."""
    leakage: float
    keeps: str | None
    """What it still holds, in words: `everything`, `title, Korea`, `40% of profit`, `nothing`."""
    npvs: Array
    """Its present value in each scenario, shape (S,), the same scenarios in every structure."""
    replicates: tuple[float, ...] = ()
    """Means of the independent randomisations; their spread gives standard errors, of differences too."""
    view: float | None = None
    """Its own expected value on the sheet as it sees it, where it has a `view`."""
    view_error: float | None = None
    """Standard error of that; None where nothing was drawn."""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One line of how a royalty came about: expected undiscounted amounts."""

    label: str
    """`as tiered`, `step_down`, `stacking`, `floor`, `credit`, `cap`, `minimum`."""
    path: Path
    amount: float
    """What the step adds (or takes away, below 0)."""
    binds: float
    """Share of the periods in which the royalty runs (weighted) where the step changes anything."""


@dataclass(frozen=True, slots=True)
class ClauseValue:
    """What one term moves between two ends: expected present value to each party, at its own rate."""

    path: Path
    kind: str
    payer: str
    payee: str
    nominal: float
    pv: Mapping[str, float]
    """By party of the sheet."""
    first: dt.date | None
    """Date of the first expected amount (of a spread flow the period's start)."""
    last: dt.date | None
    chance: float
    """Weight of the scenarios in which anything is paid."""
    by_year: Mapping[int, float]
    """Expected undiscounted amount by calendar year."""
    trace: tuple[TraceStep, ...] = ()
    errors: Mapping[str, float] = field(default_factory=dict)
    """Standard errors of `pv`, by party, from the 16 randomisations; none where nothing was drawn."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of rights: its chance, and the mean start of the new state given that it happens."""

    agreement: Path
    path: Path
    before: str
    after: str
    chance: float
    expected_date: dt.date


@dataclass(frozen=True, slots=True)
class Decision:
    """A right to decide that is taken only where it is worth more to its holder."""

    path: Path
    holder: str
    at: dt.date | None
    """Mean moment at which it comes up; None where it never does."""
    chance: float
    """That it is taken."""
    worth: Mapping[str, float]
    """What the right is worth, by party."""


@dataclass(frozen=True, slots=True)
class StructureValue:
    """One structure, valued for every party."""

    name: str
    kind: str
    parties: Mapping[str, PartyValue]
    clauses: tuple[ClauseValue, ...]
    states: tuple[Transition, ...]
    headline: float
    certain_share: float | None
    effective_royalty: Mapping[int, float | None]
    """By annual sales in USD under the agreements that bear a royalty: all lines' due, before adjustments, over them."""
    ownership: str
    horizon_value_beyond: Mapping[str, float]
    """What a horizon ten years longer would add, by party."""
    conservation: float
    """Largest sum of all nets in any scenario and period, over the largest flow: 0 but for rounding."""
    clauses_sum_to_npv: float
    """Largest difference between a party's clauses and its NPV, over the largest flow."""
    decisions: tuple[Decision, ...] = ()
    sunk: tuple[Path, ...] = ()
    """Sums due before the valuation date, left out."""


@dataclass(frozen=True, slots=True)
class Valuation:
    """A sheet, valued: all structures under the same scenarios."""

    settings: Settings
    structures: Mapping[str, StructureValue]
    weight: Array
    """Chance of each scenario, shape (S,), summing to one."""
    group: Index | None = None
    """Which independent randomisation each scenario belongs to, shape (S,); None where each was drawn by itself, or none was."""
    findings: tuple[Finding, ...] = ()
    """What only a valuation can notice."""
