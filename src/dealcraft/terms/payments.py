"""Everything an agreement pays besides shares of profit and cost."""

from __future__ import annotations

from pydantic import Field

from dealcraft.terms.events import EventField
from dealcraft.terms.leaves import (
    DurationLeaf,
    Flag,
    Interval,
    MoneyLeaf,
    PerTimeLeaf,
    QuantityLeaf,
    RateLeaf,
    ShareLeaf,
    Text,
)
from dealcraft.terms.milestones import CreditableField, Milestone
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.term import Id, Term
from dealcraft.terms.territory import Country


class Instalment(Term):
    """A further part of the price, at a moment."""

    pay: MoneyLeaf
    """How much."""
    at: EventField
    """When."""
    creditable: CreditableField = None
    """Whether it is set against royalties."""
    payer: Id | None = None
    """Who pays (the acquiring side)."""
    description: Text | None = None
    """Words for people."""


class Holdback(Term):
    """Part of the price kept back against claims."""

    share: ShareLeaf
    """Of the upfront and of instalments due before `until`."""
    until: EventField
    """When it is paid."""
    claims: ShareLeaf | None = None
    """The part of it lost to claims (0%)."""


class Fee(Term):
    """A fee, once or again and again."""

    pay: MoneyLeaf
    """How much each time."""
    at: EventField | None = None
    """When, if once; or `every`."""
    every: Interval | None = None
    """How often, if again and again."""
    from_: EventField | None = Field(default=None, alias="from")
    """When the first falls due (effective)."""
    until: EventField | None = None
    """None at or after this (never)."""
    creditable: CreditableField = None
    """Whether it is set against royalties."""
    payer: Id | None = None
    """Who pays (the acquiring side)."""
    description: Text | None = None
    """Words for people."""


class Funding(Term):
    """Research paid for by the other side."""

    pay: PerTimeLeaf | None = None
    """Money per year; or `fte` and `rate`."""
    fte: QuantityLeaf | None = None
    """People, in full-time equivalents."""
    rate: PerTimeLeaf | None = None
    """What one costs a year."""
    from_: EventField | None = Field(default=None, alias="from")
    """When it begins (effective)."""
    until: EventField | None = None
    """When it ends (never)."""
    payer: Id | None = None
    """Who pays (the acquiring side)."""


class Equity(Term):
    """Shares bought as part of the deal."""

    pay: MoneyLeaf
    """What is paid for them."""
    fair_value: MoneyLeaf
    """What they are worth; only the difference is value moved."""
    at: EventField | None = None
    """When (effective)."""
    payer: Id | None = None
    """Who gets them and pays (the acquiring side); the licensor, where they are a part of what it is given."""


class Supply(Term):
    """The payee makes the goods and sells them to the payer."""

    margin: RateLeaf
    """On top of the cost of goods."""


class SuccessFee(Term):
    """A share of what a later sale of the asset brings."""

    share: ShareLeaf
    """Of the receipts."""
    of: MoneyLeaf
    """The receipts of that sale."""
    at: EventField
    """When it happens."""
    payer: Id | None = None
    """Who pays (the acquiring side)."""


class Withholding(Term):
    """Tax that the payer's country takes from what the payee receives."""

    rate: ShareLeaf | None = None
    """The rate (the dated table's)."""
    gross_up: Flag = False
    """Whether the payer adds what is withheld."""
    use: dict[Country, ShareLeaf] = Field(default_factory=dict)
    """Where the rights are used, for countries that tax by use."""


class Payments(Term):
    """What the acquiring side pays; an item or the whole block may name another payer."""

    payer: Id | None = None
    """Who pays, of everything here (the acquiring side)."""
    upfront: MoneyLeaf | None = None
    """Due when the agreement becomes effective."""
    instalments: dict[Id, Instalment] = Field(default_factory=dict)
    """Further parts of the price."""
    holdback: Holdback | None = None
    """Part of the price kept back."""
    fees: dict[Id, Fee] = Field(default_factory=dict)
    """Fees, once or recurring."""
    milestones: dict[Id, Milestone] = Field(default_factory=dict)
    """Sums due on events and levels of sales."""
    royalty: Royalty | None = None
    """The running royalty."""
    royalties: dict[Id, Royalty] = Field(default_factory=dict)
    """Further royalties."""
    funding: dict[Id, Funding] = Field(default_factory=dict)
    """Research funding."""
    equity: Equity | None = None
    """Shares bought as part of the deal."""
    supply: Supply | None = None
    """Supply of the goods at a margin."""
    success_fee: SuccessFee | None = None
    """A share of a later sale."""
    lag: DurationLeaf | None = None
    """From invoice to cash, for royalties, minimums and sales milestones (none)."""
    withholding: Withholding | None = None
    """Tax withheld at the border."""
