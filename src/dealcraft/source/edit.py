"""Edits of a text that replace one value each and leave every other byte as it is."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from dealcraft.findings import Diagnostic, Fix

_SPELLING: Final = re.compile(r"[-_ ]")
_NAMES: Final = ("unknown-word", "unknown-key")
"""Findings of a word that is not known, where the nearest known one may be the same word in another spelling."""


def safe_fix(code: str, values: Mapping[str, str], text: str) -> str | None:
    """What *text*, which a finding is about, can be replaced by without a change of meaning; None where nothing can.

    That is a known word in another spelling: capitals, and hyphens or spaces for underscores. A number, a rate, a
    date or a sum is never touched.
    """
    hint = values.get("hint", "")
    if code in _NAMES and hint and values.get("found") == text and _folded(hint) == _folded(text):
        return hint
    return None


def edited(content: bytes, fixes: Iterable[Fix]) -> bytes:
    """*content* with *fixes* made to it; of two that overlap, the first in the text."""
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    text = content[len(mark) :].decode("utf-8")
    parts = list[str]()
    at = 0
    for fix in sorted(fixes, key=lambda fix: (fix.start, fix.end)):
        if fix.start >= at:
            parts += [text[at : fix.start], fix.text]
            at = fix.end
    return mark + "".join([*parts, text[at:]]).encode("utf-8")


def fixes_in(diagnostics: Iterable[Diagnostic]) -> Iterator[Fix]:
    """The fixes of those *diagnostics* that have one and stand."""
    return (each.fix for each in diagnostics if each.fix is not None and each.stands)


def without(text: str, start: int, end: int) -> Fix:
    """The fix that takes out a comment: with the space before it, and with its line where nothing else is on it."""
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    if start == 0 or text[start - 1] in "\r\n":
        end = text.find("\n", end) + 1 or len(text)
    return Fix(start, end, "")


def _folded(word: str) -> str:
    return _SPELLING.sub("", word).casefold()
