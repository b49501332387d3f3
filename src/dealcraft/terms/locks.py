"""What a template locks: terms that a sheet built on it may not say otherwise."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from dealcraft.errors import Unreadable
from dealcraft.terms.leaves import Text
from dealcraft.terms.term import Term
from dealcraft.units.spelling import nearest

FIXED = "fixed"


class Lock(Term):
    """A locked term: as the template states it, or within limits where it names some."""

    min: Text | None = None
    """The least that it may be."""
    max: Text | None = None
    """The most that it may be."""
    one_of: list[Text] = Field(default_factory=list)
    """What it may be."""
    why: Text | None = None
    """Why it is locked."""
    owner: Text | None = None
    """Who may allow another."""

    @property
    def limits(self) -> dict[str, Any]:
        """By operator, the limits that it names; none where the term is to stay as the template states it."""
        named = {"min": self.min, "max": self.max, "one_of": self.one_of}
        return {name: limit for name, limit in named.items() if limit}


def _lock(value: Any) -> Any:
    if value == FIXED:
        return {}
    if isinstance(value, str):
        raise Unreadable("unknown-word", found=value, allowed=FIXED, hint=nearest(value, (FIXED,)))
    return value


LockField = Annotated[
    Lock,
    BeforeValidator(_lock),
    WithJsonSchema({"anyOf": [{"enum": [FIXED]}, {"$ref": "#/$defs/Lock"}]}),
]
