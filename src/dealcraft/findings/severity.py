"""How much a finding matters."""

from __future__ import annotations

from enum import IntEnum


class Severity(IntEnum):
    """How much a finding matters; the order is that of ``--fail-on``."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """``info``, ``warning`` or ``error``, as written in every format."""
        return self.name.lower()
