"""Commas inside numbers: within brackets YAML takes them for the end of a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dealcraft.errors import Unreadable
from dealcraft.findings import Span
from dealcraft.units import read_money, read_per_time

_HEAD: Final = re.compile(r"(?P<before>(?:.*[^\d.,])?)[+-]?(?P<digits>\d+)(?:,\d+)*", re.DOTALL)
_TAIL: Final = re.compile(r"\d+(?!\d)")
_GROUP: Final = re.compile(r"\d{3}(?!\d)")
_THOUSANDS: Final = re.compile(r"\D*\d{1,3}(,\d{3})+(\D.*)?", re.DOTALL)
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Written:
    """A plain scalar as it stands in the text."""

    value: str
    span: Span


def continues(text: str, head: Written, tail: Written) -> bool:
    """Whether *tail*, a key without a value in a map, is the rest of the number that *head* ends with."""
    if text[head.span.end : tail.span.start] != "," or len(head.value) > _LONGEST:
        return False
    return _HEAD.fullmatch(head.value) is not None and _TAIL.match(tail.value) is not None


def continues_in_list(text: str, head: Written, tail: Written, *, spaced: bool) -> bool:
    """The same for an item of a list, where ``[100,200,300]`` may well be three numbers.

    It is one number if a group of three follows and something gives it away: a currency before, a group of zeros,
    or other commas of the list with a space after them (*spaced*).
    """
    match = _HEAD.fullmatch(head.value)
    if match is None or not _GROUP.match(tail.value) or not continues(text, head, tail):
        return False
    if "," in head.value:
        return True
    return len(match["digits"]) <= 3 and (
        spaced or bool(match["before"].strip()) or tail.value.startswith("000")
    )


def is_spaced(text: str, opened: int) -> bool:
    """Whether the list that begins at *opened* has a comma with a space after it."""
    return text.find(", ", opened, text.find("]", opened)) >= 0


def join(head: Written, tail: Written) -> Written:
    """Both as the one value that was meant."""
    one, two = head.span, tail.span
    span = Span(one.line, one.column, two.end_line, two.end_column, one.start, two.end)
    return Written(f"{head.value},{tail.value}", span)


def meant(value: str) -> str:
    """The value without ambiguity: a decimal comma becomes a point, groups of three stay."""
    return value if _THOUSANDS.fullmatch(value) else value.replace(",", ".")


def mend(value: str) -> str:
    """How to write *value* without a comma, or an empty text where only quotes help."""
    if not _THOUSANDS.fullmatch(value):
        return meant(value)
    for read in (read_money, read_per_time):
        try:
            return str(read(value))
        except Unreadable:
            continue
    return ""
