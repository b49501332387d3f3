"""Where a value stands in a term sheet: the thread through every stage."""

from __future__ import annotations

import re
from collections.abc import Iterable

Step = str | int
_STEP = re.compile(r"\.?(?P<key>[^.\[\]]+)|\[(?P<index>\d+)\]|\[\"(?P<quoted>[^\"]*)\"\]")
_PLAIN = re.compile(r"[^.\[\]\"]+")


class Path(tuple[Step, ...]):
    """A route of keys and list indices, spelled ``structures.licence.payments.royalty.tiers[1].rate``.

    >>> Path.parse("royalty.tiers[1].rate")
    Path('royalty.tiers[1].rate')
    >>> Path.parse("royalty").child("tiers", 0)
    Path('royalty.tiers[0]')
    """

    __slots__ = ()

    @classmethod
    def of(cls, steps: Iterable[Step]) -> Path:
        """The path through *steps*."""
        return cls(steps)

    @classmethod
    def parse(cls, text: str) -> Path:
        """Read the one spelling; an empty text is the whole sheet.

        Raises ValueError where the text is not a path.
        """
        steps: list[Step] = []
        at = 0
        while at < len(text):
            match = _STEP.match(text, at)
            if match is None or (text[at] == "." and not steps):
                raise ValueError(f"{text!r} is not a path")
            key, index, quoted = match["key"], match["index"], match["quoted"]
            steps.append(int(index) if index is not None else key if key is not None else quoted)
            at = match.end()
        return cls(steps)

    def child(self, *steps: Step) -> Path:
        """This path and *steps* below it."""
        return Path((*self, *steps))

    @property
    def parent(self) -> Path:
        """One step up; the root is its own parent."""
        return Path(self[:-1])

    def within(self, other: Path) -> bool:
        """Whether this path is *other* or lies below it."""
        return self[: len(other)] == tuple(other)

    def __str__(self) -> str:
        text = ""
        for step in self:
            if isinstance(step, int):
                text += f"[{step}]"
            elif _PLAIN.fullmatch(step):
                text += f".{step}" if text else step
            else:
                text += f'["{step}"]'
        return text

    def __repr__(self) -> str:
        return f"Path({str(self)!r})"


ROOT = Path()
