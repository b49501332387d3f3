"""Make any text harmless to print: what would move the cursor, hide, reorder or command is shown by its number."""

from __future__ import annotations

import re
from typing import Final

_NAMED: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_PRINTED: Final = "\u3000"  # the wide space of Korean and Japanese text, which Python does not call printable
_BLANK: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0d\U000e0100-\U000e01ef]")
"""Letters and marks that Python calls printable but that show nothing."""
_COMMAND: Final = "##["
"""Begins a command to some build servers wherever it stands in a line of the log."""


def inert(text: str) -> str:
    """*text* as it may be shown in a terminal, a log or a page: on one line, every character visible.

    Markup is left as it is; it is for whoever prints to read none in it.
    """
    if text.isprintable() and not _BLANK.search(text) and _COMMAND not in text:
        return text
    return "".join(pieces(text))


def pieces(text: str) -> list[str]:
    """What is shown for each character of *text*, in order."""
    shown = [character if _is_harmless(character) else _visible(character) for character in text]
    at = text.find(_COMMAND)
    while at >= 0:
        shown[at] = _visible(text[at])
        at = text.find(_COMMAND, at + 1)
    return shown


def _is_harmless(character: str) -> bool:
    return (character.isprintable() and not _BLANK.match(character)) or character == _PRINTED


def _visible(character: str) -> str:
    """A character by its number: ``\\x1b`` or ``<U+202E>``."""
    number = ord(character)
    if number < 0x20 or 0x7F <= number < 0xA0:
        return _NAMED.get(character, f"\\x{number:02x}")
    return f"<U+{number:04X}>"
