"""Prose that was broken for one width, broken anew for another."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

WIDEST: Final = 96
"""What a page of prose is as wide as in a wide window."""
_FULL: Final = 88
"""A line that would have been longer than this with the next word was broken for want of room."""

_ITEMS: Final = ("-", "*", "|")
"""What a line of a list or of a table begins with."""


def reflowed(text: str, width: int) -> str:
    """*text* in lines of at most *width*; what is set in is left as it stands, and so is a break that was meant."""
    lines = list[str]()
    for paragraph in _paragraphs(text.splitlines()):
        prose = paragraph[:1].strip() and len(paragraph) > width
        lines += (
            textwrap.wrap(paragraph, width, break_on_hyphens=False, break_long_words=False)
            if prose
            else [paragraph]
        )
    return "\n".join(lines) + "\n"


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines joined where they were broken for want of room."""
    whole = list[str]()
    for line in lines:
        if whole and not _goes_on(whole[-1], line):
            yield " ".join(whole)
            whole = []
        whole.append(line)
    if whole:
        yield " ".join(whole)


def _goes_on(line: str, following: str) -> bool:
    """Whether *following* is the rest of a line of prose that found no room."""
    word = following.split(" ", 1)[0]
    prose = line[:1].strip() and word and word not in _ITEMS
    return bool(prose) and len(line) + 1 + len(word) > _FULL
