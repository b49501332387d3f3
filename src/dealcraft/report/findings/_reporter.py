"""What every reporter of findings is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from dealcraft.findings import Diagnostic
from dealcraft.report.findings._page import DEFAULT, Page

Found: TypeAlias = Mapping[str, Sequence[Diagnostic]]
"""By file, what was found in it, answered findings and rules that could not be judged included; a file without
findings is there too."""


def standing(found: Found) -> dict[str, list[Diagnostic]]:
    """*found* without what was answered or could not be judged."""
    return {file: [each for each in diagnostics if each.stands] for file, diagnostics in found.items()}


class Reporter(Protocol):
    """Writes what was found; *seconds* is how long it took, if someone wants to know."""

    def __call__(self, found: Found, /, *, seconds: float | None = None, page: Page = DEFAULT) -> str:
        """The whole report, ending in a line break unless it is empty."""
