"""Findings, diagnostics and the catalogue of their messages."""

from __future__ import annotations

from dealcraft.findings.model import Acceptance, Diagnostic, Finding, Fix, Label, Related, SheetError, Span
from dealcraft.findings.severity import Severity

__all__ = ["Acceptance", "Diagnostic", "Finding", "Fix", "Label", "Related", "Severity", "SheetError", "Span"]
