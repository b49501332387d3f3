"""Measures `dealcraft batch` on generated sheets: sheets per second, two workers against one, memory, equal bytes.

    python benchmarks/batch.py --date 2026-11-24 --count 1000

Whole processes. Memory is that of the largest process; it is flat where four times the sheets need no more. On a
machine that does other work the ratio of two workers to one says as much of that work as of dealcraft: the load
before and after is printed, and beside wall time the processor time, which a busy machine moves less.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import platform
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Final

from sheets import write  # beside this file

PACKAGES: Final = ("dealcraft", "numpy", "pydantic", "PyYAML")
TARGET: Final = 1.6
"""Two workers are to be at least so many times as fast as one."""
FLAT: Final = 1.1
"""Four times the sheets are to need at most so many times the memory."""
MEGA: Final = 2**20 if sys.platform == "darwin" else 2**10
"""What `ru_maxrss` counts in a megabyte: bytes on macOS, kilobytes elsewhere."""


@dataclass(frozen=True)
class Run:
    """One batch, from the start of Python to its end."""

    sheets: int
    wall: float
    processor: float
    memory: float
    """Of the largest process, in megabytes."""

    @property
    def rate(self) -> float:
        """Sheets per second."""
        return self.sheets / self.wall


def run(folder: Path, output: Path, *, jobs: int, command: str) -> Run:
    """Value every sheet of *folder*; an error in any of them stops the benchmark."""
    arguments = [
        sys.executable,
        "-m",
        "dealcraft",
        "batch",
        str(folder),
        "-o",
        str(output),
        "--jobs",
        str(jobs),
        "--run",
        command,
    ]
    started = perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"dealcraft batch ended with {process.returncode}")
    return Run(sum(1 for _ in folder.rglob("*.deal.yaml")), wall, _processor(used), used.ru_maxrss / MEGA)


def _processor(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def different(one: Path, other: Path) -> list[str]:
    """The files of either folder that are not the same in both, byte for byte."""
    names = {
        path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*") if path.is_file()
    }
    return sorted(
        str(name)
        for name in names
        if not (
            (one / name).exists()
            and (other / name).exists()
            and filecmp.cmp(one / name, other / name, shallow=False)
        )
    )


def table(runs: dict[str, Run]) -> list[str]:
    """A row for each run."""
    rows = [
        "| run | sheets | wall | sheets per second | processor per sheet | memory |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, each in runs.items():
        per_sheet = f"{1000 * each.processor / each.sheets:.0f} ms"
        rows.append(
            f"| {name} | {each.sheets} | {each.wall:.0f} s | {each.rate:.2f} | {per_sheet} | {each.memory:.0f} MB |"
        )
    return rows


def main() -> None:
    """Measure, and print what was measured where."""
    asked = argparse.ArgumentParser(description="dealcraft batch on one and on two workers.")
    asked.add_argument("--date", required=True, help="the day of the measurement, printed as given")
    asked.add_argument("--count", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--run", choices=("expected", "base"), default="expected")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        few, many = root / "few", root / "many"
        write(few, max(options.count // 4, 1), options.seed)
        write(many, options.count, options.seed)
        before = os.getloadavg()[0]
        runs = {
            "one worker, a quarter": run(few, root / "a", jobs=1, command=options.run),
            "one worker": run(many, root / "b", jobs=1, command=options.run),
            "two workers": run(many, root / "c", jobs=2, command=options.run),
        }
        unlike = different(root / "b", root / "c")
    one, two, quarter = runs["one worker"], runs["two workers"], runs["one worker, a quarter"]
    print(f"{options.date} · {platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    print(
        f"Python {platform.python_version()} · " + " · ".join(f"{each} {version(each)}" for each in PACKAGES)
    )
    print(
        f"seed {options.seed}, run {options.run}; load {before:.1f} before, {os.getloadavg()[0]:.1f} after\n"
    )
    print("\n".join(table(runs)))
    print(f"\ntwo workers to one: {two.rate / one.rate:.2f} in wall time (target ≥ {TARGET:g}), "
          f"{two.processor / one.processor:.2f} in processor time")  # fmt: skip
    print(f"memory, all to a quarter: {one.memory / quarter.memory:.2f} (flat: ≤ {FLAT:g})")
    print(
        f"files that differ between one worker and two: {len(unlike)}"
        + "".join(f"\n  {each}" for each in unlike[:10])
    )
    raise SystemExit(1 if unlike else 0)


if __name__ == "__main__":
    main()
