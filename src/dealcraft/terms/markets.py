"""Where the asset is sold: cells of territory and field, their sales and their costs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from dealcraft.errors import Unreadable
from dealcraft.terms.events import EventField
from dealcraft.terms.leaves import (
    Currency,
    DurationLeaf,
    GrowthLeaf,
    MoneyLeaf,
    PartLeaf,
    PerTimeLeaf,
    PriceLeaf,
    RateLeaf,
    ShareLeaf,
    Text,
)
from dealcraft.terms.term import Id, Term, said
from dealcraft.terms.territory import FieldField, FieldOfUse, TerritoryField


def _year(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Unreadable("not-a-year", found=text)
    return text


Year = Annotated[str, AfterValidator(_year), said("year")]
"""A calendar year, the key of a forecast by calendar."""


class Sales(Term):
    """Net sales per year that a fully capable seller could make: a curve, or figures by year."""

    peak: MoneyLeaf | None = None
    """Highest yearly net sales, before growth."""
    time_to_peak: DurationLeaf | None = None
    """From first sale to peak."""
    shape: Literal["linear", "s_curve"] = "linear"
    """How sales climb: in a straight line, or as 3x^2 - 2x^3."""
    growth: GrowthLeaf | None = None
    """Yearly growth after the peak (0%)."""
    by_year: list[MoneyLeaf] | None = None
    """One figure for each year since launch, zero after the last."""
    calendar: dict[Year, MoneyLeaf] | None = None
    """One figure for each calendar year."""
    deductions: PartLeaf | None = None
    """Gross to net, where the figures are gross (0%)."""
    price: PriceLeaf | None = None
    """Per unit, for royalties by unit: units are gross sales over price."""


class AfterExclusivity(Term):
    """What competition takes once exclusivity has ended."""

    decline: ShareLeaf
    """Part of sales lost in the end."""
    over: DurationLeaf
    """How long the fall takes, in a straight line."""


class Costs(Term):
    """What it costs to sell."""

    goods: RateLeaf | None = None
    """Cost of goods as a share of net sales."""
    selling: RateLeaf | None = None
    """Selling costs as a share of net sales."""
    fixed: PerTimeLeaf | None = None
    """Per year while on the market."""
    launch: MoneyLeaf | None = None
    """Once, at the seller's start."""
    by_year: list[MoneyLeaf] | None = None
    """One amount for each year since launch."""


class Market(Term):
    """A cell of territory and field; a right covers it wholly or not at all."""

    asset: Id | None = None
    """Which asset is sold here (the only one)."""
    name: Text | None = None
    """The name to print (the ID)."""
    territory: TerritoryField
    """Its countries."""
    field: FieldField = FieldOfUse()
    """Its field of use (all)."""
    currency: Currency | None = None
    """The currency of its bare amounts (the valuation's)."""
    launch: EventField | None = None
    """When a seller without delay starts (`approval`)."""
    sales: Sales | None = None
    """The forecast; needed to value."""
    exclusivity_ends: EventField | None = None
    """When competitors may enter (never)."""
    after_exclusivity: AfterExclusivity | None = None
    """The fall of sales after that (none)."""
    costs: Costs | None = None
    """What selling costs (nothing)."""
    working_capital: RateLeaf | None = None
    """Share of the period's net sales, at a yearly rate, bound while selling (0%)."""
