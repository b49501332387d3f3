"""What the `expected` run gains over drawing everything, at equal time: on the mean, and on the 95th percentile.

    python benchmarks/expected.py --date 2026-11-24

Both value `reference.deal.yaml` again and again under different seeds. The spread of a figure over seeds squared, times
the processor time of a run, is what the figure costs; the gain is how many times more it costs by drawing. Ratios travel
from machine to machine.
"""

from __future__ import annotations

import argparse
import os
import platform
from importlib.metadata import version
from pathlib import Path
from time import process_time
from typing import Final

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import numpy as np  # noqa: E402 - the number of threads is read when numpy is imported

import dealcraft  # noqa: E402
from dealcraft.engine.result import Run  # noqa: E402
from dealcraft.engine.value import value  # noqa: E402

SHEET: Final = Path(__file__).with_name("reference.deal.yaml")
PARTIES: Final = ("licensor", "licensee")
TARGETS: Final = {"mean": 100.0, "p95": 5.0}


def repeated(sheet: dealcraft.Sheet, run: Run, trials: int, seeds: int) -> tuple[np.ndarray, float]:
    """Mean and p95 of each party by seed, shape (seeds, parties, 2), and the processor time of one run."""
    value(sheet, run=run, trials=trials, seed=seeds)
    found, started = list[list[tuple[float, float]]](), process_time()
    for seed in range(seeds):
        parties = value(sheet, run=run, trials=trials, seed=seed).structures["licence"].parties
        found.append([(d.mean, d.p95) for d in (parties[name].distribution for name in PARTIES)])
    return np.array(found), (process_time() - started) / seeds


def main() -> None:
    """Measure, and print what was measured where."""
    asked = argparse.ArgumentParser(description="The expected run against plain Monte Carlo at equal time.")
    asked.add_argument("--date", required=True, help="the day of the measurement, printed as given")
    asked.add_argument("--expected", type=int, default=16_384, help="scenarios of an expected run")
    asked.add_argument("--plain", type=int, default=65_536, help="trials of a plain run")
    asked.add_argument("--seeds", type=int, default=40)
    options = asked.parse_args()
    sheet = dealcraft.load(SHEET)
    exact, exact_time = repeated(sheet, "expected", options.expected, options.seeds)
    drawn, drawn_time = repeated(sheet, "plain", options.plain, options.seeds)
    print(f"{options.date} · {platform.system()} {platform.machine()}, {os.cpu_count()} cores, one thread")
    print(
        f"Python {platform.python_version()} · dealcraft {version('dealcraft')} · numpy {version('numpy')} · "
        f"{options.seeds} seeds; expected: {options.expected:,} scenarios in {exact_time * 1000:.0f} ms, "
        f"plain: {options.plain:,} trials in {drawn_time * 1000:.0f} ms\n"
    )
    print("| figure | of | spread, expected | spread, plain | gain at equal time | target |")
    print("|---|---|---:|---:|---:|---:|")
    for place, (figure, wanted) in enumerate(TARGETS.items()):
        for index, party in enumerate(PARTIES):
            a, b = exact[:, index, place].std(ddof=1), drawn[:, index, place].std(ddof=1)
            gain = (b * b * drawn_time) / (a * a * exact_time)
            print(
                f"| {figure} | {party} | {a / 1e6:.3g}m | {b / 1e6:.3g}m | {gain:,.0f} times | ≥ {wanted:g} |"
            )


if __name__ == "__main__":
    main()
