"""Write every schema anew: `python schemas/write.py`, after a change of the language or of an output."""

from __future__ import annotations

from pathlib import Path

from dealcraft.report.schemas import published
from dealcraft.terms.schema import written

if __name__ == "__main__":
    for name, schema in published():
        Path(__file__).with_name(name).write_text(written(schema), encoding="utf-8", newline="\n")
