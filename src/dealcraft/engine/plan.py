"""The sheet as the engine sees it: plain numbers, names and moments, nothing of text or pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dealcraft.engine.timeline import Timeline
from dealcraft.terms.events import Event
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class Spread:
    """A lowered distribution: its kind, its parameters as plain numbers, what it is at base."""

    kind: Literal["uniform", "triangular", "pert", "normal", "lognormal", "metalog", "discrete"]
    values: tuple[float, ...]
    chances: tuple[float, ...] = ()
    positive: bool = True
    """Whether the leaf cannot be negative: a normal is truncated at 0, a metalog bounded there."""
    stated: float | None = None
    """What the sheet states as `base`."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A leaf whose value differs by scenario; *index* finds it among the draws."""

    path: Path
    index: int
    spread: Spread
    base: float
    likeliest: float
    """In the `success` run: base, or the likeliest value of a discrete leaf."""
    copula: bool = False
    """Whether correlations name it, so that it is drawn even where it is discrete."""

    @property
    def enumerated(self) -> bool:
        """Whether each of its values is a class of its own."""
        return self.spread.kind == "discrete" and not self.copula


@dataclass(frozen=True, slots=True)
class Product:
    """An amount in another currency at an uncertain rate: one times the other in each scenario."""

    amount: Leaf
    rate: Leaf


Leaf = float | Slot | Product
"""A plain number, or one per scenario."""


def at_base(leaf: Leaf) -> float:
    """*leaf* at its base, or its mean."""
    match leaf:
        case Slot():
            return leaf.base
        case Product(amount, rate):
            return at_base(amount) * at_base(rate)
        case _:
            return leaf


@dataclass(frozen=True, slots=True)
class Losses:
    """What becomes of tax losses."""

    treatment: str
    opening: Leaf = 0.0
    limit: Leaf = 1.0
    expires: float | None = None


@dataclass(frozen=True, slots=True)
class PartyPlan:
    """One side of the deal."""

    id: str
    country: str | None
    rate: Leaf
    tax_rate: Leaf
    losses: Losses
    credit_years: float
    """How long unused foreign tax credit is carried forward (0: not)."""
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
class RecoveryPlan:
    """What the licensor makes of rights that came back."""

    develop: bool
    delay: Leaf
    sales: Leaf | None
    cost: Leaf
    keep: Leaf
    licensee_share: Leaf
    reverse_royalty: Leaf
    reverse_cap: Leaf


@dataclass(frozen=True, slots=True)
class ExtensionPlan:
    """More time for a date."""

    fee: Leaf
    extend: Leaf
    times: int


@dataclass(frozen=True, slots=True)
class ClausePlan:
    """A diligence date, or a trigger that lets the licensor act."""

    path: Path
    remedy: str
    cure: Leaf
    recovery: RecoveryPlan
    achieve: Event | None = None
    by: Event | None = None
    extension: ExtensionPlan | None = None
    below: Leaf | None = None
    spend_below: Leaf | None = None
    lasting: Leaf = 0.0
    from_: Event | None = None

    @property
    def is_date(self) -> bool:
        """Whether this is a diligence date."""
        return self.achieve is not None


@dataclass(frozen=True, slots=True)
class Credit:
    """How far a sum paid is set against royalties."""

    share: Leaf = 1.0
    per_year: Leaf = 1.0


@dataclass(frozen=True, slots=True)
class SumPlan:
    """A sum of money due at a moment, once or again and again, or on a level of sales."""

    path: Path
    kind: str
    payer: str
    payee: str
    amount: Leaf
    at: Event | None = None
    annual: Leaf | None = None
    cumulative: Leaf | None = None
    cells: tuple[str, ...] = ()
    """Of a sales condition or a first sale by market: which cells count (empty: the agreement's)."""
    every: float | None = None
    until: Event | None = None
    credit: Credit | None = None


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of `adjust`."""

    kind: Literal["step_down", "stacking", "combination", "holiday"]
    path: Path
    size: Leaf
    when: str | None = None
    at: Event | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MinimumPlan:
    """The least a royalty comes to in a year."""

    path: Path
    amounts: tuple[Leaf, ...]
    """By royalty year in force; the last holds."""
    from_: Event | None
    until: Event | None


@dataclass(frozen=True, slots=True)
class RoyaltyPlan:
    """A running royalty."""

    path: Path
    payer: str
    payee: str
    rates: tuple[Leaf, ...]
    ends: tuple[Leaf, ...]
    """Where each tier but the last ends."""
    cells: tuple[str, ...]
    from_: Event | None
    until: Event | None
    steps: tuple[StepPlan, ...]
    floor_share: Leaf | None
    floor_rate: Leaf | None
    cap_year: Leaf | None
    cap_life: Leaf | None
    minimum: MinimumPlan | None


@dataclass(frozen=True, slots=True)
class AgreementPlan:
    """A licence, an assignment or a collaboration."""

    path: Path
    kind: Literal["licence", "assignment", "collaboration"]
    grantor: str
    acquirer: str
    seller: str
    """Who books sales in its cells: licensee, assignee or lead."""
    effective: Event | None
    assets: tuple[str, ...]
    cells: tuple[str, ...]
    rights: frozenset[str]
    """Granted rights; empty means all."""
    share: Leaf
    """The acquiring side's part of the cells' sales."""
    shares_cells: bool
    """Whether the grantor may sell the rest."""
    until: Event | None
    clauses: tuple[ClausePlan, ...]
    sums: tuple[SumPlan, ...]
    royalties: tuple[RoyaltyPlan, ...]
    withholding: Leaf
    gross_up: bool
    amortise: Leaf
    """Years over which the payer deducts acquired rights (0: at once)."""
    cost_share: Mapping[str, Leaf] = field(default_factory=dict)
    phase_cost_share: Mapping[str, Mapping[str, Leaf]] = field(default_factory=dict)
    profit_share: Mapping[str, Leaf] = field(default_factory=dict)
    seller_rate: Leaf | None = None

    @property
    def other(self) -> str:
        """In a collaboration, the side that does not lead."""
        return self.grantor if self.seller == self.acquirer else self.acquirer


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
