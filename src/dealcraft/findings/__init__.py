"""Findings, diagnostics and the catalogue of their messages."""

from __future__ import annotations

from dealcraft.findings.model import Acceptance, Diagnostic, Finding, Fix, Label, Related, Severity, Span

__all__ = ["Acceptance", "Diagnostic", "Finding", "Fix", "Label", "Related", "Severity", "Span"]
