"""How long questions asked of a sheet take, as ratios to one comparison of its structures.

    python benchmarks/ask.py --date 2026-11-26

Whole processes on the first example, in its base case. Each round runs the comparison and then each question, so that
whatever else the machine does falls on all of them; a ratio is the median over rounds of question to comparison in the
same round, after one round to warm up. Processor time decides, since a busy machine moves it less.
"""

from __future__ import annotations

import argparse
import os
import platform
from statistics import median
from typing import Final, NamedTuple

from cli import SHEET, Time, run  # beside this file

COMPARE: Final = ("-m", "dealcraft", "compare", SHEET, "--run", "base")


class Question(NamedTuple):
    """One command, and the highest ratio that is good enough."""

    name: str
    arguments: tuple[str, ...]
    target: float


QUESTIONS: Final = (
    Question(
        "sensitivity",
        ("-m", "dealcraft", "sensitivity", SHEET, "--structure", "licence", "--run", "base"),
        2.0,
    ),
    Question(
        "solve",
        (
            "-m", "dealcraft", "solve", SHEET, "structures.licence.payments.upfront",
            "--target", "npv(hanbit) = npv(hanbit, sale)", "--run", "base",
        ),
        1.5,
    ),
    Question(
        "frontier of 50 points",
        (
            "-m", "dealcraft", "negotiate", SHEET, "structures.licence.payments.upfront",
            "structures.licence.payments.milestones.pivotal.pay", "--points", "50", "--run", "base",
        ),
        3.0,
    ),
)  # fmt: skip


def measure(rounds: int) -> dict[str, list[tuple[Time, Time]]]:
    """By question, its time and that of the comparison in each round."""
    found: dict[str, list[tuple[Time, Time]]] = {each.name: [] for each in QUESTIONS}
    for number in range(rounds + 1):
        against = run(COMPARE)
        for each in QUESTIONS:
            taken = run(each.arguments)
            if number:
                found[each.name].append((taken, against))
    return found


def main() -> None:
    """Measure, and print what was measured where; ends with 1 where a target is missed."""
    asked = argparse.ArgumentParser(description="Questions of a sheet as ratios to one comparison.")
    asked.add_argument("--date", required=True, help="the day of the measurement, printed as given")
    asked.add_argument("--rounds", type=int, default=7)
    options = asked.parse_args()
    found = measure(options.rounds)
    print(f"{options.date} · {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f} · Python {platform.python_version()}")  # fmt: skip
    print(f"median of {options.rounds} paired rounds, against `dealcraft compare --run base`\n")
    print("| question | processor | wall | target |\n|---|---:|---:|---:|")
    missed = False
    for each in QUESTIONS:
        processor = median(own.processor / base.processor for own, base in found[each.name])
        wall = median(own.wall / base.wall for own, base in found[each.name])
        missed |= processor > each.target
        print(f"| {each.name} | {processor:.2f} | {wall:.2f} | ≤ {each.target:g} |")
    raise SystemExit(missed)


if __name__ == "__main__":
    main()
