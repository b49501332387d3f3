"""What is granted: which rights, how exclusively, for what and where."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from dealcraft.terms.events import EventField
from dealcraft.terms.leaves import ShareLeaf
from dealcraft.terms.term import Id, Term, said
from dealcraft.terms.territory import FieldField, FieldOfUse, TerritoryField


def _names(value: Any) -> Any:
    """One name stands for a list of one; ``all`` for every one, spelled as an empty list inside."""
    if value == "all":
        return []
    return [value] if isinstance(value, str) else value


Names = Annotated[
    list[Id],
    BeforeValidator(_names),
    said("names"),
]
"""IDs, one ID, or ``all``; an empty list means all."""


class SublicencePlan(Term):
    """What the licensee expects to sublicense."""

    share_of_sales: ShareLeaf
    """Part of its sales that a sublicensee makes instead."""
    rate: ShareLeaf
    """What the sublicensee pays it, of those sales."""
    from_: EventField | None = Field(default=None, alias="from")
    """When sublicensing begins (first sale)."""


class Sublicensing(Term):
    """Whether the licensee may sublicense, and who shares the income."""

    allowed: Literal["yes", "no", "with_consent"] | None = None
    """`yes`, `no` or `with_consent`."""
    income_share: ShareLeaf | None = None
    """Part of sublicence income that goes to the licensor."""
    plan: SublicencePlan | None = None
    """Expected sublicensing; without it nothing moves."""


class Grant(Term):
    """The rights that an assignment or a collaboration gives."""

    assets: Names = Field(default_factory=list)
    """Which assets (the structure's)."""
    rights: Names = Field(default_factory=list)
    """Which rights of them (all)."""
    field: FieldField = FieldOfUse()
    """For what use (all)."""
    territory: TerritoryField | None = None
    """Where; an assignment's default is worldwide."""


class LicenceGrant(Grant):
    """The rights that a licence gives."""

    exclusivity: Literal["exclusive", "sole", "co_exclusive", "non_exclusive"]
    """Whether others, and the licensor itself, may use the rights too."""
    share: ShareLeaf | None = None
    """Part of the cells' sales that the licensee makes; needed for co-exclusive and non-exclusive grants."""
    until: EventField | None = None
    """When rights return to the licensor (never)."""
    sublicensing: Sublicensing | None = None
    """Whether the licensee may sublicense."""


class LicenceBack(Term):
    """What the assignor may still do with what it sold."""

    field: FieldField = FieldOfUse()
    """For what use (all)."""
    territory: TerritoryField | None = None
    """Where (worldwide)."""
    share: ShareLeaf | None = None
    """Part of those cells' sales that it makes (100%)."""
