"""Units of a run, valued here or in worker processes: the same books to the last digit, whoever keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cached_property

from dealcraft.engine.books import Books, blocks, enter, keep_memory
from dealcraft.engine.decisions import Policy, follow
from dealcraft.engine.merge import absorb
from dealcraft.engine.plan import Plan
from dealcraft.engine.processes import processes
from dealcraft.engine.result import Run
from dealcraft.engine.streams import Stream, stream_of
from dealcraft.errors import UsageError

KEPT = 10_000_000
"""Scenarios whose values are all kept; of more, every second, third and so on."""

AHEAD = 3
"""Units of each process that may be valued before the first of them is added: few enough that memory does not grow."""

Told = Callable[[int], None]
"""Is told how many scenarios are done."""


@dataclass(frozen=True)
class Work:
    """Structures to value under the scenarios of a run, and the policies by which their decisions are made."""

    plan: Plan
    policies: Mapping[str, Policy]
    run: Run
    seed: int
    trials: int | None = None
    jobs: int = 1
    told: Told | None = field(default=None, compare=False)

    @cached_property
    def stream(self) -> Stream:
        """The scenarios, shared by every structure."""
        return stream_of(self.plan, self.run, self.seed, self.trials)

    def empty(self, size: int, *, whole: bool = False) -> dict[str, Books]:
        """Books of every structure before any of *size* scenarios: of the *whole*, with room for its values."""
        every = -(-size // KEPT)
        room = min(size, size // every + size // 64 + 64) if whole else 0
        structures = {name: self.plan.structures[name] for name in self.policies}
        grouped = self.run == "expected"
        return {
            name: Books(self.plan, own, grouped=grouped, every=every, room=room)
            for name, own in structures.items()
        }


def add_up(work: Work) -> dict[str, Books]:
    """The books of every structure over all scenarios."""
    stream = work.stream
    whole, done = work.empty(stream.size, whole=True), 0
    for books in _units(work, len(stream.units)):
        for name, found in books.items():
            absorb(whole[name], found)
        if work.told is not None:
            done = min(done + -(-stream.size // len(stream.units)), stream.size)
            work.told(done)
    return whole


def _units(work: Work, count: int) -> Iterator[dict[str, Books]]:
    """The books of each unit, in order."""
    jobs = min(work.jobs, count)
    if jobs == 1:
        yield from (_unit(work, index) for index in range(count))
        return
    pool = processes(jobs - 1)  # and this process takes its share
    try:
        yield from _shared(work, count, jobs, pool)
    except BrokenProcessPool:
        raise UsageError(
            "a worker process died: memory may be short, or a script that asks for several jobs lacks "
            "`if __name__ == '__main__':`; with jobs=1 there are none"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _shared(work: Work, count: int, jobs: int, pool: ProcessPoolExecutor) -> Iterator[dict[str, Books]]:
    """The books of each unit, in order: others value the next ones while this process values those after them."""
    alone = Work(work.plan, work.policies, work.run, work.seed, work.trials)
    elsewhere, here, taken = dict[int, Future[dict[str, Books]]](), dict[int, dict[str, Books]](), 0
    for index in range(count):
        until = min(count, index + AHEAD * jobs)
        while index not in here and not (index in elsewhere and elsewhere[index].done()):
            while taken < until and sum(not one.done() for one in elsewhere.values()) < jobs:
                elsewhere[taken] = pool.submit(_unit, alone, taken)
                taken += 1
            if taken == until:
                break
            here[taken] = _unit(work, taken)
            taken += 1
        yield here.pop(index) if index in here else elsewhere.pop(index).result()


def _unit(work: Work, index: int) -> dict[str, Books]:
    """The books of one unit: each block is drawn once for all structures."""
    stream = work.stream
    books = work.empty(stream.size)
    keep_memory()
    for block in blocks(stream.units[index]()):
        for name, policy in work.policies.items():
            enter(books[name], follow(work.plan, work.plan.structures[name], block, policy))
    return books
