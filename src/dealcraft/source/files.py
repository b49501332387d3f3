"""Files and folders of term sheets: which ones are meant, and their bytes, read with a bound."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from dealcraft.errors import UsageError
from dealcraft.source.limits import LIMITS, Limits

SUFFIX: Final = ".deal.yaml"
STANDARD_INPUT: Final = "-"
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def find(paths: Sequence[str]) -> list[str]:
    """The sheets that *paths* name, each once: files as given, folders by their ``*.deal.yaml``, sorted, and ``-``.

    Raises UsageError for a path that is not there. Folders that begin with a dot, links to folders, links out of
    a folder, and what is no file, such as a pipe, are passed over.
    """
    found = dict[str, None]()
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            found.update(dict.fromkeys(sorted(_inside(path))))
        elif path == STANDARD_INPUT or os.path.lexists(path):
            found[path] = None
        else:
            raise UsageError(f"there is no {path}")
    return list(found)


def read(path: str, *, limits: Limits = LIMITS) -> bytes:
    """The bytes of *path* (``-``: standard input), at most one more than a sheet may have.

    Raises UsageError for what is missing, forbidden, or no file; a pipe or a device is never waited for.
    """
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise UsageError("standard input is closed; name a file")
        return sys.stdin.buffer.read(limits.size + 1)
    try:
        handle = os.open(path, os.O_RDONLY | _NO_WAITING)
    except FileNotFoundError:
        raise UsageError(f"there is no {path}") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {_reason(error)}") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UsageError(f"{path} is not a file; give a file, a folder, or - for standard input")
    with os.fdopen(handle, "rb") as file:
        try:
            return file.read(limits.size + 1)
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {_reason(error)}") from None


def _inside(folder: str) -> Iterator[str]:
    root = Path(folder).resolve()
    for here, folders, files in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(here, name)
            if name.endswith(SUFFIX) and path.is_file() and (not path.is_symlink() or _stays(path, root)):
                yield str(path)


def _stays(link: Path, root: Path) -> bool:
    """Whether *link* leads to a file below *root*."""
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
