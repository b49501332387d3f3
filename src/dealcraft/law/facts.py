"""Facts of a deal that decide between rates of tax, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeAlias

Facts: TypeAlias = Mapping[str, object]
"""Facts that decide between rates, by name (`FACTS`); one that is absent is not stated."""

FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "beneficial_owner": "whether the payee is the beneficial owner",
        "residence_shown": "whether the payee shows its residence as the treaty's rate asks",
        "related": "whether payer and payee are affiliated",
        "associated_share": "the share that one holds in the other directly, or a common parent in both",
        "held_years": "for how many years that share has been held",
        "listed_low_tax": "whether the payee sits in a place that the payer's country lists as low-tax or non-cooperative",
        "former_local_rights": "whether a business in the payer's country once owned the rights",
        "approved": "whether the payer's authority has approved the rights for the reduced rate",
        "registered": "whether the patents are registered in the payer's country",
    }
)
"""The facts that are read, and what each means."""

NOTHING_STATED: Final[Facts] = MappingProxyType({})
"""No facts at all."""

_NUMBER: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(%|\D*)")


def met(when: Mapping[str, str], facts: Facts) -> bool:
    """Whether *facts* state everything that a rate asks for."""
    return all(
        said_yes(facts.get(name)) if least == "true" else _number(facts.get(name)) >= _number(least)
        for name, least in when.items()
    )


def said_yes(value: object) -> bool:
    """Whether a fact is stated and holds."""
    return value is True or str(value).strip().lower() in ("true", "yes")


def said_no(value: object) -> bool:
    """Whether a fact is stated and does not hold."""
    return value is False or str(value).strip().lower() in ("false", "no")


def _number(value: object) -> Decimal:
    """A share as a fraction, or a count of years; -1 where nothing is stated."""
    found = None if value is None or isinstance(value, bool) else _NUMBER.fullmatch(str(value))
    if found is None:
        return Decimal(-1)
    return Decimal(found[1]) / 100 if found[2] == "%" else Decimal(found[1])
