"""The terms of an agreement as the engine sees them: who owes what to whom, and what follows from what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dealcraft.engine.leaf import Leaf
from dealcraft.terms.events import Event
from dealcraft.units import Path

Take = Literal["never", "always", "if_worth_more"]


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """A right to decide: whose, when, and whether it is taken."""

    path: Path
    holder: str
    at: Event | None
    """None where its moment is that of a clause."""
    take: Take


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
