"""Findings as people and machines read them."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from dealcraft.report.findings._page import DEFAULT, Page
from dealcraft.report.findings._reporter import Found, Reporter
from dealcraft.report.findings.concise import concise
from dealcraft.report.findings.json import json
from dealcraft.report.findings.text import text

FormatName: TypeAlias = Literal["text", "concise", "json"]
"""The formats that findings are written in."""

FORMATS: Final[dict[FormatName, Reporter]] = {"text": text, "concise": concise, "json": json}
"""The reporter of each format."""

__all__ = ["DEFAULT", "FORMATS", "FormatName", "Found", "Page", "Reporter"]
