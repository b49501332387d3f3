"""The program: ``dealcraft`` and ``python -m dealcraft``."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    from dealcraft.cli._run import run

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="replace"
            )  # a name in Korean must not stop a report on a narrow terminal
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
