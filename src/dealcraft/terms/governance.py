"""How the parties run the agreement: mostly words, and the few that move money."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from dealcraft.terms.events import EventField
from dealcraft.terms.leaves import Interval, MoneyLeaf, PlainDuration, RateLeaf, ShareLeaf, Text
from dealcraft.terms.term import Id, Term


class TechnologyTransfer(Term):
    """Handing the know-how over."""

    cost: MoneyLeaf
    """What it costs."""
    at: EventField | None = None
    """When (effective)."""
    borne_by: Id
    """Who pays for it."""


class Audit(Term):
    """The payee's right to inspect the books."""

    every: Interval | None = None
    """How often."""
    lookback: PlainDuration | None = None
    """How far back."""
    cost_shift_above: ShareLeaf | None = None
    """The shortfall above which the payer bears the cost."""
    cost: MoneyLeaf | None = None
    """What an audit costs."""
    under_reporting: ShareLeaf | None = None
    """The part of royalties that goes unreported."""
    recovered: RateLeaf | None = None
    """The part of it that an audit recovers."""


def _transfer(value: Any) -> Any:
    return None if isinstance(value, str) else value


TransferField = Annotated[
    TechnologyTransfer | None,
    BeforeValidator(_transfer),
    WithJsonSchema({"anyOf": [{"$ref": "#/$defs/text"}, {"$ref": "#/$defs/TechnologyTransfer"}]}),
]


class Governance(Term):
    """How the agreement is run."""

    reporting: Text | None = None
    """How often sales are reported."""
    improvements: (
        Literal["licensor", "licensee", "joint", "grant_back_exclusive", "grant_back_non_exclusive"] | None
    ) = None
    """Who owns improvements."""
    support: Text | None = None
    """Help the licensor gives."""
    prosecution: Text | None = None
    """Who prosecutes patents."""
    enforcement: Text | None = None
    """Who enforces them."""
    committee: Text | None = None
    """Whether there is a joint steering committee."""
    deadlock: Text | None = None
    """Who decides when it cannot."""
    dispute_resolution: Text | None = None
    """Courts, arbitration, experts."""
    governing_law: Text | None = None
    """Whose law governs."""
    confidentiality: Text | None = None
    """How long secrets are kept."""
    contract_assignment: Text | None = None
    """Whether the contract may be passed on."""
    insurance: Text | None = None
    """What is insured."""
    warranty: Text | None = None
    """What is promised of the rights."""
    termination: Text | None = None
    """How the agreement ends."""
    text: dict[Id, Text] = Field(default_factory=dict)
    """Further clauses in words."""
    technology_transfer: TransferField = None
    """Handing the know-how over: its cost, or a word."""
    audit: Audit | None = None
    """The payee's right to inspect the books."""
