"""The reference deal in a workbook that headless LibreOffice recalculates, trial by trial.

LibreOffice runs with a profile of its own in a temporary folder, is spoken to over a local pipe by a Python that has its
`uno` (`calc.py`), and is ended with everything that it started.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any, Final

import numpy as np

from peers.deal import Array
from peers.workbook import workbook

BRIDGE: Final = Path(__file__).with_name("calc.py")
QUIET: Final = ("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard")
KINDS: Final = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
"""Endings of workbooks, and how LibreOffice calls them."""


class Missing(Exception):
    """Why no spreadsheet can be recalculated here."""


@dataclass(frozen=True)
class Spreadsheet:
    """A workbook that is open in LibreOffice."""

    version: str
    group: int
    """Of processes: LibreOffice and the Python that speaks to it."""
    bridge: subprocess.Popen[str]

    def price(self, thresholds: Array, durations: Array, peaks: Array, success: Sequence[float]) -> Array:
        """Present values to licensor and licensee, shape (2, trials), from draws of shape (4 | 3, trials)."""
        drawn = zip(thresholds.T.tolist(), durations.T.tolist(), peaks.T.tolist(), strict=True)
        trials = [(u, d, [*p, ""]) for u, d, p in drawn]
        found = self.ask({"price": {"success": list(success), "trials": trials}})
        return np.array(found, dtype=np.float64).T  # nan for an error of the workbook

    def save(self, file: Path) -> None:
        """Keep the workbook, with the last trial in it; its ending is one of `KINDS`."""
        self.ask({"save": {"file": str(file.resolve()), "filter": KINDS[file.suffix]}})

    def ask(self, told: object) -> Any:
        """What the other Python answers."""
        assert self.bridge.stdin
        assert self.bridge.stdout
        with suppress(BrokenPipeError):
            self.bridge.stdin.write(json.dumps(told) + "\n")
            self.bridge.stdin.flush()
        answer = self.bridge.stdout.readline()
        if not answer:
            raise Missing("LibreOffice did not answer")
        return json.loads(answer)

    def seconds(self) -> float:
        """Processor time of this process and of the group; the clock where there is no /proc."""
        if not Path("/proc/self/stat").exists():
            return time.perf_counter()
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has ended meanwhile
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[2]) == self.group:
                    ticks += int(fields[11]) + int(fields[12])
        return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def programs() -> tuple[str, str]:
    """LibreOffice, and a Python that has its `uno`."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise Missing("no soffice on the path")
    own = Path(office).resolve().with_name("python")
    for python in (str(own), "/usr/bin/python3", shutil.which("python3")):
        if python and Path(python).exists():
            tried = subprocess.run([python, "-I", "-c", "import uno"], capture_output=True, check=False)
            if tried.returncode == 0:
                return office, python
    raise Missing("no Python with LibreOffice's uno (Debian: python3-uno)")


@contextmanager
def opened() -> Iterator[Spreadsheet]:
    """LibreOffice with the workbook, until the block ends; raises `Missing` where that cannot be."""
    office, python = programs()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as ended:
        profile, pipe = f"-env:UserInstallation={Path(folder).as_uri()}", Path(folder).name
        asked = [office, profile, "--version"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        serve = [office, profile, *QUIET, f"--accept=pipe,name={pipe};urp;"]
        server = subprocess.Popen(serve, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, process_group=0)
        ended.callback(server.wait)
        ended.callback(_kill, server.pid)
        speak, group = [python, "-I", str(BRIDGE), pipe], server.pid
        bridge = subprocess.Popen(
            speak, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True, process_group=group
        )
        ended.enter_context(bridge)
        ended.callback(_kill, server.pid)
        sheet = Spreadsheet(" ".join(said.split()[:2]), group, bridge)
        sheet.ask(_told())
        yield sheet


def _told() -> dict[str, Any]:
    """The workbook as `calc.py` takes it."""
    book = workbook()
    lines = (("threshold", "peak"), ("success", "success"), ("licensor", "licensee"))
    return {
        "pages": [asdict(page) for page in (book.deal, book.quarters)],
        "ranges": [book.range(first, last) for first, last in lines],
    }


def _kill(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
