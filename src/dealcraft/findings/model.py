"""A finding is a path and values; a diagnostic is the same, pinned to the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dealcraft.errors import DealcraftError
from dealcraft.findings.catalogue import Entry
from dealcraft.findings.severity import Severity
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class Label:
    """Another place that a finding speaks of, and what to say there (a key of the message catalogue)."""

    path: Path
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    at: Literal["key", "value"] = "value"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about a sheet: which message, where, with what values.

    Severity and wording stand in the catalogue under ``code``; rules never count columns.
    """

    code: str
    path: Path
    values: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    at: Literal["key", "value"] = "value"
    words: Entry | None = None
    """Its wording, where that comes with the rule and not from the catalogue: rules of law, rules of a house."""
    missing: tuple[str, ...] = ()
    """The facts for want of which a rule could not be judged; then it is not checked, and nothing was found."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: lines and columns count from 1, the end column is exclusive, offsets from 0."""

    line: int
    column: int
    end_line: int
    end_column: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Related:
    """Another stretch of text, and what it has to do with the matter."""

    span: Span
    message: str
    file: str = ""
    """The file it stands in, where that is another than the diagnostic's own."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A safe mend: the text from one offset up to another becomes *text*, and means what was meant."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who answered a finding, and why it need not be mended."""

    by: Literal["comment", "exception", "baseline"]
    """Where the answer stands."""
    reason: str = ""
    """Why."""
    approver: str = ""
    """Who answers for it, where that is said."""
    until: date | None = None
    """The last day on which it holds; None for no end."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding pinned to its text: all that a reporter needs."""

    code: str
    family: str
    severity: Severity
    message: str
    help: str | None
    path: Path
    file: str
    span: Span | None
    label: str = ""
    related: tuple[Related, ...] = ()
    lines: Mapping[int, str] = field(default_factory=dict)
    """The source lines that the spans touch, by line number, for reports that show them."""
    value: str = ""
    """The text that the span covers, white space evened out: with code and path, what a finding is known by."""
    accepted: Acceptance | None = None
    """The answer to it, if it has one; then it is counted apart."""
    missing: tuple[str, ...] = ()
    """The facts for want of which its rule could not be judged."""
    fix: Fix | None = None
    """What `check --fix` would do about it; only where that changes no meaning."""

    @property
    def stands(self) -> bool:
        """Whether it is a finding that nobody has answered: what is shown first, counted, and fails a check."""
        return self.accepted is None and not self.missing


class SheetError(DealcraftError):
    """A term sheet that cannot be valued because it has errors."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = tuple(diagnostics)

    def __str__(self) -> str:
        return "\n".join(f"{_place(found)}: {found.message}" for found in self.diagnostics)


def _place(found: Diagnostic) -> str:
    """File, line and column; the path of what comes from no text."""
    span = found.span
    return f"{found.file}:{span.line}:{span.column}" if span else str(found.path)
