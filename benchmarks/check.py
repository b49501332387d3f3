"""Measures `dealcraft check` on generated sheets against check-jsonschema, with the published schema, and yamllint.

    pip install check-jsonschema yamllint
    python benchmarks/check.py --date 2026-11-26 --count 1000

Neither program is needed for anything else, so neither is an extra; `--tools FOLDER` names the `bin` of another
environment that has them. Each round runs every program once over the same folder, as a whole process, after a
small folder that warms up; a program's time for one sheet leaves out what it needs to start, measured on a folder
with one sheet. Processor time decides, since a busy machine moves it less; wall time is shown beside it.

What they do is not the same: yamllint looks at the layout of YAML; check-jsonschema holds it to a schema;
dealcraft does both, with the place of everything, and asks its rules and those of law.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from sheets import sheets  # beside this file

ROOT: Final = Path(__file__).resolve().parent.parent
SCHEMA: Final = ROOT / "schemas" / "term-sheet.v1.json"
TARGET: Final = 5.0
"""A sheet is to take check-jsonschema at least so many times as long as dealcraft."""
OWN: Final = "dealcraft check"
SCHEMA_CHECK: Final = "check-jsonschema"


@dataclass(frozen=True)
class Time:
    """Seconds."""

    wall: float
    processor: float

    def less(self, start: Time, sheets: int) -> Time:
        """Of one of so many sheets, without what the program needs to *start* and read one."""
        return Time(
            (self.wall - start.wall) / (sheets - 1), (self.processor - start.processor) / (sheets - 1)
        )


def commands(tools: Path) -> dict[str, tuple[str, ...]]:
    """Each program with its arguments; files are put after them."""
    return {
        OWN: (sys.executable, "-m", "dealcraft", "check", "--isolated", "--format", "concise"),
        SCHEMA_CHECK: (str(tools / "check-jsonschema"), "--schemafile", str(SCHEMA)),
        "yamllint": (str(tools / "yamllint"), "-d", "relaxed"),
    }


def run(command: Sequence[str], files: Sequence[str]) -> Time:
    """Run one program over *files*; whatever is wrong with it or with a sheet stops the benchmark."""
    before, started = os.times(), perf_counter()
    done = subprocess.run([*command, *files], stdout=subprocess.PIPE, check=False)
    wall, after = perf_counter() - started, os.times()
    if done.returncode:
        sys.stderr.buffer.write(done.stdout[-2000:])
        raise SystemExit(f"{command[0]} ended with {done.returncode}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Time(wall, used)


def measure(found: dict[str, tuple[str, ...]], files: Sequence[str], rounds: int) -> dict[str, Time]:
    """By program, the time for one sheet: the median of *rounds* in which all of them take turns."""
    taken: dict[str, list[Time]] = {name: [] for name in found}
    for command in found.values():
        run(command, files[:20])
    for _ in range(rounds):
        for name, command in found.items():
            start, whole = run(command, files[:1]), run(command, files)
            taken[name].append(whole.less(start, len(files)))
    return {
        name: Time(median(time.wall for time in times), median(time.processor for time in times))
        for name, times in taken.items()
    }


def table(times: dict[str, Time]) -> list[str]:
    """A row for each program, as ratios to dealcraft."""
    own = times[OWN]
    rows = ["| program | wall | processor | a sheet here |", "|---|---:|---:|---:|"]
    for name, time in times.items():
        ratios = f"{time.wall / own.wall:.1f} | {time.processor / own.processor:.1f}"
        rows.append(f"| {name} | {ratios} | {1000 * time.processor:.1f} ms |")
    return rows


def versions(found: dict[str, tuple[str, ...]]) -> str:
    """What was measured, by its own word."""
    told = [
        subprocess.run([found[name][0], "--version"], capture_output=True, text=True, check=True).stdout
        for name in found
        if name != OWN
    ]
    names = [f"{name} {version(name)}" for name in ("dealcraft", "pydantic", "PyYAML")]
    return " · ".join([*names, *(text.strip().replace(", version", "") for text in told)])


def main() -> None:
    """Measure, and print what was measured where."""
    asked = argparse.ArgumentParser(description="dealcraft check against check-jsonschema and yamllint.")
    asked.add_argument("--date", required=True, help="the day of the measurement, printed as given")
    asked.add_argument("--count", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--tools", type=Path, default=Path(sys.executable).parent, help="where they are")
    options = asked.parse_args()
    found = commands(options.tools)
    with tempfile.TemporaryDirectory() as name:
        files, lines = list[str](), 0
        for sheet, text in sheets(options.count, options.seed):
            path = Path(name, f"{sheet}.deal.yaml")
            path.write_text(text, encoding="utf-8", newline="\n")
            files.append(str(path))
            lines += text.count("\n")
        times = measure(found, files, options.rounds)
    print(f"{options.date} · {platform.system()} {platform.machine()}, {os.cpu_count()} cores, one used")
    print(f"Python {platform.python_version()} · {versions(found)}")
    print(f"{len(files)} sheets of {lines / len(files):.0f} lines (seed {options.seed}), "
          f"median of {options.rounds}, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print("\n".join(table(times)))
    ratio = times[SCHEMA_CHECK].processor / times[OWN].processor
    print(f"\n{SCHEMA_CHECK} to dealcraft: {ratio:.1f} in processor time (target ≥ {TARGET:g})")
    raise SystemExit(0 if ratio >= TARGET else 1)


if __name__ == "__main__":
    main()
