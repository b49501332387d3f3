"""Sums paid when something is reached: an event, or a level of sales."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from dealcraft.terms.events import EventField
from dealcraft.terms.leaves import MoneyLeaf, ShareLeaf, Text, read_flag
from dealcraft.terms.term import Id, Term


class SalesCondition(Term):
    """Net sales of the agreement's seller in its cells reach an amount."""

    annual_net_sales: MoneyLeaf | None = None
    """In one year."""
    cumulative_net_sales: MoneyLeaf | None = None
    """Since first sale."""


class Creditable(Term):
    """Whether a sum paid is set against later royalties."""

    share: ShareLeaf | None = None
    """The creditable part of the sum (100%)."""
    per_year: ShareLeaf | None = None
    """Most of a year's royalty that it may take (100%)."""


def _creditable(value: Any) -> Any:
    if isinstance(value, str):
        return {} if read_flag(value) else None
    return value


CreditableField = Annotated[
    Creditable | None,
    BeforeValidator(_creditable),
    WithJsonSchema({"anyOf": [{"$ref": "#/$defs/flag"}, {"$ref": "#/$defs/Creditable"}]}),
]


class Milestone(Term):
    """A sum due once, on an event or a level of sales."""

    pay: MoneyLeaf
    """How much."""
    at: EventField | None = None
    """The event; or `when`."""
    when: SalesCondition | None = None
    """The level of sales."""
    per: Literal["agreement", "market"] = "agreement"
    """Once, or once for each market."""
    creditable: CreditableField = None
    """Whether it is set against royalties."""
    payer: Id | None = None
    """Who pays (the acquiring side)."""
    description: Text | None = None
    """Words for people."""
