"""What every part of a term sheet has in common: frozen, closed to unknown keys, documented by attribute."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from dealcraft.errors import Unreadable

RESERVED: Final = frozenset(
    [
        "all",
        "worldwide",
        "patents",
        "exclusivity",
        "approval",
        "effective",
        "customers",
        "suppliers",
        "third_parties",
        "authority",
        "true",
        "false",
        "null",
    ]
)
"""Words of the language, and of YAML, that no party, asset, market or clause may be called."""

_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
ID_PATTERN: Final = f"^(?!(?:{'|'.join(sorted(RESERVED))})$){_ID.pattern}$"
"""A name that the sheet gives, as JSON Schema says it."""


def said(name: str) -> WithJsonSchema:
    """What JSON Schema says of a type: the definition of that *name*, which `schema.py` or `quantities.py` writes."""
    return WithJsonSchema({"$ref": f"#/$defs/{name}"})


class Term(BaseModel):
    """A part of a term sheet; models are built when first needed, so that importing them is cheap."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, arbitrary_types_allowed=True, validate_by_alias=True
    )


@dataclass(frozen=True, slots=True)
class ReadBy:
    """How a field is read; pydantic's own PlainValidator would also learn how to write it, at twice the time to start."""

    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        """Nothing but `read`, whatever the annotated type is made of."""
        return core_schema.no_info_plain_validator_function(self.read)


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        mend = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
        raise Unreadable("bad-id", found=text, hint=mend if _ID.fullmatch(mend) else "")
    if text in RESERVED:
        raise Unreadable("reserved-id", found=text)
    return text


Id = Annotated[str, AfterValidator(_id), said("id")]
"""A name that the sheet gives: ``[a-z][a-z0-9_]*``."""
