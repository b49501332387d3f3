"""What is paid on sales: rates and tiers, adjustments in their order, floors, caps and minimums."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from dealcraft.terms.events import EventField, UntilField
from dealcraft.terms.leaves import (
    DurationLeaf,
    Flag,
    MoneyLeaf,
    PerTimeLeaf,
    QuantityLeaf,
    ShareLeaf,
)
from dealcraft.terms.term import Id, Term


class Tier(Term):
    """A slice of the base and what is paid on it."""

    rate: ShareLeaf | None = None
    """Share of the base within the tier."""
    per_unit: MoneyLeaf | None = None
    """Money per unit, where the base is units."""
    up_to: MoneyLeaf | None = None
    """Where the tier ends; the last is open."""


class StepDown(Term):
    """What is left of the royalty is multiplied by 1 - `step_down`."""

    step_down: ShareLeaf
    """The part that falls away."""
    when: Literal["no_valid_claim", "exclusivity_lost"] | None = None
    """While no granted patent of the deal is in force in the cell, or after exclusivity."""
    at: EventField | None = None
    """From an event on."""


class Stacking(Term):
    """Part of what the payer owes to third parties is deducted."""

    stacking: ShareLeaf
    """The creditable part of third-party royalties."""
    of: list[Id] = Field(default_factory=list)
    """Which third-party royalties count (all)."""
    carry_forward: Flag = False
    """Whether what could not be deducted waits for later periods."""


class Combination(Term):
    """The product is part of a combination: only a share of its sales counts."""

    combination: ShareLeaf
    """Multiplies the base, before tiers."""


class Holiday(Term):
    """No royalty for a time after first sale."""

    holiday: DurationLeaf
    """How long."""


_ADJUSTMENTS = ("step_down", "stacking", "combination", "holiday")


def _adjustment(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((key for key in _ADJUSTMENTS if key in value), None)
    return next((key for key in _ADJUSTMENTS if hasattr(value, key)), None)


Adjustment = Annotated[
    Annotated[StepDown, Tag("step_down")]
    | Annotated[Stacking, Tag("stacking")]
    | Annotated[Combination, Tag("combination")]
    | Annotated[Holiday, Tag("holiday")],
    Discriminator(_adjustment),
]
"""One step of `adjust`, named by its first key."""


class Floor(Term):
    """What adjustments cannot take away."""

    share: ShareLeaf | None = None
    """Of the unadjusted royalty."""
    rate: ShareLeaf | None = None
    """Of the base."""


class Cap(Term):
    """The most that the royalty, top-ups included, can come to."""

    per_year: MoneyLeaf | None = None
    """In a royalty year."""
    lifetime: MoneyLeaf | None = None
    """In all."""
    multiple_of_paid: QuantityLeaf | None = None
    """Times what the payee has paid the payer under the agreement."""


class Minimum(Term):
    """A royalty of at least so much a year; a top-up settles the rest at the year's end."""

    amount: PerTimeLeaf | None = None
    """The same for every year."""
    ladder: list[MoneyLeaf] | None = None
    """One amount for each royalty year in force; the last holds."""
    from_: EventField | None = Field(default=None, alias="from")
    """When it begins (with the royalty)."""
    until: EventField | None = None
    """When it ends (with the royalty)."""
    carry_forward: Flag = False
    """Whether a later year's surplus pays earlier top-ups back."""


class BuyOut(Term):
    """The payer may end the royalty for a price."""

    price: MoneyLeaf
    """What it pays."""
    at: EventField
    """When."""
    take: Literal["never", "always", "if_worth_more"] = "never"
    """Whether it does."""


class Royalty(Term):
    """A running royalty."""

    rate: ShareLeaf | None = None
    """One rate for every sale; or `tiers`."""
    tiers: list[Tier] | None = None
    """Marginal tiers, in order."""
    per_unit: MoneyLeaf | None = None
    """Money per unit, where the base is units and there are no tiers."""
    base: Literal["net_sales", "gross_sales", "units", "profit"] = "net_sales"
    """What it is charged on."""
    accumulate: Literal["year", "lifetime"] = "year"
    """Whether tiers start again each royalty year."""
    markets: list[Id] = Field(default_factory=list)
    """Where it is owed (all markets of the agreement)."""
    from_: EventField | None = Field(default=None, alias="from")
    """When it begins (first sale in the market)."""
    until: UntilField | None = None
    """When it ends, by market (the grant's end, else never)."""
    adjust: list[Adjustment] = Field(default_factory=list)
    """Adjustments, applied in the written order: the order is a term of the deal."""
    floor: Floor | None = None
    """What adjustments cannot take away."""
    cap: Cap | None = None
    """The most it can come to."""
    minimum: Minimum | None = None
    """The least it can come to in a year."""
    buy_out: BuyOut | None = None
    """The payer's right to end it for a price."""
