"""What every part of a term sheet has in common: frozen, closed to unknown keys, documented by attribute."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict

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
    ]
)
"""Words of the language that no party, asset, market or clause may be called."""

_ID: Final = re.compile(r"[a-z][a-z0-9_]*")


class Term(BaseModel):
    """A part of a term sheet; models are built when first needed, so that importing them is cheap."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, arbitrary_types_allowed=True, validate_by_alias=True
    )


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        mend = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
        raise Unreadable("bad-id", found=text, hint=mend if _ID.fullmatch(mend) else "")
    if text in RESERVED:
        raise Unreadable("reserved-id", found=text)
    return text


Id = Annotated[str, AfterValidator(_id)]
"""A name that the sheet gives: ``[a-z][a-z0-9_]*``."""
