"""What a page is written for: colour only where a person sees it and wants it."""

from __future__ import annotations

import sys

import pytest

from dealcraft.cli._output import page


@pytest.mark.parametrize(
    ("name", "value", "colour"),
    [("TERM", "xterm", True), ("TERM", "dumb", False), ("NO_COLOR", "1", False), ("NO_COLOR", "", True)],
)
def test_colour_is_for_a_terminal_that_wants_it(
    name: str, value: str, colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for other in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, value)
    assert page(None).colour is colour
    assert not page("report.txt").colour
