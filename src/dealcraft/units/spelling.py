"""How numbers and names are written, shared by every quantity."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from dealcraft.errors import Unreadable

NUMBER: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+"
_LONGEST: Final = 40


def decimal_of(text: str) -> Decimal:
    """The decimal number of a text that matched ``NUMBER``."""
    if len(text) > _LONGEST:
        raise Unreadable("number-too-long", found=text[:_LONGEST] + "…", limit=_LONGEST)
    return Decimal(text.replace(",", ""))


def plain(number: Decimal) -> str:
    """*number* without exponent and without trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that *word* was most likely meant to be, or an empty text."""
    from difflib import get_close_matches

    known = list(known)
    by_case = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold()[:200], list(by_case), n=1, cutoff=0.6)
    return by_case[found[0]] if found else ""
