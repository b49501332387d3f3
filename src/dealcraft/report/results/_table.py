"""Plain tables of many lines: a label, then columns that are as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from dealcraft.report.results._figures import in_line
from dealcraft.report.results._look import FAINT, LOSS, STRONG, Look

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and a text for each line; figures stand flush right, their points in line."""

    head: str
    texts: Sequence[str]
    figures: bool = False


def table(columns: Sequence[Column], look: Look, *, faint: Sequence[bool] = ()) -> Iterator[Text]:
    """The heading and the lines; lines marked in *faint* explain the line above them."""
    spelled = [_spelled(column, look) for column in columns]
    widths = [max(map(cell_len, column)) for column in spelled]
    for level in range(len(spelled[0])):
        line = Text()
        for column, texts, width in zip(columns, spelled, widths, strict=True):
            text = texts[level]
            space = " " * (width - cell_len(text))
            style = STRONG if level == 0 else FAINT if faint and faint[level - 1] else ""
            if not style and column.figures and text.startswith(("−", "-")):
                style = LOSS
            line.append((_GAP if line else "") + (space if column.figures else ""))
            line.append(text, style)
            line.append("" if column.figures else space)
        yield line


def _spelled(column: Column, look: Look) -> list[str]:
    texts = in_line(column.texts) if column.figures else list(column.texts)
    return [look.spell(column.head), *(look.spell(text) for text in texts)]


def width(columns: Sequence[Column], look: Look) -> int:
    """Cells that the table takes."""
    widest = [max(map(cell_len, _spelled(column, look))) for column in columns]
    return sum(widest) + len(_GAP) * (len(columns) - 1)


def cropped(path: str, cells: int) -> str:
    """A path in at most *cells* as far as its steps allow, the first steps left out; its indent stays."""
    indent, rest = path[: len(path) - len(path.lstrip())], path.lstrip()
    steps = rest.split(".")
    while len(steps) > 1 and cell_len(f"{indent}{rest}") > cells:
        steps = steps[1:]
        rest = "…" + ".".join(steps)
    return indent + rest
