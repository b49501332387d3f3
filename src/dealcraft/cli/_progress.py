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
    from rich.progress import BarColumn, Progress, TimeRemainingColumn

    count = "{task.completed:,.0f} of {task.total:,.0f} scenarios"
    columns = ("{task.description}", BarColumn(), count, TimeRemainingColumn(compact=True))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task, last = shown.add_task("the deal", total=scenarios), 0

        def told(done: int) -> None:
            nonlocal task, last
            if done <= last:  # from the beginning again: what each side has without it
                shown.remove_task(task)
                task = shown.add_task("without it", total=scenarios)
            last = done
            shown.update(task, completed=done)

        yield told
