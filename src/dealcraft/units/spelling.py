"""How numbers and names are written, shared by every quantity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from dealcraft.errors import Unreadable

UNSIGNED: Final = r"(?:(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)"
"""A number without sign; commas divide thousands, and nothing else (``0,050`` is no number)."""
NUMBER: Final = rf"[+-]?{UNSIGNED}"
"""A number with or without sign."""
NOT_NEGATIVE: Final = rf"(?:\+?{UNSIGNED}|-(?:0+(?:\.0+)?|\.0+))"
"""A number that is at least 0."""
_LONGEST: Final = 40
NO_LONGER: Final = rf"(?![0-9.,]{{{_LONGEST + 1}}})"
"""Before a number in a pattern: it is not longer than `decimal_of` reads."""
_SYNTAX: Final = re.compile(r"[\^$\\.*+?()[\]{}|]")


def decimal_of(text: str) -> Decimal:
    """The decimal number of a text that matched ``NUMBER``."""
    if len(text.lstrip("+-")) > _LONGEST:
        raise Unreadable("number-too-long", found=text[:_LONGEST] + "…", limit=_LONGEST)
    return Decimal(text.replace(",", ""))


def literal(text: str) -> str:
    """A pattern for *text* itself. `re.escape` escapes more than the regular expressions of JSON Schema allow."""
    return _SYNTAX.sub(r"\\\g<0>", text)


def any_case(*words: str) -> str:
    """A pattern for each of *words* in any case, without a flag, which JSON Schema does not have."""
    return "|".join(
        "".join(f"[{c}{c.upper()}]" if c.isascii() and c.isalpha() else literal(c) for c in word)
        for word in words
    )


def pattern(form: str) -> str:
    """The JSON Schema pattern of texts that have *form*, white space around them aside.

    Numbers that it spells as `UNSIGNED` are held to the length that `decimal_of` reads.
    """
    return rf"^\s*(?:{form.replace(UNSIGNED, NO_LONGER + UNSIGNED)})\s*$"


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
