"""`dealcraft rules` and `dealcraft test-rules`: every rule there is, and the tests that stand beside house rules."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dealcraft.cli._options import Output

if TYPE_CHECKING:
    from dealcraft.rules.house import HouseRule


class ListFormat(StrEnum):
    """How a list is printed."""

    TEXT = "text"
    JSON = "json"


def rules(
    format_: Annotated[
        ListFormat, typer.Option("--format", help="How to print the rules.")
    ] = ListFormat.TEXT,
    output: Output = None,
    config: Annotated[
        str | None,
        typer.Option(
            "--config", metavar="FILE", help="The settings file (the nearest dealcraft.yaml upward)."
        ),
    ] = None,
) -> int:
    """List every rule: code, severity, family, and what it says."""
    from dealcraft.cli._output import window, write
    from dealcraft.cli._settings import Asked, resolved
    from dealcraft.report.rules import RULE_FORMATS, WIDEST

    found = resolved(Asked(config=config), [], writing=True)
    write(RULE_FORMATS[format_.value](found.rules, window(output, WIDEST)), output)
    return 0


def try_rules(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="A file of house rules.")],
    output: Output = None,
) -> int:
    """Run the tests that stand beside house rules."""
    from dealcraft.cli._output import write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._settings import house_rules
    from dealcraft.rules.house_tests import run_tests

    found = house_rules(files)
    outcomes = list(run_tests(found))
    lines = [
        f"{each.rule.file}:{each.test.line}: {each.rule.code}: {each.said}" for each in outcomes if each.said
    ]
    failed = len(lines)
    lines += [f"{rule.file}: {rule.code}: no test beside it" for rule in found if not rule.tests]
    lines.append(_counted(found, len(outcomes), failed))
    write("\n".join(lines), output)
    return Exit.FOUND if failed else Exit.DONE


def _counted(found: tuple[HouseRule, ...], tests: int, failed: int) -> str:
    rules = "1 rule" if len(found) == 1 else f"{len(found)} rules"
    return f"{rules}, {tests} test{'' if tests == 1 else 's'}, {failed} failed"
