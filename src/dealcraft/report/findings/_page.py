"""What a report is written for: how wide, in which characters, with colour or without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from dealcraft.findings import Severity

Style: TypeAlias = Literal["", "error", "warning", "info", "strong", "frame", "faint"]
_STYLES: Final[dict[Style, str]] = {
    "": "",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "strong": "bold",
    "frame": "blue",
    "faint": "dim",
}


TONES: Final[dict[Severity, Style]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}
"""The style of each severity."""


class Piece(NamedTuple):
    """A run of characters in one style."""

    text: str
    style: Style = ""


Line: TypeAlias = Sequence[Piece]


class Glyphs(NamedTuple):
    """The characters that a frame is drawn with."""

    corner: str = "┌─"
    bar: str = "│"
    gap: str = "⋮"
    more: str = "…"


_PLAIN: Final = Glyphs("-->", "|", ":", "...")


@dataclass(frozen=True, slots=True)
class Page:
    """The stream that a report goes to."""

    width: int = 160
    """Columns; longer source lines are cropped around what they are shown for."""
    colour: bool = False
    encoding: str = "utf-8"
    root: str = ""
    """The folder from which machines count the paths of files; empty: as they were given."""
    verbose: bool = False
    """Whether what was answered, and what could not be judged, is listed and not only counted."""

    @property
    def glyphs(self) -> Glyphs:
        """The characters of the frame, in ASCII where the encoding has no others."""
        glyphs = Glyphs()
        return glyphs if self.can_show("".join(glyphs)) else _PLAIN

    def can_show(self, text: str) -> bool:
        """Whether the encoding has the characters of *text*."""
        try:
            text.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def spell(self, text: str) -> str:
        """*text* in characters that the encoding has, the others by their numbers."""
        if text.isascii() or self.can_show(text):
            return text
        return "".join(
            character if self.can_show(character) else character.encode("ascii", "backslashreplace").decode()
            for character in text.replace("…", "...")
        )

    def write(self, lines: Iterable[Line]) -> str:
        """*lines* as one text, with colour codes if the page has colour."""
        if not self.colour:
            return "".join("".join(piece.text for piece in line).rstrip() + "\n" for line in lines)
        from io import StringIO

        from rich.console import Console
        from rich.text import Text

        stream = StringIO()
        console = Console(
            file=stream, force_terminal=True, color_system="standard", legacy_windows=False, highlight=False,
            markup=False, emoji=False, _environ={},
        )  # fmt: skip
        for line in lines:
            # Text, not markup: what a sheet says is never read as an instruction.
            text = Text.assemble(*((piece.text, _STYLES[piece.style]) for piece in line))
            console.print(text, soft_wrap=True)
        return stream.getvalue()


DEFAULT: Final = Page()
"""A file or a pipe that takes UTF-8."""
