"""The sheets on which the laws are tried use every key that moves money."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
STRATEGIES: Final = (ROOT / "tests" / "strategies.py").read_text(encoding="utf-8")
ELSEWHERE: Final = {
    "uncertainty": "enumerated sheets have nothing to correlate: tests/engine/test_scenarios.py",
    "correlations": "the same",
    "between": "the same",
    "rank": "the same",
    "view": "another sheet, seen by one party: tests/engine/test_decisions.py, tests/analysis",
    "outside": "compared, not paid: tests/analysis/test_outside.py",
    "npv": "the same",
    "structure": "the same",
    "reliefs": "a dated table: tests/law/test_income_tax.py",
}
"""Keys that no random sheet has, and why, or where they are tried."""


def _valued() -> list[str]:
    """Every key that the page of keys calls valued."""
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")] for line in page.splitlines() if line.startswith("| `")
    ]
    return sorted({row[1].strip("`") for row in rows if row[4:5] == ["valued"]})


@pytest.mark.parametrize("key", _valued())
def test_random_sheets_use_every_key_that_is_valued(key: str) -> None:
    drawn = re.search(rf"\"{key}\"|\b{key}_?=", STRATEGIES) is not None
    assert drawn != (key in ELSEWHERE)
