"""All that a report on one sheet is made of."""

from __future__ import annotations

from dataclasses import dataclass

from dealcraft.analysis.closer import Closer
from dealcraft.analysis.compare import Comparison
from dealcraft.analysis.trades import Trade
from dealcraft.analysis.turning import Turning
from dealcraft.engine.result import Valuation
from dealcraft.findings import Diagnostic
from dealcraft.terms.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Answer:
    """A sheet, what it is worth, how its structures compare, and what was found on the way."""

    sheet: Sheet
    file: str
    """As the user named it."""
    sha256: str
    """Of the file's bytes."""
    valuation: Valuation
    comparison: Comparison
    diagnostics: tuple[Diagnostic, ...] = ()
    """Of the check and of the valuation; no errors."""
    closer: Closer | None = None
    """One structure more closely, where that was asked for."""
    turning: tuple[Turning, ...] | None = None
    """What would change the answer for the party read for, where that was asked for."""
    bridge: Trade | None = None
    """Where sides believe differently, the contingent term of that structure that bridges it best."""
