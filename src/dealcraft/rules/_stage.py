"""How far an asset has come, read off the names of its phases: shared by rules that compare with other deals."""

from __future__ import annotations

from typing import Final

from dealcraft.law.benchmarks import Stage
from dealcraft.terms.assets import Asset
from dealcraft.terms.events import Approval, FirstSale, Moment, PhaseStart, PhaseSuccess
from dealcraft.terms.sheet import Sheet

_EARLY: Final = ("discovery", "lead", "candidate", "preclinical", "phase_1", "phase_2", "first", "second")
_LATE: Final = ("phase_3", "third", "pivotal", "review", "filing", "registration")


def stage_of(asset: Asset) -> Stage:
    """Before phase 3 or from then on, by the name of the first phase that is left; `any` where it has another name."""
    first = next(iter(asset.development), None)
    if first is None or any(word in first for word in _LATE):
        return "late"
    return "early" if any(word in first for word in _EARLY) else "any"


def steps_to(sheet: Sheet, assets: tuple[str, ...], event: object) -> tuple[str, float] | None:
    """The asset of which *event* is a step of development, and how far along: 0 at the start of its first phase.

    None of events of other kinds, of events a time after a step, and where it is not clear of which asset.
    """
    anchor = event.anchor if isinstance(event, Moment) and not event.offset else None
    named = getattr(anchor, "asset", None) or (assets[0] if len(assets) == 1 else None)
    if named is None or named not in sheet.assets:
        return None
    phases = list(sheet.assets[named].development)
    match anchor:
        case PhaseStart() | PhaseSuccess() if anchor.phase in phases:
            return named, phases.index(anchor.phase) + (0.9 if isinstance(anchor, PhaseSuccess) else 0.0)
        case Approval() if phases:
            return named, len(phases) - 0.05
        case FirstSale():
            return named, float(len(phases))
    return None
