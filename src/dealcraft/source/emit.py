"""Data to text: a sheet's plain tree as YAML that reads back to the same tree, each value with a remark if wanted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final

from dealcraft.source.compose import Tree
from dealcraft.units import ROOT, Path

_WIDTH: Final = 100
_REMARKS: Final = 60
# What may begin a text without quotes, and what may not stand in it; stricter than YAML, so never wrong.
_PLAIN: Final = re.compile(r"(?:[^\W_]|[(/_.+%~<=]|-(?=[^\s-]))[^\n\r\t]*")
_NOT_PLAIN: Final = re.compile(r": |:$| #|^%|\s$|^[~]?$")
_NOT_IN_BRACKETS: Final = re.compile(r"[,\[\]{}:#]")
_NOTHING: Final = frozenset(["", "~", "null"])
_UNSEEN: Final = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


def emit(data: Tree, *, remark: Callable[[Path], str] | None = None) -> str:
    """*data* as YAML, short maps and lists in brackets; *remark* says in one line what to note behind a value."""
    return "\n".join(_Emitter(remark).lines(data, ROOT, 0)) + "\n"


class _Emitter:
    def __init__(self, remark: Callable[[Path], str] | None) -> None:
        self.remark = remark

    def lines(self, data: Tree, path: Path, depth: int) -> Iterator[str]:
        """The entries of a map or a list, one below the other."""
        indent = "  " * depth
        if isinstance(data, dict):
            for key, value in data.items():
                yield from self._entry(f"{indent}{_scalar(key)}:", value, path.child(key), depth)
        elif isinstance(data, list):
            for index, value in enumerate(data):
                yield from self._entry(f"{indent}-", value, path.child(index), depth)

    def _entry(self, head: str, value: Tree, path: Path, depth: int) -> Iterator[str]:
        remarks = self._remarks(value, path)
        line = f"{head} {in_brackets(value) if isinstance(value, dict | list) else _scalar(value)}"
        if (
            not isinstance(value, dict | list)
            or not value
            or (depth and len(line) <= _WIDTH and len(remarks) < 2)
        ):
            yield f"{line:<{_REMARKS}}  # {remarks[0]}" if remarks and remarks[0] else line
        else:
            yield head
            yield from self.lines(value, path, depth + 1)

    def _remarks(self, value: Tree, path: Path) -> tuple[str, ...]:
        """What is to be noted of the values at and below *path*, each once."""
        if self.remark is None:
            return ()
        inner = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        below = [remark for step, one in inner for remark in self._remarks(one, path.child(step))]
        return tuple(dict.fromkeys(below or [self.remark(path)]))


def in_brackets(value: Tree) -> str:
    """*value* on one line, its maps and lists in brackets."""
    if isinstance(value, dict):
        inside = (f"{_scalar(key, bare=False)}: {in_brackets(inner)}" for key, inner in value.items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(in_brackets, value))}]"
    return _scalar(value, bare=False)


def _scalar(text: str | None, *, bare: bool = True) -> str:
    """*text* as YAML writes it, in quotes where it needs them; not *bare* is within brackets."""
    if text is None:
        return "null"
    plain = _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text) and text not in _NOTHING
    if plain and not _UNSEEN.search(text) and (bare or not _NOT_IN_BRACKETS.search(text)):
        return text
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
