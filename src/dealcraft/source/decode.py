"""Bytes to text: UTF-8 only, without the characters that hide what a reader sees."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dealcraft.findings import Span
from dealcraft.source.problem import Problem

HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
"""Controls, surrogates and noncharacters, and the breaks that YAML takes for a new line and an editor does not."""
STAND_IN: Final = "\ufffd"
"""What takes the place of a hidden character, so that the rest can still be read."""
_WORD: Final = re.compile(r"[^\s,\[\]{}]*")
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_BYTE_ORDER: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_GUESSES: Final = (
    ("euc_kr", re.compile("[가-힣]{2}"), "EUC-KR"),
    ("cp949", re.compile("[가-힣]{2}"), "CP949"),
)
_PROBE: Final = 4096


@dataclass(frozen=True, slots=True)
class Text:
    """A text and where its lines begin; a byte order mark at its start is not part of it."""

    text: str
    lines: tuple[str, ...]
    starts: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Text:
        """*text* by lines, without the breaks."""
        starts = array("L", (0,))  # a file of line breaks has a million of them
        starts.extend(match.end() for match in _BREAK.finditer(text))
        return cls(text, tuple(_BREAK.split(text)), starts)

    def span(self, start: int, end: int) -> Span:
        """The span from offset *start* up to *end*."""
        start = min(start, len(self.text))
        end = max(start, min(end, len(self.text)))
        line, end_line = bisect_right(self.starts, start), bisect_right(self.starts, end)
        return Span(
            line, start - self.starts[line - 1] + 1, end_line, end - self.starts[end_line - 1] + 1, start, end
        )

    def line(self, number: int) -> Span:
        """The whole of a line, counted from 1, without its break."""
        start = self.starts[number - 1]
        return self.span(start, start + len(self.lines[number - 1]))

    def first_line(self, span: Span) -> Span:
        """*span* as far as its first line goes."""
        return self.span(span.start, min(span.end, self.line(span.line).end))

    def word(self, at: int) -> Span:
        """The word that begins at *at*, at least one character."""
        match = _WORD.match(self.text, at)
        return self.span(at, max(match.end() if match else 0, at + 1))


def decode(content: bytes) -> tuple[Text, Problem | None]:
    """The text of *content*, or an empty text and why it is none."""
    for mark, name in _BYTE_ORDER:
        if content.startswith(mark):
            return Text.of(""), Problem("not-utf8", Span(1, 1, 1, 1), values={"encoding": name})
    try:
        return Text.of(content.decode("utf-8-sig")), None
    except UnicodeDecodeError as problem:
        readable = content[: problem.start].decode("utf-8-sig", "replace")
        text = Text.of(readable)
        end = text.span(len(readable), len(readable))
        values = {"byte": f"0x{content[problem.start]:02x}", "encoding": _guess(content)}
        return Text.of(""), Problem("not-utf8", end, values=values)


def hidden(text: Text) -> Iterator[Problem]:
    """One problem for every hidden character in *text*."""
    for match in HIDDEN.finditer(text.text):
        yield Problem("hidden-character", text.span(*match.span()), values={"found": name_of(match[0])})


def name_of(character: str) -> str:
    """A hidden character by its number: ``U+2028``."""
    return f"U+{ord(character):04X}"


def _guess(content: bytes) -> str:
    """The encoding that *content* is probably in, or an empty text."""
    for codec, sign, name in _GUESSES:
        try:
            if sign.search(content[:_PROBE].decode(codec, "ignore")) and content.decode(codec):
                return name
        except UnicodeDecodeError:
            continue
    return ""
