"""The reference deal in a workbook, against the same deal one quarter at a time in plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
CERTAIN = (1.0, 1.0, 1.0, 1.0)


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """Modules beside the benchmarks, which are no package that is installed."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return {name: import_module(f"peers.{name}") for name in ("loop", "spreadsheet", "workbook", "quarters")}


def test_libreoffice_and_the_loop_price_the_same_trials_alike(
    peers: dict[str, ModuleType], tmp_path: Path
) -> None:
    random = np.random.default_rng(1)
    trials = 24
    thresholds = random.random((4, trials))
    durations = random.uniform(0.4, 3.5, (4, trials))
    peaks = np.exp(random.uniform(np.log(5.0), np.log(5000.0), (3, trials)))  # returned, capped, every tier
    with ExitStack() as until:
        try:
            sheet = until.enter_context(peers["spreadsheet"].opened())
        except peers["spreadsheet"].Missing as reason:  # what goes wrong once it is open is a failure
            pytest.skip(f"no spreadsheet to recalculate: {reason}")
        for success in (CERTAIN, (0.9, 0.7, 0.5, 0.9)):
            found = sheet.price(thresholds, durations, peaks, success)
            expected = peers["loop"].price(thresholds, durations, peaks, success)
            np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
        sheet.save(tmp_path / "deal.xlsx")
        assert (tmp_path / "deal.xlsx").stat().st_size > 10_000
    assert sheet.bridge.returncode is not None


def test_where_there_is_no_libreoffice_it_says_so(
    peers: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(peers["spreadsheet"].Missing, match="no soffice on the path"):
        peers["spreadsheet"].programs()


def test_every_quarter_takes_the_same_steps_from_cells_that_are_filled(peers: dict[str, ModuleType]) -> None:
    book, first = peers["workbook"].workbook(), peers["quarters"].FIRST
    rows = book.quarters.cells[first:]
    assert len(rows) == 100
    assert {len(row) for row in rows} == {len(book.quarters.cells[1])}
    filled = {
        f"{peers['quarters'].letters(x)}{y}"
        for y, row in enumerate(rows, first + 1)
        for x, _ in enumerate(row)
    }
    given = {cell for line in book.lines.values() for cell in line}
    for cell in (cell for row in rows for cell in row):
        assert set(re.findall(r"\$Deal\.(\$[A-Z]+\$\d+)", cell)) <= given
        for column, row in re.findall(r"(?<![$A-Z])([A-Z]{1,2})(\d+)", cell):
            assert (
                int(row) <= first or f"{column}{row}" in filled
            )  # before the first quarter there was nothing
