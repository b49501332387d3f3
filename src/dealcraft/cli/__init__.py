"""The command line: one thin module per command, registered here; what a command needs it imports when called."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from dealcraft._version import __version__
from dealcraft.cli.batch import batch
from dealcraft.cli.check import check
from dealcraft.cli.clauses import clauses
from dealcraft.cli.compare import compare
from dealcraft.cli.diff import diff
from dealcraft.cli.explain import explain
from dealcraft.cli.negotiate import negotiate
from dealcraft.cli.new import new
from dealcraft.cli.rules import rules, try_rules
from dealcraft.cli.schema import schema
from dealcraft.cli.sensitivity import sensitivity
from dealcraft.cli.show import show
from dealcraft.cli.solve import solve
from dealcraft.cli.value import value

app = typer.Typer(
    name="dealcraft",
    help="Structure IP deals: check a term sheet, value it, and compare licence, assignment and collaboration.",
    no_args_is_help=True,
    add_completion="_DEALCRAFT_COMPLETE" in os.environ,  # asked by a shell; else it need not be loaded
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
# one line per command, in the order of `--help`
app.command()(new)
app.command()(schema)
app.command()(show)
app.command()(check)
app.command()(explain)
app.command()(rules)
app.command("test-rules")(try_rules)
app.command()(compare)
app.command()(value)
app.command()(sensitivity)
app.command()(solve)
app.command()(negotiate)
app.command()(clauses)
app.command()(diff)
app.command()(batch)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dealcraft {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Options of every command; `--debug` may stand anywhere and is read before any command (see `_run`)."""
