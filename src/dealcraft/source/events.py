"""YAML's events one by one, counted, so that no text can cost more than its limits."""

from __future__ import annotations

from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from dealcraft.findings import Span
from dealcraft.source.decode import Text
from dealcraft.source.limits import Limits
from dealcraft.source.problem import Problem

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OPENING: Final = (MappingStartEvent, SequenceStartEvent)
CLOSING: Final = (MappingEndEvent, SequenceEndEvent)


class Stop(Exception):  # a signal between two modules, not an error of the caller's
    """The text cannot be read further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Events:
    """The events of one text.

    The parser is asked for one event at a time and left at the first node that lies too deep: it reads at most a
    few thousand characters ahead, and never builds a tree of its own, on which the C loader would crash.
    """

    def __init__(self, text: Text, limits: Limits) -> None:
        self._text, self._limits = text, limits
        self._depth = self._nodes = 0
        self.aliases = set[str]()
        """The names that were referred to, in what was skipped too."""
        try:
            self._loader = _LOADER(text.text)
        except (yaml.YAMLError, ValueError) as error:
            raise self._syntax(error) from None

    def close(self) -> None:
        """Let go of the parser's memory."""
        self._loader.dispose()

    def pull(self) -> Any:
        """The next event; Stop where the text is no YAML or passes its limits."""
        try:
            event = self._loader.get_event()
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            raise self._syntax(error) from None
        kind = type(event)
        if kind in CLOSING:
            self._depth -= 1
            return event
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise self._stop("too-many-values", event, f"{self._limits.nodes:,}")
        if kind in OPENING:
            self._depth += 1
            if self._depth > self._limits.depth:
                raise self._stop("too-deep", event, str(self._limits.depth))
        elif kind is AliasEvent:
            self.aliases.add(event.anchor)
        return event

    def skip(self, event: Any) -> int:
        """Read past the node that *event* begins; the offset where it ends."""
        level = 0
        while True:
            kind = type(event)
            level += (kind in OPENING) - (kind in CLOSING)
            if level == 0:
                return int(event.end_mark.index)
            event = self.pull()

    def _syntax(self, error: Exception) -> Stop:
        from dealcraft.source.syntax import problem_of  # a text without errors does not wait for its patterns

        return Stop(problem_of(error, self._text, self._limits))

    def _stop(self, code: str, event: Any, limit: str) -> Stop:
        start = event.start_mark.index
        return Stop(Problem(code, self._text.span(start, start + 1), values={"limit": limit}))


def is_plain(event: Any) -> bool:
    """Whether *event* is a scalar without quotes and without a tag."""
    return type(event) is ScalarEvent and not event.style and bool(event.implicit[0])


def span_of(event: Any, text: Text) -> Span:
    """The span of a scalar or an alias; a block text ends with its last line, not at the next key."""
    one, two = event.start_mark, event.end_mark
    if getattr(event, "style", None) in ("|", ">"):
        return text.span(one.index, one.index + len(text.text[one.index : two.index].rstrip()))
    return Span(one.line + 1, one.column + 1, two.line + 1, two.column + 1, one.index, two.index)
