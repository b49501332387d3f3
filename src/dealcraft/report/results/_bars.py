"""Small pictures in a line of text: where a value may end, how large a share is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dealcraft.engine.result import Distribution

_EIGHTHS: Final = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_FULL: Final = "█"
_TAKEN: Final = "░"


@dataclass(frozen=True, slots=True)
class Scale:
    """Amounts from *low* to *high* over *width* cells."""

    low: float
    high: float
    width: int

    def cell(self, amount: float) -> int:
        """Which cell *amount* falls into."""
        reach = self.high - self.low
        share = (amount - self.low) / reach if reach > 0 else 0.0
        return min(self.width - 1, max(0, int(share * self.width)))


def spread(values: Distribution, scale: Scale) -> str:
    """The range from 5% to 95% with the median in it, and where 0 is: ``┊──●━━━``."""
    cells = [" "] * scale.width
    for at in range(scale.cell(values.p5), scale.cell(values.p95) + 1):
        cells[at] = "─"
    zero = scale.cell(0.0)
    cells[zero] = "┼" if cells[zero] == "─" else "┊"
    cells[scale.cell(values.p50)] = "●"
    return "".join(cells)


def swing(low: float, high: float, base: float, scale: Scale) -> str:
    """What a low value (shaded) and a high one (full) make of *base*: ``░░░░┊██``; the longer lies below."""
    cells, still = [" "] * scale.width, scale.cell(base)
    for amount, fill in sorted(((low, _TAKEN), (high, _FULL)), key=lambda end: -abs(end[0] - base)):
        at = scale.cell(amount)
        for cell in range(min(at, still), max(at, still) + 1):
            cells[cell] = fill
    cells[still] = "┊"
    return "".join(cells)


def bar(amount: float, largest: float, width: int) -> str:
    """A bar of *amount* where *largest* fills *width* cells; what is taken away is shaded."""
    cells = abs(amount) / largest * width if largest > 0 else 0.0
    if amount < 0:
        return _TAKEN * max(1, round(cells))
    whole = int(cells)
    return _FULL * whole + _EIGHTHS[int((cells - whole) * 8)] or "▏"
