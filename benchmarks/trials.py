"""How many trials a second: dealcraft, and the same deal by hand in numpy, plain Python, C and a spreadsheet.

    python benchmarks/trials.py --date 2026-11-24

Every way prices `reference.deal.yaml` from the same draws and must agree with dealcraft to 1e-9 (in millions) before
anything is timed. dealcraft is timed from the sheet to every figure, its own draws and its statistics included; the
others only price, from draws that are ready. Processor time of one thread, all ways interleaved, medians; ratios travel
from machine to machine, trials a second do not. The dense variant is the same deal with every phase certain. What is not
there, a C compiler or LibreOffice, is passed over and said. `--workbook FILE` keeps the spreadsheet.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Final

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import numpy as np  # noqa: E402 - the number of threads is read when numpy is imported
from peers import compiled, loop, vectorised  # noqa: E402 - beside this file
from peers.deal import SUCCESS, Array  # noqa: E402
from peers.spreadsheet import KINDS, Missing, Spreadsheet, opened  # noqa: E402

import dealcraft  # noqa: E402
from dealcraft.engine.books import keep_books  # noqa: E402
from dealcraft.engine.lower import lower  # noqa: E402
from dealcraft.engine.streams import plain  # noqa: E402
from dealcraft.engine.value import value  # noqa: E402

SHEET: Final = Path(__file__).with_name("reference.deal.yaml")
PHASES: Final = ("phase_1", "phase_2", "phase_3", "registration")
MARKETS: Final = ("us", "europe", "row")
CERTAIN: Final = (1.0, 1.0, 1.0, 1.0)
MEGA: Final = 2**20 if sys.platform == "darwin" else 2**10
"""What `ru_maxrss` counts in a megabyte: bytes on macOS, kilobytes elsewhere."""
SHARED: Final = 4096
"""Trials on which every way must agree."""
AGREE: Final = 1e-9
TARGETS: Final = {
    "plain": {"C, one trial at a time": 0.20, "numpy, in chunks": 20.0},
    "dense": {"C, one trial at a time": 0.12, "numpy, in chunks": 4.0},
}
"""Trials a second of dealcraft, at least so many times those of the other."""

Price = Callable[[Array, Array, Array, Sequence[float]], Array]


@dataclass(frozen=True)
class Way:
    """The deal by hand."""

    price: Price
    trials: int
    """That it is timed on."""
    clock: Callable[[], float] = process_time


@dataclass(frozen=True)
class Draws:
    """What one run of dealcraft drew, and what it made of it."""

    thresholds: Array
    durations: Array
    peaks: Array
    values: Array
    """To licensor and licensee, in millions."""

    @property
    def inputs(self) -> tuple[Array, Array, Array]:
        """What the other ways are given."""
        return self.thresholds, self.durations, self.peaks

    def some(self, count: int) -> Draws:
        """*count* trials: those of a run lie by what becomes of them, so fewer are taken evenly, more again and again."""
        shared = self.thresholds.shape[1]
        which = np.arange(count) * max(shared // count, 1) % shared
        return Draws(*(x[:, which] for x in (*self.inputs, self.values)))


def sheet_of(variant: str) -> dealcraft.Sheet:
    """The reference deal, or its dense variant."""
    sheet = dealcraft.load(SHEET)
    if variant == "dense":
        sheet = dealcraft.replace(
            sheet, {f"assets.compound.development.{phase}.success": "100%" for phase in PHASES}
        )
    return sheet


def drawn(sheet: dealcraft.Sheet, trials: int) -> Draws:
    """The draws of a plain run, and the values that dealcraft gives them."""
    plan = lower(sheet)
    stream = plain(plan, seed=1, trials=trials)
    s, books = stream.whole(), keep_books(plan, plan.structures["licence"], stream.parts())
    by_path = {str(slot.path): s.values[slot.index] for slot in plan.slots}
    return Draws(
        np.stack([s.thresholds["compound", phase] for phase in PHASES]),
        np.stack([by_path[f"assets.compound.development.{phase}.duration"] for phase in PHASES]),
        np.stack([by_path[f"markets.{market}.sales.peak"] for market in MARKETS]) / 1e6,
        np.stack([np.concatenate(books.npvs[party]) for party in ("licensor", "licensee")]) / 1e6,
    )


def others(stack: ExitStack) -> tuple[dict[str, Way], Spreadsheet | None, list[str]]:
    """Ways that can run here until *stack* ends; the spreadsheet once more; why the rest cannot."""
    ways = {
        "numpy, in chunks": Way(vectorised.price, 65_536),
        "Python, one trial at a time": Way(loop.price, 4_096),
    }
    missing, book = list[str](), None
    if compiled.compiler():
        ways["C, one trial at a time"] = Way(compiled.build(), 262_144)
    else:
        missing.append("C: no compiler (cc, gcc or clang) on the path")
    try:
        book = stack.enter_context(opened())
        ways[f"spreadsheet, {book.version}"] = Way(book.price, 256, book.seconds)
    except Missing as reason:
        missing.append(f"a spreadsheet: {reason}")
    return ways, book, missing


def agree(ways: dict[str, Way], draws: Draws, success: Sequence[float]) -> float:
    """The largest difference from dealcraft on shared draws; anything above 1e-9 stops the benchmark."""
    worst = 0.0
    for name, way in ways.items():
        some = draws.some(min(SHARED, way.trials))
        gap = float(np.abs(way.price(*some.inputs, success) - some.values).max())
        if not gap <= AGREE:
            raise SystemExit(f"{name} differs from dealcraft by {gap:g}")
        worst = max(worst, gap)
    return worst


def seconds(work: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """Processor time of *work*."""
    started = clock()
    work()
    return clock() - started


def rates(variant: str, ways: dict[str, Way], trials: int, rounds: int) -> tuple[dict[str, float], float]:
    """Trials a second by way, and how well they agree."""
    sheet, success = sheet_of(variant), SUCCESS if variant == "plain" else CERTAIN
    draws = drawn(sheet, SHARED)
    worst = agree(ways, draws, success)
    inputs = {name: draws.some(way.trials).inputs for name, way in ways.items()}
    taken: dict[str, list[float]] = {name: [] for name in ("dealcraft", *ways)}
    value(sheet, run="plain", trials=SHARED)
    for _ in range(rounds):
        taken["dealcraft"].append(trials / seconds(lambda: value(sheet, run="plain", trials=trials)))
        for name, way in ways.items():
            spent = seconds(partial(way.price, *inputs[name], success), way.clock)
            taken[name].append(way.trials / spent)
    return {name: median(found) for name, found in taken.items()}, worst


def table(variant: str, found: dict[str, float]) -> list[str]:
    """A row for each way."""
    rows = ["| | trials a second | dealcraft is | target |", "|---|---:|---:|---:|"]
    for name, rate in found.items():
        wanted = TARGETS[variant].get(name)
        of = found["dealcraft"] / rate
        times = "" if name == "dealcraft" else f"{of:{',.0f' if of >= 100 else '.3g'}} times"
        rows.append(f"| {name} | {rate:,.0f} | {times} | {f'≥ {wanted:g}' if wanted else ''} |")
    return rows


@dataclass(frozen=True)
class Process:
    """One whole `dealcraft compare`: seconds on the clock and of processors, megabytes at its peak."""

    wall: float
    processor: float
    memory: float


def compared(trials: int, jobs: int) -> Process:
    """Compare the reference deal in a process of its own."""
    command = (sys.executable, "-m", "dealcraft", "compare", str(SHEET), "--run", "plain", "--format", "json")
    arguments = (*command, "--trials", str(trials), "--jobs", str(jobs))
    started = perf_counter()
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"dealcraft compare ended with {child.returncode}")
    return Process(perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / MEGA)


def whole(large: int) -> list[str]:
    """Memory at 1, 2 and 4 million trials, and what two processes gain at *large*.

    Run before anything else: a process starts with the memory of the one that starts it.
    """
    rows = ["| trials | processes | wall, s | processor, s | peak memory, MB |", "|---:|---:|---:|---:|---:|"]
    found = dict[tuple[int, int], Process]()
    for trials, jobs in ((1_000_000, 1), (2_000_000, 1), (4_000_000, 1), (large, 1), (large, 2)):
        one = found[trials, jobs] = compared(trials, jobs)
        rows.append(f"| {trials:,} | {jobs} | {one.wall:.1f} | {one.processor:.1f} | {one.memory:.0f} |")
    grown = (found[4_000_000, 1].memory - found[1_000_000, 1].memory) * 2**20 / 3e6
    gain = found[large, 1].wall / found[large, 2].wall
    rows.append(
        f"\n{grown:.0f} bytes a trial from 1 to 4 million (two parties in two structures, the deal and keeping it; 8 bytes each are kept); "
    )
    rows.append(f"two processes are {gain:.2f} times as fast as one.")
    return rows


def main() -> None:
    """Measure, and print what was measured where."""
    asked = argparse.ArgumentParser(description="Trials a second against the same deal written by hand.")
    asked.add_argument("--date", required=True, help="the day of the measurement, printed as given")
    asked.add_argument("--trials", type=int, default=1_000_000, help="of dealcraft (dense: a quarter)")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--large", type=int, help="also whole processes, up to so many trials")
    asked.add_argument("--workbook", type=Path, help="keep the spreadsheet here: .xlsx or .ods")
    options = asked.parse_args()
    if options.workbook and (options.workbook.suffix not in KINDS or not options.workbook.parent.is_dir()):
        asked.error(
            f"--workbook is {options.workbook}; write a {' or '.join(KINDS)} in a folder that is there"
        )
    print(f"{options.date} · {platform.system()} {platform.machine()}, {os.cpu_count()} cores, one thread")
    print(
        f"Python {platform.python_version()} · dealcraft {version('dealcraft')} · numpy {version('numpy')}"
        f" · C: {compiled.described()}"
    )
    if options.large:
        load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
        print(f"\nwhole processes, one of each; load before them {load}\n")
        print("\n".join(whole(options.large)))
    with ExitStack() as stack:
        ways, book, missing = others(stack)
        for variant, trials in (("plain", options.trials), ("dense", options.trials // 4)):
            found, worst = rates(variant, ways, trials, options.rounds)
            print(f"\n{variant}, median of {options.rounds}; the ways agree to {worst:.0e} million\n")
            print("\n".join(table(variant, found)))
        if book and options.workbook:
            book.save(options.workbook)
    for reason in missing:
        print(f"\nnot measured: {reason}", end="")
    print()


if __name__ == "__main__":
    main()
