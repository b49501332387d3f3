"""A finding is a path and values; a diagnostic is the same, pinned to the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from dealcraft.units import Path


class Severity(IntEnum):
    """How much a finding matters; the order is that of ``--fail-on``."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """``info``, ``warning`` or ``error``, as written in every format."""
        return self.name.lower()


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
