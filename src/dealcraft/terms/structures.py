"""The alternatives: keep the assets, license them, sell them, or exploit them together."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from dealcraft.terms.diligence import Diligence, Exit, StepIn
from dealcraft.terms.events import EventField
from dealcraft.terms.facts import Context, Covenants
from dealcraft.terms.governance import Governance
from dealcraft.terms.grant import Grant, LicenceBack, LicenceGrant, Names
from dealcraft.terms.leaves import DurationLeaf, PerTimeLeaf, RateLeaf, ShareLeaf, Text
from dealcraft.terms.payments import Payments
from dealcraft.terms.sharing import CostCap, OptIn, Option, OptOut
from dealcraft.terms.term import Id, Term, said


def _amortise(value: Any) -> Any:
    return "0 days" if value == "none" else value


Amortisation = Annotated[
    DurationLeaf,
    BeforeValidator(_amortise),
    WithJsonSchema({"anyOf": [{"const": "none"}, {"$ref": "#/$defs/duration"}]}),
]


class AgreementTax(Term):
    """How the payer deducts what it pays for acquired rights."""

    amortise_over: Amortisation | None = None
    """In a straight line over this time (10 years); `none` deducts at once."""


class AssignmentTax(AgreementTax):
    """The same, and how the seller is taxed."""

    treat_as: Literal["capital", "income"] | None = None
    """Whether the price is a capital gain or income."""
    seller_rate: ShareLeaf | None = None
    """Rate on the price under `capital` (ordinary income)."""


def _overheads(value: Any) -> Any:
    return {"owner": value} if isinstance(value, str) else value


Overheads = Annotated[
    dict[str, PerTimeLeaf],
    BeforeValidator(_overheads),
    said("overheads"),
]
"""Money per year; the key `owner` stands for the owner when the sheet names no party."""


class StructureFields(Term):
    """What every structure may say."""

    description: Text | None = None
    """Words for people."""
    assets: Names = Field(default_factory=list)
    """Which assets it concerns (all)."""
    overheads: Overheads = Field(default_factory=dict)
    """Yearly cost of keeping the assets, of the owner or by party."""
    discount_rates: dict[Id, RateLeaf] = Field(default_factory=dict)
    """Discount rates by party in this structure."""
    developer: Id | None = None
    """Who runs development from the agreement's effective date (licensee, assignee, lead or owner)."""
    development_costs: dict[Id, ShareLeaf] = Field(default_factory=dict)
    """Who pays suppliers (the developer)."""
    retained: Literal["exploit", "idle"] = "exploit"
    """What the owner does with cells that no agreement covers."""


class AgreementFields(Term):
    """What every agreement may say."""

    effective: EventField | None = None
    """When it becomes effective (with the sheet)."""
    payments: Payments = Payments.model_construct()
    """What it pays."""
    option: Option | None = None
    """It becomes effective only if this is taken."""
    governance: Governance | None = None
    """How it is run."""
    covenants: Covenants | None = None
    """Clauses that rules of law ask for."""
    context: Context | None = None
    """Facts that rules of law ask for."""


class LicenceFields(AgreementFields):
    """A licence."""

    kind: Literal["licence"]
    """`licence`."""
    licensor: Id | None = None
    """Who grants (the owner)."""
    licensee: Id
    """Who receives."""
    grant: LicenceGrant
    """What is granted."""
    diligence: dict[Id, Diligence] = Field(default_factory=dict)
    """What must be achieved by when."""
    step_in: dict[Id, StepIn] = Field(default_factory=dict)
    """When the licensor may act."""
    exit: Exit | None = None
    """The licensee's right to walk away."""
    tax: AgreementTax | None = None
    """How payments are deducted."""


class AssignmentFields(AgreementFields):
    """A sale of the rights."""

    kind: Literal["assignment"]
    """`assignment`."""
    assignor: Id | None = None
    """Who sells (the owner)."""
    assignee: Id
    """Who buys."""
    grant: Grant = Grant.model_construct()
    """What is sold (everything, worldwide)."""
    licence_back: LicenceBack | None = None
    """What the assignor may still do."""
    reversion: dict[Id, StepIn] = Field(default_factory=dict)
    """When the rights come back."""
    tax: AssignmentTax | None = None
    """How the price is taxed and deducted."""


class CollaborationFields(AgreementFields):
    """Exploiting the assets together."""

    kind: Literal["collaboration"]
    """`collaboration`."""
    partner: Id
    """The other side."""
    lead: Id | None = None
    """Who books sales and runs development (the partner)."""
    grant: Grant
    """What is shared."""
    cost_share: dict[Id, ShareLeaf] = Field(default_factory=dict)
    """Shares of development cost; needed to value."""
    profit_share: dict[Id, ShareLeaf] = Field(default_factory=dict)
    """Shares of profit; needed to value."""
    phase_cost_share: dict[Id, dict[Id, ShareLeaf]] = Field(default_factory=dict)
    """Shares of the cost of single phases."""
    cost_cap: dict[Id, CostCap] = Field(default_factory=dict)
    """The most a party bears."""
    opt_out: OptOut | None = None
    """A party may leave the sharing."""
    opt_in: OptIn | None = None
    """A party may raise its share."""
    step_in: dict[Id, StepIn] = Field(default_factory=dict)
    """When rights come back."""
    tax: AgreementTax | None = None
    """How payments are deducted."""


class Retain(StructureFields):
    """The owner keeps the assets and exploits them itself."""

    kind: Literal["retain"]
    """`retain`."""


class Licence(StructureFields, LicenceFields):
    """A licence, alone."""


class Assignment(StructureFields, AssignmentFields):
    """A sale, alone."""


class Collaboration(StructureFields, CollaborationFields):
    """A collaboration, alone."""


class LicencePart(LicenceFields):
    """A licence within a package."""

    description: Text | None = None
    """Words for people."""


class AssignmentPart(AssignmentFields):
    """A sale within a package."""

    description: Text | None = None
    """Words for people."""


class CollaborationPart(CollaborationFields):
    """A collaboration within a package."""

    description: Text | None = None
    """Words for people."""


Part = Annotated[LicencePart | AssignmentPart | CollaborationPart, Field(discriminator="kind")]


class Package(StructureFields):
    """Agreements in force together."""

    kind: Literal["package"]
    """`package`."""
    parts: dict[Id, Part]
    """The agreements."""


Agreement = LicenceFields | AssignmentFields | CollaborationFields
"""One agreement, alone or as a part of a package."""
Structure = Annotated[Retain | Licence | Assignment | Collaboration | Package, Field(discriminator="kind")]
"""One way to exploit the assets."""
