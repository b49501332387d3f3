"""The page that says what the tables answer says what they answer."""

from __future__ import annotations

import runpy
from pathlib import Path

WRITTEN_BY = Path(__file__).parents[2] / "docs" / "withholding.py"


def test_the_page_of_coverage_is_up_to_date() -> None:
    written = runpy.run_path(str(WRITTEN_BY))
    assert written["PAGE"].read_text(encoding="utf-8") == written["page"](), (
        "run python docs/withholding.py if this is meant"
    )
