"""How a collaboration shares cost and profit, and how a side joins or leaves."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dealcraft.terms.events import EventField
from dealcraft.terms.leaves import MoneyLeaf, ShareLeaf
from dealcraft.terms.milestones import Milestone
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.term import Id, Term

Take = Literal["never", "always", "if_worth_more"]


class CostCap(Term):
    """The most that a party bears of the shared cost."""

    amount: MoneyLeaf
    """The cap."""
    excess: Literal["other", "defer"] = "other"
    """Who bears the rest: the lead, for good or until that party's profit pays it back."""


class OptOutThen(Term):
    """What the party that left receives instead."""

    royalty: Royalty | None = None
    """On the lead's sales."""
    milestones: dict[Id, Milestone] = Field(default_factory=dict)
    """On events after it left."""
    upfront: MoneyLeaf | None = None
    """At once."""


class OptOut(Term):
    """A party may leave the sharing."""

    party: Id
    """Who may."""
    at: EventField
    """When."""
    take: Take = "never"
    """Whether it does."""
    then: OptOutThen = OptOutThen.model_construct()
    """What it receives instead."""


class OptIn(Term):
    """A party may raise its share for a price."""

    party: Id
    """Who may."""
    at: EventField
    """When."""
    take: Take = "never"
    """Whether it does."""
    pay: MoneyLeaf | None = None
    """The price, to the lead (0)."""
    cost_share: dict[Id, ShareLeaf] = Field(default_factory=dict)
    """Shares of cost from then on."""
    profit_share: dict[Id, ShareLeaf] = Field(default_factory=dict)
    """Shares of profit from then on."""


class Option(Term):
    """The agreement becomes effective only if its holder takes it."""

    holder: Id
    """Who may."""
    at: EventField
    """When."""
    fee: MoneyLeaf | None = None
    """Due at the sheet's effective date (0)."""
    exercise: MoneyLeaf | None = None
    """Due at the event (0)."""
    take: Take = "never"
    """Whether the holder does."""
