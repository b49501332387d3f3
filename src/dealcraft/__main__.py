"""The program: ``dealcraft`` and ``python -m dealcraft``."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Final, NoReturn

_SELDOM: Final = 200_000
"""Objects between two searches for garbage: Python's 700 would search some hundred times while modules load."""


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    gc.set_threshold(_SELDOM)
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # so a pipeline cancels: as by Ctrl-C, what is done is kept
    # A sheet means the same whatever else is installed, and its sums are added up alike on any number of processors:
    # arrays are small, and work is shared out by sheets.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dealcraft.cli._run import run

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="replace"
            )  # a name in Korean must not stop a report on a narrow terminal
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
