"""What is paid under an agreement, as the engine sees it: who owes what to whom, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dealcraft.engine.leaf import Leaf
from dealcraft.engine.plan_decisions import DecisionPlan
from dealcraft.terms.events import Event
from dealcraft.units import Path


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
    carry_forward: bool = False


@dataclass(frozen=True, slots=True)
class MinimumPlan:
    """The least a royalty comes to in a year."""

    path: Path
    amounts: tuple[Leaf, ...]
    """By royalty year in force; the last holds."""
    from_: Event | None
    until: Event | None
    carry_forward: bool = False


@dataclass(frozen=True, slots=True)
class BuyOutPlan:
    """The payer's right to end a royalty for a price."""

    decision: DecisionPlan
    price: Leaf


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
    base: Literal["net_sales", "gross_sales", "units", "profit"] = "net_sales"
    lifetime: bool = False
    """Whether tiers run over all years together."""
    cap_multiple: Leaf | None = None
    """Times what the payee has paid the payer."""
    buy_out: BuyOutPlan | None = None
    after_opt_out: bool = False
    """Whether it is owed to a side that left the sharing, from then on."""


@dataclass(frozen=True, slots=True)
class HoldbackPlan:
    """Part of the price kept back against claims."""

    path: Path
    share: Leaf
    until: Event
    claims: Leaf


@dataclass(frozen=True, slots=True)
class FundingPlan:
    """Research paid for by the other side: people times rate, or money per year."""

    path: Path
    payer: str
    payee: str
    rate: Leaf
    people: Leaf
    from_: Event | None
    until: Event | None


@dataclass(frozen=True, slots=True)
class EquityPlan:
    """Shares bought at more (or less) than they are worth."""

    path: Path
    payer: str
    payee: str
    pay: Leaf
    fair_value: Leaf
    at: Event | None


@dataclass(frozen=True, slots=True)
class SublicencePlan:
    """What the licensee sublicenses, and what part of the income goes on to the licensor."""

    path: Path
    share_of_sales: Leaf
    rate: Leaf
    income_share: Leaf
    from_: Event | None


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """Royalty that goes unreported, and what audits recover of it."""

    path: Path
    every: float
    lookback: float
    shift_above: Leaf
    cost: Leaf
    under_reporting: Leaf
    recovered: Leaf
