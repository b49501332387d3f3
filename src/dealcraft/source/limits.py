"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest sheet that is read; a real one stays below a hundredth of each."""

    size: int = 1 << 20
    """Bytes."""
    depth: int = 32
    """Maps and lists inside one another; far below what any parser survives."""
    nodes: int = 50_000
    """Keys and values, maps and lists included."""
    problems: int = 100
    """Problems of the text after which the rest is not read."""
    extends: int = 8
    """Sheets that build on one another."""

    @property
    def size_in_words(self) -> str:
        """The size as a message says it: ``1 MiB``."""
        for unit, scale in (("MiB", 1 << 20), ("KiB", 1 << 10)):
            if self.size >= scale:
                return f"{self.size // scale} {unit}"
        return f"{self.size} bytes"


LIMITS: Final = Limits()
"""What a file may have unless the caller says otherwise."""
