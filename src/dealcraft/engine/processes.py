"""Worker processes that end with the process that asked for them, however that ends."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from threading import Thread


def processes(count: int) -> ProcessPoolExecutor:
    """So many of them; each starts afresh, so that it is the same on every system."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A worker waits for work on a pipe that it holds open itself: without this it would outlive a parent that is killed."""
    Thread(target=_outlived, daemon=True).start()


def _outlived() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
