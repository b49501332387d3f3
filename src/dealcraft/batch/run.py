"""Runners of a batch: one after another, or in worker processes; the results are the same to the byte."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

from dealcraft.batch.job import Done, Job, do, failed
from dealcraft.engine.processes import processes

AHEAD = 4
"""Jobs in flight per worker: enough to keep it busy, few enough to keep memory flat."""


class Runner(Protocol):
    """Does jobs and yields what became of each, in the order of the jobs."""

    def __call__(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Do *jobs*."""


def serial(jobs: Sequence[Job]) -> Iterator[Done]:
    """One after another, in this process."""
    return map(do, jobs)


class Processes:
    """Worker processes; a worker that dies takes only its own sheet with it."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def __call__(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Do *jobs*, a few ahead of the one that is waited for."""
        waiting: deque[tuple[Job, Future[Done]]] = deque()
        pool = processes(self.workers)
        rest = iter(jobs)
        try:
            while True:
                while len(waiting) < AHEAD * self.workers and (job := next(rest, None)) is not None:
                    waiting.append((job, pool.submit(do, job)))
                if not waiting:
                    return
                job, future = waiting.popleft()
                try:
                    yield future.result()
                except BrokenProcessPool:
                    again = [job, *(each for each, _ in waiting)]
                    waiting.clear()
                    pool.shutdown(wait=False, cancel_futures=True)
                    pool = processes(self.workers)
                    yield from self._one_by_one(again)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _one_by_one(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Each in a pool of its own, to find the one that kills its worker."""
        for job in jobs:
            with processes(1) as pool:
                try:
                    yield pool.submit(do, job).result()
                except BrokenProcessPool:
                    yield failed(job, "its worker died; the sheet may ask for more memory than there is")


def runner(workers: int) -> Runner:
    """The runner for so many workers."""
    return serial if workers == 1 else Processes(workers)
