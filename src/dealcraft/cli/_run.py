"""The one door of the command line: every way that a run can end becomes an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from enum import IntEnum
from typing import Final

import typer

from dealcraft.errors import DealcraftError
from dealcraft.findings import SheetError

_USAGE: Final = typer.BadParameter.__mro__[2]
"""The base of what typer raises for a wrong command line; it has no public name in all versions of typer."""


class Exit(IntEnum):
    """What the process tells its caller."""

    DONE = 0
    """It ran; nothing at or above `--fail-on`."""
    FOUND = 1
    """Findings at or above `--fail-on`, or a sheet that cannot be valued."""
    USAGE = 2
    """Bad usage, bad configuration, or a missing extra."""
    NOTHING = 3
    """Nothing matched the paths."""
    NO_ANSWER = 4
    """Nothing solves the target; a workbook differs."""
    INTERNAL = 70
    """A fault of dealcraft."""
    INTERRUPTED = 130
    """Stopped from outside."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and say how it ended; never raises."""
    debug = "--debug" in _options(arguments)
    rest = [word for word in _options(arguments) if word != "--debug"] + list(
        arguments[len(_options(arguments)) :]
    )
    try:
        return _called(rest)
    except (KeyboardInterrupt, typer.Abort):
        return _ended(Exit.INTERRUPTED, "interrupted")
    except BrokenPipeError:
        forget_stdout()
        return Exit.DONE
    except Exception as problem:
        if debug:
            traceback.print_exc()
        return _failed(problem)


def forget_stdout() -> None:
    """Send what is still to be written nowhere: its reader is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _options(arguments: Sequence[str]) -> list[str]:
    """What stands before a `--`: words after it are never options."""
    words = list(arguments)
    return words[: words.index("--")] if "--" in words else words


def _called(arguments: list[str]) -> int:
    from dealcraft.cli import app

    code = app(args=arguments, prog_name="dealcraft", standalone_mode=False)
    sys.stdout.flush()
    return int(code or Exit.DONE)


def _failed(problem: Exception) -> int:
    match problem:
        case SheetError():
            for diagnostic in problem.diagnostics:
                _say(f"{diagnostic.severity.word}[{diagnostic.code}]: {diagnostic.message}")
            return Exit.FOUND
        case DealcraftError():
            return _ended(Exit.USAGE, str(problem))
        case OSError():
            name = f": {problem.filename}" if problem.filename else ""
            return _ended(Exit.USAGE, f"{(problem.strerror or str(problem)).lower()}{name}")
    if isinstance(problem, _USAGE):
        return _usage(problem)
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    where = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
    _say(f"dealcraft: internal error: {type(problem).__name__}: {problem} ({where})")
    _say(
        "This is a fault of dealcraft, not of your sheet. Run the same with --debug to see where it comes from."
    )
    return Exit.INTERNAL


def _usage(problem: Exception) -> int:
    if type(problem).__name__ == "NoArgsIsHelpError":  # its message is the whole help
        _say(str(problem))
        return Exit.USAGE
    context = getattr(problem, "ctx", None)
    if context is not None:
        _say(context.get_usage())
    message = getattr(problem, "format_message", problem.__str__)()
    message = message.replace(
        "Value error, ", ""
    )  # what pydantic, which reads the options, puts before a reason
    if message:
        _say(f"dealcraft: {message[:1].lower()}{message[1:]}")
    return Exit.USAGE


def _ended(code: Exit, message: str) -> int:
    from dealcraft.report.inert import inert  # a message may quote a file that others wrote

    _say(f"dealcraft: {inert(message)}")
    return code


def _say(text: str) -> None:
    with suppress(BrokenPipeError):  # nobody reads; the exit code still tells
        print(text, file=sys.stderr)  # noqa: T201
