"""The terms of an agreement as the engine sees them: who owes what to whom, and what follows from what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dealcraft.engine.leaf import Leaf
from dealcraft.terms.events import Event
from dealcraft.units import Path


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
