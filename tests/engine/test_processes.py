"""Worker processes asked for where they cannot be had."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HB12 = Path(__file__).parents[2] / "examples" / "hb12" / "hb12.deal.yaml"


def test_a_script_without_a_guard_is_told_of_it(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    lines = (
        "import dealcraft",
        f"sheet = dealcraft.load({str(HB12)!r})",
        "try:",
        "    dealcraft.value(sheet, run='plain', trials=100_000, jobs=2)",
        "except dealcraft.UsageError as problem:",
        "    print(problem)",
    )
    script.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=120
    )
    assert "if __name__ == '__main__':" in done.stdout
