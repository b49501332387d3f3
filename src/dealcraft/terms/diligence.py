"""What the acquiring side must do with the rights, and what follows when it does not."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from dealcraft.terms.events import DeadlineField, EventField
from dealcraft.terms.leaves import DurationLeaf, Flag, MoneyLeaf, RateLeaf, ShareLeaf, Text, WholeNumber
from dealcraft.terms.term import Term

Remedy = Literal["revert", "non_exclusive", "step_in", "terminate"]


def _develop(value: Any) -> Any:
    return {"true": "yes", "false": "no"}.get(value, value) if isinstance(value, str) else value


Develop = Annotated[
    Literal["no", "yes", "if_worth_more"],
    BeforeValidator(_develop),
    WithJsonSchema({"enum": [True, False, "true", "false", "yes", "no", "if_worth_more"]}),
]


class Recovery(Term):
    """What the licensor makes of rights that came back."""

    develop: Develop = "no"
    """Whether it runs the phases left: `true`, `false` (default) or `if_worth_more`."""
    delay: DurationLeaf | None = None
    """From the transition until it sells or develops (none)."""
    sales: RateLeaf | None = None
    """Share of the potential that it reaches (its capability)."""
    cost: MoneyLeaf | None = None
    """What taking over costs, once (0)."""
    keep: ShareLeaf | None = None
    """Part of the cell that a licensee made non-exclusive keeps at most (50%)."""
    licensee_share: ShareLeaf | None = None
    """Part of profit paid to the licensee under a step-in, after the cost (0%)."""
    reverse_royalty: ShareLeaf | None = None
    """Royalty that the licensor then owes the licensee (0%)."""
    reverse_cap: MoneyLeaf | None = None
    """The most that the reverse royalty comes to (none)."""


class Extension(Term):
    """More time for a date, at a fee."""

    fee: MoneyLeaf | None = None
    """Due at the old date (0)."""
    extend: DurationLeaf
    """How much more time."""
    times: WholeNumber = 1
    """How often."""


class Diligence(Term):
    """Something to be achieved by a date."""

    achieve: EventField
    """The event."""
    by: DeadlineField
    """The date, or an event."""
    cure: DurationLeaf | None = None
    """Time to put it right (none)."""
    extension: Extension | None = None
    """More time, at a fee."""
    remedy: Remedy
    """What follows."""
    recovery: Recovery = Recovery.model_construct()
    """What the licensor makes of it."""
    description: Text | None = None
    """Words for people."""


class Trigger(Term):
    """What lets the licensor step in."""

    annual_net_sales_below: MoneyLeaf | None = None
    """Net sales of the trailing twelve months are below this."""
    development_spend_below: MoneyLeaf | None = None
    """Development spend of the trailing twelve months is below this."""
    shelved: Flag = False
    """The acquiring side has shelved the asset."""
    for_: DurationLeaf | None = Field(default=None, alias="for")
    """How long without a break (at once)."""
    from_: EventField | None = Field(default=None, alias="from")
    """From when it is tested (first sale for sales, else effective)."""


class StepIn(Term):
    """A trigger, and what follows."""

    when: Trigger
    """What lets the licensor act."""
    cure: DurationLeaf | None = None
    """Time to put it right (none)."""
    remedy: Remedy
    """What follows."""
    recovery: Recovery = Recovery.model_construct()
    """What the licensor makes of it."""
    description: Text | None = None
    """Words for people."""


class Exit(Term):
    """The licensee's right to walk away for convenience, as a yearly chance."""

    chance_per_year: ShareLeaf
    """That it gives notice."""
    from_: EventField | None = Field(default=None, alias="from")
    """When it first may (effective)."""
    notice: DurationLeaf | None = None
    """From notice to end (none)."""
    remedy: Remedy = "revert"
    """What follows."""
    recovery: Recovery = Recovery.model_construct()
    """What the licensor makes of it."""
