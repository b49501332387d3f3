"""Text of a sheet within Markdown: it makes no link, no mention, no table and no page of its own."""

from __future__ import annotations

import re
from typing import Final

from dealcraft.report.inert import inert

_FENCES: Final = re.compile("`+")


def code(text: str) -> str:
    """*text* as a code span; its fence is longer than any run of backticks inside."""
    text = inert(text)
    fence = "`" * (max((len(run) for run in _FENCES.findall(text)), default=0) + 1)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def cell(text: str) -> str:
    """The same in a table, which a bar would divide even in a code span; nothing for no text."""
    return code(text).replace("|", "\\|") if text else ""
