"""The sheet as the engine sees it: plain numbers, names and moments, nothing of text or pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dealcraft.engine.leaf import Leaf, Slot
from dealcraft.engine.plan_decisions import Take
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.timeline import Timeline
from dealcraft.terms.events import Event
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class Losses:
    """What becomes of tax losses."""

    treatment: str
    opening: Leaf = 0.0
    limit: Leaf = 1.0
    expires: float | None = None


@dataclass(frozen=True, slots=True)
class ReliefPlan:
    """A cut of the tax on the price of rights sold, or on the income from rights licensed."""

    share: float
    on_price: bool
    kinds: frozenset[str]
    """Kinds of rights."""
    payers: frozenset[str]
    """Countries of the payer; empty: any."""


@dataclass(frozen=True, slots=True)
class PartyPlan:
    """One side of the deal."""

    id: str
    country: str | None
    rate: Leaf
    tax_rate: Leaf
    royalty_rate: Leaf | None
    """Rate of tax on royalty income (IP box)."""
    losses: Losses
    credit_years: float
    """How long unused foreign tax credit is carried forward (0: not)."""
    credit_by_country: bool
    """Whether its limit is computed for each country, or for all together."""
    reliefs: tuple[ReliefPlan, ...]
    """Cuts of the tax on some income."""
    sales: Leaf
    launch_delay: Leaf
    time: Leaf
    cost: Leaf
    success: Leaf
    cell_sales: Mapping[str, Leaf]
    cell_delay: Mapping[str, Leaf]
    shelving: Leaf


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """A step of development."""

    name: str
    path: Path
    """Of its cost, as the ledger names it."""
    duration: Leaf
    cost: Leaf
    by_year: tuple[Leaf, ...]
    spend: str
    success: Leaf
    goes_on: Take = "always"
    """Whether whoever develops starts it."""


@dataclass(frozen=True, slots=True)
class ThirdPartyPlan:
    """A royalty owed to others by whoever sells."""

    id: str
    path: Path
    rate: Leaf
    cells: tuple[str, ...]
    from_: Event | None
    until: Event | None


@dataclass(frozen=True, slots=True)
class PatentPlan:
    """A granted patent: where it is in force and until when."""

    right: str
    countries: frozenset[str]
    expires: float


@dataclass(frozen=True, slots=True)
class AssetPlan:
    """Something to be developed and sold."""

    id: str
    owner: str
    available: float
    phases: tuple[PhasePlan, ...]
    third_party: tuple[ThirdPartyPlan, ...]
    patents: tuple[PatentPlan, ...]
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SalesPlan:
    """The potential net sales of a cell: a curve, figures by year since launch, or by calendar year."""

    form: Literal["curve", "by_year", "calendar"]
    peak: Leaf = 0.0
    time_to_peak: Leaf = 0.0
    s_curve: bool = False
    growth: Leaf = 0.0
    figures: tuple[Leaf, ...] = ()
    starts: tuple[float, ...] = ()
    """Calendar: when each figure's year starts, and when the last ends."""
    net: Leaf = 0.0
    """Deductions from gross to net."""
    price: Leaf = 1.0
    """Per unit."""


@dataclass(frozen=True, slots=True)
class CellPlan:
    """A market: a cell of territory and field."""

    id: str
    path: Path
    asset: str
    countries: frozenset[str]
    launch: Event | None
    sales: SalesPlan
    exclusivity: Event | None
    decline: Leaf
    over: Leaf
    goods: Leaf
    selling: Leaf
    fixed: Leaf
    launch_cost: Leaf
    cost_by_year: tuple[Leaf, ...]
    working_capital: Leaf


@dataclass(frozen=True, slots=True)
class StructurePlan:
    """One way to exploit the assets."""

    name: str
    path: Path
    kind: str
    assets: tuple[str, ...]
    cells: tuple[str, ...]
    agreements: tuple[AgreementPlan, ...]
    developers: Mapping[str, str]
    """Who runs development of each asset once the agreement is effective."""
    development_costs: Mapping[str, Leaf]
    """Who pays suppliers (empty: the developer)."""
    idle: bool
    overheads: Mapping[str, Leaf]
    rates: Mapping[str, Leaf]
    """Discount rates by party in this structure."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A sheet, lowered."""

    timeline: Timeline
    effective: float
    decides: str
    parties: Mapping[str, PartyPlan]
    assets: Mapping[str, AssetPlan]
    cells: Mapping[str, CellPlan]
    structures: Mapping[str, StructurePlan]
    slots: tuple[Slot, ...]
    correlations: tuple[tuple[int, int, float], ...]
    """Pairs of slots and the correlation of their normal copula."""
    largest: float
    """The sheet's largest sum, the scale of what counts as nothing."""
    usd: float | None
    """Valuation currency per US dollar, where it is known."""
