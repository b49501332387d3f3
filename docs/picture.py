"""Draws docs/compare.svg, the picture of the README, from what `dealcraft compare` prints: `python docs/picture.py`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from dealcraft.analysis.compare import compare
from dealcraft.analysis.outside import outside
from dealcraft.engine.value import value
from dealcraft.report.results import Answer, Look
from dealcraft.report.results import compare as page
from dealcraft.source import parse
from dealcraft.terms.load import load

HERE: Final = Path(__file__).parent
PICTURE: Final = HERE / "compare.svg"
SHEET: Final = HERE.parent / "examples" / "hb12" / "hb12.deal.yaml"
WIDTH: Final = 112
THEME: Final = TerminalTheme(
    (250, 250, 248),
    (36, 41, 46),
    [
        (36, 41, 46), (179, 38, 30), (33, 122, 60), (138, 99, 0),
        (30, 83, 163), (122, 60, 148), (0, 107, 125), (96, 103, 112),
    ],
)  # fmt: skip
"""Dark on light, as a page is read."""


def picture(sheet: Path = SHEET) -> str:
    """The SVG of the comparison of *sheet*."""
    document = parse(sheet.read_bytes(), sheet.name)
    loaded = load(document)
    if loaded.sheet is None:
        raise SystemExit(f"{sheet} has errors")
    valuation = value(loaded.sheet)
    compared = compare(
        valuation,
        outside=outside(loaded.sheet, valuation, value=lambda of, names: value(of, structures=names)),
    )
    answer = Answer(loaded.sheet, document.file, document.sha256, valuation, compared)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, _environ={})
    console.print(Text("$ dealcraft compare hb12.deal.yaml", "dim"))
    console.print(Text.from_ansi(page(answer, Look(WIDTH, colour=True))), soft_wrap=True)
    return console.export_svg(title="dealcraft compare", theme=THEME, unique_id="dealcraft")


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
