"""How far a long run has come, on standard error and only where somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

LONG: Final = 500_000
"""Scenarios from which on a run takes long enough to be asked about."""


@contextmanager
def progress(scenarios: int) -> Iterator[Callable[[int], None] | None]:
    """What is to be told how many of *scenarios* are done; None where nothing is shown."""
    if scenarios < LONG or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), "scenarios", TimeRemainingColumn(compact=True))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=scenarios)

        def told(done: int) -> None:
            shown.update(task, completed=done)

        yield told
