"""What a sheet is worth, as people read it; `json` beside it is for machines, and imported only for them."""

from __future__ import annotations

from dealcraft.report.results._lines import By
from dealcraft.report.results._look import Look
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.in_depth import in_depth
from dealcraft.report.results.text import compare

__all__ = ["Answer", "By", "Look", "compare", "in_depth"]
