"""A right to decide, as the engine sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dealcraft.terms.events import Event
from dealcraft.units import Path

Take = Literal["never", "always", "if_worth_more"]


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """A right to decide: whose, when, and whether it is taken."""

    path: Path
    holder: str
    at: Event | None
    """None where its moment is that of a clause."""
    take: Take
