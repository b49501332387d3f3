"""The options that several commands share, said once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class FindingFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    MARKDOWN = "markdown"


class ResultFormat(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"


class RunName(StrEnum):
    """How scenarios are built."""

    EXPECTED = "expected"
    BASE = "base"
    PLAIN = "plain"
    SUCCESS = "success"


class Level(StrEnum):
    """A severity, as the command line spells it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE", help="A term sheet, a folder (searched for *.deal.yaml), or - for standard input."
    ),
]
Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output."),
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change a value before anything else happens; may be given several times.",
    ),
]
FailOn = Annotated[Level, typer.Option("--fail-on", help="The lowest severity that makes the exit code 1.")]
FormatOfFindings = Annotated[FindingFormat, typer.Option("--format", help="How to print the findings.")]
FormatOfResults = Annotated[ResultFormat, typer.Option("--format", help="How to print the results.")]
RunOption = Annotated[
    RunName,
    typer.Option(
        "--run",
        help="Everything that may happen; uncertain inputs at base; everything drawn; everything succeeds.",
    ),
]
Trials = Annotated[
    int | None,
    typer.Option(
        "--trials", metavar="N", min=16, help="About how many scenarios to make of what is uncertain."
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", metavar="J", min=1, help="How many processes share a long run; the result is the same."
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="What random draws derive from.")]
