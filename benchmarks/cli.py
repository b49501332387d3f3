"""How long a command takes from the prompt and back, as ratios to what Python needs to import the same libraries.

    python benchmarks/cli.py --date 2026-11-24

Whole processes, one of each kind per round, so that whatever else the machine does falls on all of them; one round
to warm up, then the median of five. Wall time decides; processor time is shown beside it, since a busy machine
moves it less. Ratios travel from machine to machine, milliseconds do not.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SHEET: Final = str(ROOT / "examples" / "hb12" / "hb12.deal.yaml")
REFERENCE: Final = str(ROOT / "benchmarks" / "reference.deal.yaml")
LIBRARIES: Final = "import numpy, yaml, typer, rich.console, rich.table; from pydantic import BaseModel"
PACKAGES: Final = ("dealcraft", "numpy", "pydantic", "PyYAML", "rich", "typer")


@dataclass(frozen=True)
class Measured:
    """One kind of process, and what it is measured against."""

    name: str
    arguments: tuple[str, ...]
    against: str | None = None
    target: float | None = None
    """The highest ratio that is good enough."""


ALL_IMPORTS: Final = "import numpy, yaml, typer, rich, pydantic"
BASE: Final = "compare reference.deal.yaml --run base"
PLAIN: Final = ("-m", "dealcraft", "compare", REFERENCE, "--run", "plain", "--trials")
MEASURED: Final = (
    Measured(ALL_IMPORTS, ("-c", LIBRARIES)),
    Measured("import typer", ("-c", "import typer")),
    Measured("dealcraft --help", ("-m", "dealcraft", "--help"), "import typer", 2.5),
    Measured("dealcraft check", ("-m", "dealcraft", "check", SHEET), ALL_IMPORTS),
    Measured(
        "dealcraft compare --run base",
        ("-m", "dealcraft", "compare", SHEET, "--run", "base"),
        ALL_IMPORTS,
        2.5,
    ),
    Measured("dealcraft compare", ("-m", "dealcraft", "compare", SHEET), ALL_IMPORTS, 5.0),
    Measured(BASE, ("-m", "dealcraft", "compare", REFERENCE, "--run", "base")),
    Measured("… --run plain --trials 10,000", (*PLAIN, "10000"), BASE, 1.5),
    Measured("… --run plain --trials 1,000,000", (*PLAIN, "1000000"), BASE, 4.0),
)


@dataclass(frozen=True)
class Time:
    """Seconds of one process."""

    wall: float
    processor: float


def run(arguments: Sequence[str]) -> Time:
    """Run one Python to its end; whatever is wrong with it stops the benchmark."""
    before, started = os.times(), perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    wall, after = perf_counter() - started, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Time(wall, used)


def measure(rounds: int) -> dict[str, Time]:
    """The median of *rounds* interleaved runs of everything, after one that warms up."""
    for each in MEASURED:
        run(each.arguments)
    taken: dict[str, list[Time]] = {each.name: [] for each in MEASURED}
    for _ in range(rounds):
        for each in MEASURED:
            taken[each.name].append(run(each.arguments))
    return {
        name: Time(median(time.wall for time in times), median(time.processor for time in times))
        for name, times in taken.items()
    }


def table(found: dict[str, Time]) -> list[str]:
    """A row for each command that has something to be measured against."""
    rows = [
        "| command | against | wall | processor | target |",
        "|---|---|---:|---:|---:|",
    ]
    for each in MEASURED:
        if each.against is None:
            continue
        own, base = found[each.name], found[each.against]
        target = f"≤ {each.target:g}" if each.target else "–"
        ratios = f"{own.wall / base.wall:.2f} | {own.processor / base.processor:.2f}"
        rows.append(f"| `{each.name}` | `{each.against}` | {ratios} | {target} |")
    return rows


def check_imports_numpy() -> bool:
    """Whether `dealcraft check` loads numpy."""
    script = (
        "import sys; from dealcraft.cli._run import run; "
        f"code = run(['check', {SHEET!r}]); sys.exit(code or 10 * ('numpy' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.DEVNULL, check=False, cwd=ROOT)
    if done.returncode not in (0, 10):
        raise SystemExit(f"dealcraft check ended with {done.returncode}")
    return done.returncode == 10


def main() -> None:
    """Measure, and print what was measured where."""
    asked = argparse.ArgumentParser(description="Whole commands as ratios to bare imports.")
    asked.add_argument("--date", required=True, help="the day of the measurement, printed as given")
    asked.add_argument("--rounds", type=int, default=5)
    options = asked.parse_args()
    found = measure(options.rounds)
    print(f"{options.date} · {platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    print(
        f"Python {platform.python_version()} · " + " · ".join(f"{name} {version(name)}" for name in PACKAGES)
    )
    print(f"median of {options.rounds} after a warm-up, whole processes, interleaved\n")
    print("\n".join(table(found)))
    print(f"\n`dealcraft check` {'imports' if check_imports_numpy() else 'does not import'} numpy.")
    for name in (ALL_IMPORTS, "import typer"):
        print(f"`{name}`: {found[name].wall * 1000:.0f} ms here.")


if __name__ == "__main__":
    main()
