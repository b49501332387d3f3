"""Where results go: standard output or a file; notes go to standard error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import get_terminal_size

from dealcraft.cli._run import forget_stdout
from dealcraft.errors import UsageError
from dealcraft.report.findings import Page


def write(text: str, to: str | None) -> None:
    """Write *text* to the file *to*, else to standard output; a reader that has gone away is no error."""
    text = text if not text or text.endswith("\n") else text + "\n"
    if to is not None and to != "-":
        try:
            save(text, Path(to))
        except OSError as problem:
            raise UsageError(f"cannot write {to}: {(problem.strerror or str(problem)).lower()}") from None
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        forget_stdout()


def save(text: str, to: Path) -> None:
    """Write *text* to the file *to*; what of the name of a file is no Unicode stands as an escape, as JSON reads it."""
    to.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


def note(text: str) -> None:
    """Say *text* to the person who runs the command, apart from its results."""
    print(f"dealcraft: {text}", file=sys.stderr)  # noqa: T201


def page(to: str | None, *, verbose: bool = False) -> Page:
    """What the report is written for: colour and the width of the window only where a person reads it."""
    if to is not None and to != "-":
        return Page(root=_root(), verbose=verbose)
    encoding = sys.stdout.encoding or "utf-8"
    if not sys.stdout.isatty():
        return Page(encoding=encoding, root=_root(), verbose=verbose)
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Page(get_terminal_size().columns, colour, encoding, _root(), verbose)


def window(to: str | None, widest: int) -> int:
    """How wide lines may be: *widest*, or the window where a narrower one shows them."""
    shown = (to is None or to == "-") and sys.stdout.isatty()
    return min(get_terminal_size().columns, widest) if shown else widest


def _root() -> str:
    """The root of the repository around the working folder, else that folder."""
    try:
        here = Path.cwd()
    except OSError:
        return ""
    return str(next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here))
