"""The shape of the JSON that dealcraft writes, frozen and versioned: a breaking change is a new version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dealcraft._version import __version__
from dealcraft.findings import Diagnostic


class Output(BaseModel):
    """A part of the JSON: every field is always there, null where it does not apply."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class FoundSheet(Output):
    """Which sheet an answer is about."""

    id: str
    """The sheet's own name."""
    title: str | None
    """Its title, for readers."""
    file: str
    """The file it was read from."""
    sha256: str
    """The hash of that file, in hexadecimal."""


class FoundFinding(Output):
    """One finding, at its place."""

    code: str
    """What it is; ``dealcraft explain CODE`` says more."""
    family: str
    """The kind of finding."""
    severity: Literal["error", "warning", "info"]
    """How much it matters."""
    path: str
    """The term it is about; empty for the whole sheet."""
    line: int | None
    """The line where the term begins, from 1; null where there is no place to point at."""
    column: int | None
    """The column where it begins, in characters, from 1."""
    end_line: int | None
    """The line where it ends."""
    end_column: int | None
    """The column after its last character."""
    message: str
    """What was found, and the limit."""
    help: str | None
    """What to write instead."""

    @classmethod
    def of(cls, diagnostic: Diagnostic) -> FoundFinding:
        """*diagnostic* as it is written."""
        span = diagnostic.span
        return cls(
            code=diagnostic.code,
            family=diagnostic.family,
            severity=diagnostic.severity.word,
            path=str(diagnostic.path),
            line=span.line if span else None,
            column=span.column if span else None,
            end_line=span.end_line if span else None,
            end_column=span.end_column if span else None,
            message=diagnostic.message,
            help=diagnostic.help,
        )


class AcceptedFinding(FoundFinding):
    """A finding that someone has answered."""

    by: Literal["comment", "exception", "baseline"]
    """Where the answer stands."""
    reason: str
    """Why it need not be mended; empty in a baseline."""
    approver: str
    """Who answers for it; empty where that is not said."""
    until: dt.date | None
    """The last day on which the answer holds."""

    @classmethod
    def of(cls, diagnostic: Diagnostic) -> AcceptedFinding:
        """*diagnostic* and the answer to it."""
        answer = diagnostic.accepted
        assert answer is not None
        finding = FoundFinding.of(diagnostic).model_dump()
        return cls(
            **finding, by=answer.by, reason=answer.reason, approver=answer.approver, until=answer.until
        )


class UncheckedRule(Output):
    """A rule that could not be judged."""

    code: str
    """Its code."""
    path: str
    """What it would have been judged of."""
    missing: tuple[str, ...]
    """The facts that the sheet does not state."""


class FoundFile(Output):
    """One file that was checked."""

    file: str
    """Its name as it was given."""
    findings: tuple[FoundFinding, ...]
    """What was found in it, in the order of its text; empty if nothing."""
    accepted: tuple[AcceptedFinding, ...]
    """What was found in it and has been answered."""
    not_checked: tuple[UncheckedRule, ...]
    """The rules that could not be judged, and the facts they lack."""

    @classmethod
    def of(cls, file: str, diagnostics: Sequence[Diagnostic]) -> FoundFile:
        """What is said of *file*."""
        return cls(
            file=_without_surrogates(file),
            findings=tuple(FoundFinding.of(each) for each in diagnostics if each.stands),
            accepted=tuple(AcceptedFinding.of(each) for each in diagnostics if each.accepted is not None),
            not_checked=tuple(
                UncheckedRule(code=each.code, path=str(each.path), missing=each.missing)
                for each in diagnostics
                if each.missing
            ),
        )


class Findings(Output):
    """The whole of ``dealcraft check --format json``."""

    dealcraft: str = __version__
    """The version that wrote this."""
    format: Literal["findings.v1"] = "findings.v1"
    """The version of this format."""
    sheet: FoundSheet | None = None
    """Null: a check may read many sheets, which are named under ``files``."""
    settings: Mapping[str, str | float | bool | None] | None = None
    """The settings of the check, if it had any."""
    files: tuple[FoundFile, ...]
    """Every file that was checked, in the order it was given."""

    @classmethod
    def of(cls, found: Mapping[str, Sequence[Diagnostic]]) -> Findings:
        """What was *found*, by file."""
        return cls(files=tuple(FoundFile.of(file, diagnostics) for file, diagnostics in found.items()))


def _without_surrogates(name: str) -> str:
    """A file's name as JSON can hold it: bytes of it that are no UTF-8 by their numbers."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
