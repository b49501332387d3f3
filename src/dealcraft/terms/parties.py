"""The sides of a deal: where they sit, what they discount at, what they can do."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from dealcraft.terms.leaves import (
    DurationLeaf,
    MoneyLeaf,
    PlainDuration,
    QuantityLeaf,
    RateLeaf,
    ShareLeaf,
    Text,
    WholeNumber,
)
from dealcraft.terms.term import Id, Term
from dealcraft.terms.territory import Country

Size = Literal["sme", "mid", "large", "university", "public"]


class CellCapability(Term):
    """What a party makes of one cell when it sells there."""

    sales: RateLeaf | None = None
    """Share of the potential net sales that it reaches (the party's)."""
    launch_delay: DurationLeaf | None = None
    """How much later than the market's `launch` it starts (the party's)."""


class Capability(Term):
    """What a party makes of the asset when it runs the work."""

    sales: RateLeaf | None = None
    """Share of the potential net sales that it reaches (100%)."""
    launch_delay: DurationLeaf | None = None
    """How much later than the market's `launch` it starts (none)."""
    development_time: QuantityLeaf | None = None
    """Multiplies the duration of every phase (1.0)."""
    development_cost: QuantityLeaf | None = None
    """Multiplies the cost of every phase (1.0)."""
    success: RateLeaf | None = None
    """Multiplies the chance of success of every phase, at most to 100% (100%)."""
    markets: dict[Id, CellCapability] = Field(default_factory=dict)
    """The same by market."""


class CarryForward(Term):
    """Losses reduce the income of later years."""

    opening: MoneyLeaf | None = None
    """Losses brought forward at the valuation date (0)."""
    limit: ShareLeaf | None = None
    """Part of a year's income that losses may cover (100%)."""
    expires: PlainDuration | None = None
    """How long a loss can be used (without end)."""


class Losses(Term):
    """What becomes of a year's tax loss."""

    carry_forward: CarryForward | None = None
    """Used against later income."""
    treatment: Literal["carry_forward", "offset", "none"] = "carry_forward"
    """Carried forward, credited at once against other income, or lost."""


def _losses(value: Any) -> Any:
    return {"treatment": value} if isinstance(value, str) else value


LossesField = Annotated[
    Losses,
    BeforeValidator(_losses),
    WithJsonSchema({"anyOf": [{"enum": ["carry_forward", "offset", "none"]}, {"$ref": "#/$defs/Losses"}]}),
]


class ForeignTaxCredit(Term):
    """What becomes of foreign tax that a year's limit leaves unused."""

    carry_forward: PlainDuration
    """How long unused credit is carried forward."""


class Outside(Term):
    """What a party has without this deal: a value, or a structure of this sheet."""

    npv: MoneyLeaf | None = None
    """A present value."""
    structure: Id | None = None
    """The structure that it would fall back on."""


class Fit(Term):
    """How well a party suits, from 1 to 5: shown and ranked, never valued."""

    strategic: WholeNumber | None = None
    """Fit with its strategy."""
    execution: WholeNumber | None = None
    """Strength in execution."""
    governance: WholeNumber | None = None
    """Ease of governance."""


class Party(Term):
    """One side of the deal."""

    name: Text | None = None
    """The name to print (the ID)."""
    country: Country | None = None
    """Where it is resident for tax, ISO 3166-1 alpha-2."""
    size: Size | None = None
    """`sme`, `mid`, `large`, `university` or `public`."""
    discount_rate: RateLeaf | None = None
    """The yearly rate at which it discounts; needed to value."""
    tax_rate: ShareLeaf | None = None
    """Rate of income tax (0%, and the result says so)."""
    losses: LossesField | None = None
    """What becomes of tax losses (`offset` for mid, large and public; else `carry_forward`)."""
    foreign_tax_credit: ForeignTaxCredit | None = None
    """Carry-forward of unused foreign tax (the country's, from the dated table)."""
    royalty_tax_rate: ShareLeaf | None = None
    """Rate of tax on royalty income (IP box)."""
    reliefs: list[Id] = Field(default_factory=list)
    """Tax reliefs that it claims, by their name in the dated table."""
    capability: Capability | None = None
    """What it makes of the asset when it runs the work."""
    shelving: ShareLeaf | None = None
    """Chance that it never pursues the asset (0%)."""
    outside: Outside | None = None
    """What it has without this deal (an owner: the greater of retaining and 0; others: 0)."""
    view: dict[str, Any] = Field(default_factory=dict)
    """What it believes instead of the sheet, by path."""
    fit: Fit | None = None
    """Scores from 1 to 5, shown and never valued."""

    @property
    def loss_treatment(self) -> Losses:
        """What becomes of its losses, the default by size included."""
        if self.losses is not None:
            return self.losses
        return Losses(treatment="offset" if self.size in ("mid", "large", "public") else "carry_forward")
