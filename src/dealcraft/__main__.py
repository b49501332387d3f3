"""The program: ``dealcraft`` and ``python -m dealcraft``."""

from __future__ import annotations

import gc
import os
import signal
import sys
from io import TextIOWrapper
from typing import Final, NoReturn, TextIO

_SELDOM: Final = 200_000
"""Objects between two searches for garbage: Python's 700 would search some hundred times while modules load."""


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    gc.set_threshold(_SELDOM)
    # A pipeline that is cancelled ends a run as Ctrl-C does: what is done is kept.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A sheet means the same whatever else is installed, and its sums are added up alike on any number of processors:
    # arrays are small, and work is shared out by sheets.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dealcraft.cli._run import run

    sys.stdout, sys.stderr = _written_to(sys.stdout), _written_to(sys.stderr)
    sys.exit(run(sys.argv[1:]))


def _written_to(stream: TextIO | None) -> TextIO:
    """*stream*, which a name in Korean must not stop on a narrow terminal; nowhere, where its reader has closed it."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - open until the process ends
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream


if __name__ == "__main__":
    main()
