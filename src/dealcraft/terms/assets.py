"""What the deal is about: rights, what others are owed for them, and the work still to do."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dealcraft.terms.events import EventField
from dealcraft.terms.facts import IpFacts
from dealcraft.terms.leaves import Day, DurationLeaf, ExactDay, MoneyLeaf, ShareLeaf, Text
from dealcraft.terms.term import Id, Term
from dealcraft.terms.territory import TerritoryField

RightKind = Literal["patent", "know_how", "copyright", "software", "trademark", "design", "data"]


class Right(Term):
    """One piece of intellectual property."""

    kind: RightKind
    """What sort of right it is."""
    owner: Id | None = None
    """Who owns it (the asset's owner)."""
    countries: TerritoryField | None = None
    """Where it is in force (worldwide; of a patent or design needed to value)."""
    expires: ExactDay | None = None
    """When it ends (of a patent or design needed to value; else never)."""
    status: Literal["granted", "pending"] = "granted"
    """Whether it has been granted; only a granted patent counts for royalties."""
    notes: Text | None = None
    """Words for people."""


class ThirdParty(Term):
    """A royalty owed to others by whoever sells."""

    rate: ShareLeaf
    """Share of net sales; needed to value."""
    markets: list[Id] = Field(default_factory=list)
    """Where it is owed (all markets of the asset)."""
    from_: EventField | None = Field(default=None, alias="from")
    """When it begins (the first sale of anyone in those markets)."""
    until: EventField | None = None
    """When it ends (never)."""


class Phase(Term):
    """A step of development that may fail."""

    duration: DurationLeaf | None = None
    """How long it takes; needed to value."""
    cost: MoneyLeaf | None = None
    """What it costs in all (0)."""
    success: ShareLeaf | None = None
    """Chance that it succeeds; needed to value."""
    spend: Literal["even", "start", "end"] = "even"
    """When the cost falls: evenly over the phase, or as a dated sum."""
    costs_by_year: list[MoneyLeaf] = Field(default_factory=list)
    """Instead of `cost`: one amount for each year from the phase's start."""
    continue_: Literal["always", "if_worth_more"] = Field(default="always", alias="continue")
    """Whether whoever develops may stop here when going on is worth less."""


class Asset(Term):
    """Something that can be kept, licensed, sold or developed together."""

    name: Text | None = None
    """The name to print (the ID)."""
    sector: Text | None = None
    """Industry, for benchmarks: `biopharma`, `semiconductor`, `software`, ..."""
    owner: Id | None = None
    """Who owns it (whoever decides)."""
    available: Day | None = None
    """When work on it can start (the sheet's effective date)."""
    rights: dict[Id, Right] = Field(default_factory=dict)
    """The rights it consists of."""
    third_party: dict[Id, ThirdParty] = Field(default_factory=dict)
    """Royalties owed to others by whoever sells."""
    development: dict[Id, Phase] = Field(default_factory=dict)
    """Remaining phases, in order."""
    context: IpFacts | None = None
    """Facts that rules of law ask for."""
    notes: Text | None = None
    """Words for people."""
