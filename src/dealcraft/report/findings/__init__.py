"""Findings as people and machines read them."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from dealcraft.report.findings._page import DEFAULT, Page
from dealcraft.report.findings._reporter import Found, Reporter
from dealcraft.report.findings.concise import concise
from dealcraft.report.findings.github import github
from dealcraft.report.findings.gitlab import gitlab
from dealcraft.report.findings.json import json
from dealcraft.report.findings.junit import junit
from dealcraft.report.findings.markdown import markdown
from dealcraft.report.findings.sarif import sarif
from dealcraft.report.findings.text import text

FormatName: TypeAlias = Literal["text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"]
"""The formats that findings are written in."""

FORMATS: Final[dict[FormatName, Reporter]] = {
    "text": text, "concise": concise, "json": json, "sarif": sarif, "github": github, "gitlab": gitlab,
    "junit": junit, "markdown": markdown,
}  # fmt: skip
"""The reporter of each format."""

__all__ = ["DEFAULT", "FORMATS", "FormatName", "Found", "Page", "Reporter"]
