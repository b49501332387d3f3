"""Reading a sheet must not wait for what it does not need."""

from __future__ import annotations

import subprocess
import sys


def test_reading_a_text_loads_neither_numpy_nor_pydantic_nor_rich() -> None:
    script = (
        "import sys; from dealcraft.source import parse; parse(b'a: {b: 1,000}', 'x'); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True
    )
    assert not {"numpy", "pydantic", "rich", "typer"} & set(done.stdout.split())
