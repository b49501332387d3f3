"""What a call asks for, refused in plain words where it cannot be had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import get_args

from dealcraft.engine.result import Run
from dealcraft.errors import UsageError
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.spelling import nearest


def named(word: str, known: Iterable[str], what: str) -> None:
    """Raise UsageError unless *word* is one of *known*."""
    names = list(known)
    if word not in names:
        hint = nearest(str(word), names)
        mend = f"did you mean {hint}?" if hint else f"there are {', '.join(names)}"
        raise UsageError(f"no {what} {word} in this sheet; {mend}")


def asked_of(sheet: Sheet, *, structure: str | None = None, party: str | None = None) -> None:
    """Raise UsageError unless *sheet* has the structure and the party that are asked about, if any are."""
    if structure is not None:
        named(structure, sheet.structures, "structure")
    if party is not None:
        named(party, sheet.parties, "party")


def some_of(words: Sequence[str] | None, known: Iterable[str], what: str) -> None:
    """Raise UsageError unless each of *words* (None: all of them) is one of *known*, and there is one."""
    if isinstance(words, str) or (words is not None and not words):
        raise UsageError(f"{words!r} names no {what}s; give a list of them, or None for all")
    for word in words or ():
        named(word, known, what)


def path_of(text: str | Path) -> Path:
    """The path that *text* spells; UsageError where it spells none."""
    if isinstance(text, Path):
        return text
    try:
        return Path.parse(text)
    except (TypeError, ValueError):
        raise UsageError(f"{text} is no path; paths look like structures.licence.payments.upfront") from None


def is_sheet(sheet: object) -> None:
    """Raise UsageError unless *sheet* is one that was loaded."""
    if not isinstance(sheet, Sheet):
        raise UsageError(
            f"a Sheet is wanted, as dealcraft.load makes it of a file; this is a {type(sheet).__name__}"
        )


def can_run(*, run: str, seed: int, trials: int | None = None, jobs: int = 1) -> None:
    """Raise UsageError unless a valuation can be run so."""
    if run not in get_args(Run):
        raise UsageError(f"no run {run}; there are {', '.join(get_args(Run))}")
    _whole("seed", seed, least=0)
    _whole("jobs", jobs, least=1)
    if trials is not None:
        _whole("trials", trials, least=1)


def _whole(what: str, number: object, *, least: int) -> None:
    if not isinstance(number, Integral) or int(number) < least:
        raise UsageError(f"{what} is {number!r}; it is a whole number from {least} on")
