"""What the page is written for: its width, whether it has colour, which characters it can show."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

WIDEST: Final = 120
"""Beyond this a page only drifts apart."""

ACCENT: Final = "cyan"
BEST: Final = "bold cyan"
STRONG: Final = "bold"
FAINT: Final = "dim"
LOSS: Final = "red"

_ASCII: Final = str.maketrans(
    {
        "−": "-", "–": "-", "·": "|", "±": "+-", "→": "->", "◀": "<", "▼": "v", "─": "-", "●": "o",
        "┊": ":", "┼": "+", "│": "|", "█": "#", "░": "-", "▏": "", "▎": "", "▍": "", "▌": "", "▋": "#", "▊": "#",
        "▉": "#", "×": "x", "’": "'", "…": "...",
    }
)  # fmt: skip
_SIGNS: Final = "−–·±→◀▼─●┊┼│█░▌"


@dataclass(frozen=True, slots=True)
class Look:
    """How a page may look."""

    width: int = 100
    colour: bool = False
    encoding: str = "utf-8"

    @property
    def page(self) -> int:
        """Columns that the page uses."""
        return min(self.width, WIDEST)

    @property
    def plain(self) -> bool:
        """Whether the signs of a page give way to ASCII: all of them, where one cannot be shown."""
        return not self._shows(_SIGNS)

    def spell(self, text: str) -> str:
        """*text* in characters that can be shown, others by their number."""
        if text.isascii():
            return text
        if self.plain:
            text = text.translate(_ASCII)
        if self._shows(text):
            return text
        return "".join(c if self._shows(c) else c.encode("ascii", "backslashreplace").decode() for c in text)

    def _shows(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def text(self, text: str, style: str = "") -> Text:
        """*text* in characters that can be shown, in one style."""
        return Text(self.spell(text), style)


def written(lines: Iterable[Text], look: Look) -> str:
    """The page as one text, with codes for colour where it has any."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=max(look.width, 20), force_terminal=look.colour, no_color=not look.colour,
        color_system="standard" if look.colour else None, highlight=False, markup=False, emoji=False,
        legacy_windows=False, _environ={},
    )  # fmt: skip
    for line in lines:
        line.rstrip()
        console.print(line, soft_wrap=True)
    return stream.getvalue()


def wrapped(text: Text, look: Look, *, indent: int = 0) -> list[Text]:
    """*text*, in characters that can be shown, broken between words; lines after the first set in by *indent*."""
    text = _respelled(text, look)
    console = Console(width=look.page, legacy_windows=False, _environ={})
    first, *rest = text.wrap(console, look.page) or [Text()]
    if not rest or not indent:
        return [first, *rest]
    left = text[len(first.plain) :]
    while left.plain[:1].isspace():
        left = left[1:]
    return [first, *(Text(" " * indent) + line for line in left.wrap(console, look.page - indent))]


def _respelled(text: Text, look: Look) -> Text:
    if look.spell(text.plain) == text.plain:
        return text
    edges = sorted({edge for span in text.spans for edge in (span.start, span.end)})
    parts = (
        (look.spell(part.plain), part.spans[0].style if part.spans else "") for part in text.divide(edges)
    )
    return Text.assemble(*parts, style=text.style)
