"""When events happen, in each scenario: years from the valuation date, infinity for never."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, assert_never

import numpy as np

from dealcraft.engine.timeline import Timeline
from dealcraft.terms.events import (
    Anchor,
    Approval,
    EarliestOf,
    Effective,
    Event,
    Exclusivity,
    FirstSale,
    LatestOf,
    Moment,
    OnDate,
    Patents,
    PhaseStart,
    PhaseSuccess,
)
from dealcraft.units.array import Number

NEVER = float("inf")


class Facts(Protocol):
    """What events can be about, seen from one place of the sheet (an agreement, a cell, or neither)."""

    @property
    def timeline(self) -> Timeline:
        """The plan's."""

    def effective(self) -> Number:
        """When the agreement (outside one, the sheet) becomes effective."""

    def phase(self, name: str, asset: str | None, what: str) -> Number:
        """When a phase starts or succeeds."""

    def approval(self, asset: str | None) -> Number:
        """When the last phase succeeds."""

    def first_sale(self, market: str | None) -> Number:
        """When the first sale happens, in one market where it is named."""

    def patents(self) -> Number | None:
        """The last expiry of a granted patent in the cell; None where there is none."""

    def exclusivity(self) -> Number | None:
        """When the cell's exclusivity ends; None where it has none."""


def when(event: Event, facts: Facts) -> Number:
    """The time of *event*; items that never happen are skipped in a group."""
    time = _when(event, facts)
    return NEVER if time is None else time


def has_items(event: Event, facts: Facts) -> bool:
    """Whether *event* has any item left in this cell: one that is not a missing patent or exclusivity."""
    return _when(event, facts) is not None


def _when(event: Event, facts: Facts) -> Number | None:
    match event:
        case Moment():
            at = _anchor(event.anchor, facts)
            return None if at is None else at + event.offset
        case LatestOf():
            return _group(event.events, facts, lambda a, b: np.where(np.isinf(a), b, np.where(np.isinf(b), a, np.maximum(a, b))))  # fmt: skip
        case EarliestOf():
            return _group(event.events, facts, np.minimum)
        case _:
            assert_never(event)


def _group(
    events: tuple[Event, ...], facts: Facts, pick: Callable[[Number, Number], Number]
) -> Number | None:
    times = [time for item in events if (time := _when(item, facts)) is not None]
    if not times:
        return None
    chosen = times[0]
    for time in times[1:]:
        chosen = pick(chosen, time)
    return float(chosen) if np.ndim(chosen) == 0 else chosen


def _anchor(anchor: Anchor, facts: Facts) -> Number | None:
    match anchor:
        case Effective():
            return facts.effective()
        case PhaseStart(phase, asset):
            return facts.phase(phase, asset, "start")
        case PhaseSuccess(phase, asset):
            return facts.phase(phase, asset, "success")
        case Approval(asset):
            return facts.approval(asset)
        case FirstSale(market):
            return facts.first_sale(market)
        case OnDate(date):
            return facts.timeline.t(date)
        case Patents():
            return facts.patents()
        case Exclusivity():
            return facts.exclusivity()
        case _:
            assert_never(anchor)
