"""A redline: what differs between two versions of a sheet, what that is worth to each side, what is found in it now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dealcraft.analysis.bridge import Bridge, bridge
from dealcraft.analysis.changes import Change, changes
from dealcraft.analysis.study import How
from dealcraft.engine.result import Valuation
from dealcraft.findings import Diagnostic
from dealcraft.terms.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Coming:
    """What one version has and the other has not."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redline:
    """Two versions of a sheet, compared."""

    changes: tuple[Change, ...]
    bridge: Bridge | None
    """None where the versions count in different currencies."""
    structures: Coming
    parties: Coming


def diff(old: Sheet, new: Sheet, before: Valuation, after: Valuation, *, how: How) -> Redline:
    """The redline from *old*, worth *before*, to *new*, worth *after*."""
    comparable = old.valuation.currency == new.valuation.currency
    found = bridge(old, new, before, after, how=how) if comparable else None
    return Redline(
        changes(old, new) if found is None else found.changes,
        found,
        _coming(old.structures, new.structures),
        _coming(old.parties, new.parties),
    )


def appeared(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What is found *after* and was not *before*; from one to the other a finding is known by its code and path."""
    known = Counter((one.code, one.path) for one in before if one.stands)
    new = list[Diagnostic]()
    for one in after:
        if one.stands:
            known[one.code, one.path] -= 1
            if known[one.code, one.path] < 0:
                new.append(one)
    return tuple(new)


def _coming(old: Iterable[str], new: Iterable[str]) -> Coming:
    before, after = list(old), list(new)
    return Coming(
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
    )
