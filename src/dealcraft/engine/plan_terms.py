"""The terms of an agreement as the engine sees them: what is granted, what is paid, what follows from what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dealcraft.engine.leaf import Leaf
from dealcraft.engine.plan_decisions import DecisionPlan
from dealcraft.engine.plan_payments import (
    AuditPlan,
    EquityPlan,
    FundingPlan,
    HoldbackPlan,
    RoyaltyPlan,
    SublicencePlan,
    SumPlan,
)
from dealcraft.terms.events import Event
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class RecoveryPlan:
    """What the licensor makes of rights that came back."""

    develop: DecisionPlan
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
    shelved: bool = False
    lasting: Leaf = 0.0
    from_: Event | None = None
    chance: Leaf | None = None
    """Of an exit: the yearly chance of notice."""
    notice: Leaf = 0.0
    abandoned: Path | None = None
    """Of a licensee that stops a phase: the clause that governs the recovery (the agreement's path: none)."""

    @property
    def is_date(self) -> bool:
        """Whether this is a diligence date."""
        return self.achieve is not None and self.abandoned is None


@dataclass(frozen=True, slots=True)
class CostCapPlan:
    """The most a party bears of shared cost."""

    path: Path
    amount: Leaf
    deferred: bool


@dataclass(frozen=True, slots=True)
class OptInPlan:
    """A side raises its share for a price."""

    decision: DecisionPlan
    pay: Leaf
    cost_share: Mapping[str, Leaf]
    profit_share: Mapping[str, Leaf]


@dataclass(frozen=True, slots=True)
class OptionPlan:
    """The agreement becomes effective only if this is taken."""

    decision: DecisionPlan
    fee: Leaf
    exercise: Leaf


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
    kinds: frozenset[str]
    """The kinds of the rights granted."""
    share: Leaf
    """The acquiring side's part of the cells' sales."""
    shares_cells: bool
    """Whether the grantor may sell the rest."""
    until: Event | None
    clauses: tuple[ClausePlan, ...]
    sums: tuple[SumPlan, ...]
    royalties: tuple[RoyaltyPlan, ...]
    withholding: Mapping[str, Leaf]
    """By payer: the rate at which tax is withheld from what it pays across a border."""
    gross_up: bool
    amortise: Leaf
    """Years over which the payer deducts acquired rights (0: at once)."""
    cost_share: Mapping[str, Leaf] = field(default_factory=dict)
    phase_cost_share: Mapping[str, Mapping[str, Leaf]] = field(default_factory=dict)
    profit_share: Mapping[str, Leaf] = field(default_factory=dict)
    seller_rate: Leaf | None = None
    """Of an assignment: the rate of tax on the price."""
    price_is_income: bool = False
    """Of an assignment: whether the price is taxed as income, and withheld on."""
    holdback: HoldbackPlan | None = None
    lag: Leaf = 0.0
    """From invoice to cash."""
    funding: tuple[FundingPlan, ...] = ()
    equity: EquityPlan | None = None
    supply: Leaf | None = None
    """The payee's margin on goods that it supplies."""
    supplier: tuple[str, str] = ("", "")
    """Payer and payee of that margin."""
    sublicence: SublicencePlan | None = None
    audit: AuditPlan | None = None
    transfer: SumPlan | None = None
    """The cost of handing the know-how over."""
    option: OptionPlan | None = None
    back: Mapping[str, Leaf] = field(default_factory=dict)
    """Cells licensed back to the assignor, and its share of their sales."""
    cost_cap: CostCapPlan | None = None
    opt_in: OptInPlan | None = None
    opt_out: DecisionPlan | None = None
    opt_out_royalties: tuple[RoyaltyPlan, ...] = ()
    opt_out_sums: tuple[SumPlan, ...] = ()

    @property
    def other(self) -> str:
        """In a collaboration, the side that does not lead."""
        return self.grantor if self.seller == self.acquirer else self.acquirer
