"""How far a long run has come: told on a terminal, pass by pass, and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from dealcraft.cli._progress import LONG, progress


class Screen(io.StringIO):
    """A standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_a_long_run_tells_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    with progress(2 * LONG) as told:
        assert told is not None
        told(LONG)
        told(2 * LONG)
        first = screen.getvalue()
        told(LONG // 2)
    assert "the deal" in first
    assert "without it" not in first
    assert "without it" in screen.getvalue()
    assert "of 1,000,000 scenarios" in screen.getvalue()


@pytest.mark.parametrize("scenarios", [0, LONG - 1])
def test_a_short_run_tells_nothing(monkeypatch: pytest.MonkeyPatch, scenarios: int) -> None:
    monkeypatch.setattr(sys, "stderr", Screen())
    with progress(scenarios) as told:
        assert told is None


def test_where_nobody_looks_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress(LONG) as told:
        assert told is None
