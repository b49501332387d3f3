"""What many rules ask of one sheet, read off it once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from dealcraft.terms.sheet import Sheet

T = TypeVar("T")


def once(read: Callable[[Sheet], T]) -> Callable[[Sheet], T]:
    """*read*, which keeps its answer on the sheet that it was asked about last: all rules see one sheet, then the next."""
    last: list[tuple[Sheet, T]] = []

    @wraps(read)
    def answer(sheet: Sheet) -> T:
        for known, told in last:
            if known is sheet:
                return told
        told = read(sheet)
        last[:] = [(sheet, told)]
        return told

    return answer
