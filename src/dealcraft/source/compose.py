"""YAML events to plain data with the span of every key and value; what a term sheet may not use is noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from dealcraft.findings import Span
from dealcraft.source import commas
from dealcraft.source.decode import HIDDEN, STAND_IN, Text, name_of
from dealcraft.source.events import OPENING, Events, Stop, is_plain, span_of
from dealcraft.source.limits import Limits
from dealcraft.source.problem import Elsewhere, Problem
from dealcraft.units import ROOT, Path, Step

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | None"
"""Plain data: maps with text keys, lists, texts; None where nothing was written."""
_NOTHING = ("", "~", "null")


@dataclass(slots=True)
class Composed:
    """What the events of one text amount to."""

    data: Tree = None
    spans: dict[Path, Span] = field(default_factory=dict)
    key_spans: dict[Path, Span] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def compose(text: Text, limits: Limits) -> Composed:
    """The data of *text*; None, and a problem, where it could not be read to its end."""
    into = Composed()
    try:
        events = Events(text, limits)
    except Stop as stop:
        into.problems.append(stop.problem)
        return into
    composer = _Composer(text, limits, events, into)
    try:
        into.data = composer.document()
    except Stop as stop:
        into.problems.append(stop.problem)
    finally:
        events.close()
    into.problems.extend(composer.afterthoughts())
    into.problems.sort(key=lambda problem: problem.span.start if problem.span else 0)
    return into


class _Composer:
    """One pass over the events."""

    def __init__(self, text: Text, limits: Limits, events: Events, into: Composed) -> None:
        self.text, self.limits, self.events, self.into = text, limits, events, into
        self.anchors = dict[str, Problem]()
        self.joined = dict[Path, commas.Written]()

    def document(self) -> Tree:
        self.events.pull()
        start = self.events.pull()
        if type(start) is StreamEndEvent:
            raise Stop(Problem("empty-sheet", self.text.span(0, 0)))
        if start.version or start.tags:
            line = next(number for number, line in enumerate(self.text.lines, 1) if line.startswith("%"))
            self._note("directive", self.text.line(line))
        data, span = self._value(self.events.pull(), ROOT)
        self.into.spans[ROOT] = span
        self.events.pull()
        after: Any = self.events.pull()
        if type(after) is DocumentStartEvent:
            self._note("second-document", self.text.first_line(span_of(after, self.text)))
        if isinstance(data, dict):
            return data
        if data is not None:
            found = "a list" if isinstance(data, list) else "a text"
            self._note("not-a-sheet", self.text.first_line(span), found=found)
        elif not self.into.problems:
            raise Stop(Problem("empty-sheet", self.text.span(0, 0)))
        return None

    def afterthoughts(self) -> Iterable[Problem]:
        """Anchors that nothing refers to (an alias points at its own), and numbers that commas took apart."""
        yield from (problem for name, problem in self.anchors.items() if name not in self.events.aliases)
        for path, written in self.joined.items():
            values = {"found": written.value, "mend": commas.mend(written.value)}
            yield Problem("comma-splits-value", written.span, path, values)

    def _note(self, code: str, span: Span, path: Path = ROOT, /, **values: str) -> None:
        self._add(Problem(code, span, path, values))

    def _add(self, problem: Problem) -> None:
        if len(self.into.problems) >= self.limits.problems:
            raise Stop(problem)
        self.into.problems.append(problem)

    # Nodes

    def _value(self, event: Any, path: Path) -> tuple[Tree, Span]:
        """The data that *event* begins, and its span."""
        kind = type(event)
        if kind is AliasEvent:
            return None, self._alias(event, path)
        if event.anchor is not None or event.tag is not None:
            self._decoration(event, path)
        if kind is ScalarEvent:
            span = span_of(event, self.text)
            return self._scalar(event, span, path), span
        if kind is MappingStartEvent:
            return self._mapping(event, path)
        return self._sequence(event, path)

    def _scalar(self, event: Any, span: Span, path: Path) -> str | None:
        value: str = event.value
        if is_plain(event):
            return None if value in _NOTHING else value
        if event.style == '"' and (hidden := HIDDEN.search(value)):
            self._note("hidden-character", span, path, found=name_of(hidden[0]))
            return HIDDEN.sub(STAND_IN, value)
        return value

    def _alias(self, event: Any, path: Path) -> Span:
        span = span_of(event, self.text)
        anchor = self.anchors.get(event.anchor)
        related: Elsewhere = (("anchor", anchor.span, {}),) if anchor and anchor.span else ()
        self._add(Problem("alias", span, path, {"found": f"*{event.anchor}"}, related))
        return span

    def _decoration(self, event: Any, path: Path) -> None:
        """Note an anchor or a tag, which stand at the beginning of the node's text."""
        start = event.start_mark.index
        if event.anchor is not None:
            at = max(self.text.text.find(f"&{event.anchor}", start), start)
            span = self.text.span(at, at + len(event.anchor) + 1)
            self.anchors[event.anchor] = Problem("anchor", span, path, {"found": f"&{event.anchor}"})
        if event.tag is not None:
            at = max(self.text.text.find("!", start), start)
            span = self.text.word(at)
            self._note("tag", span, path, found=self.text.text[span.start : span.end])

    def _mapping(self, start: Any, path: Path) -> tuple[dict[str, Tree], Span]:
        data: dict[str, Tree] = {}
        last: tuple[str, commas.Written] | None = None
        end = start.start_mark.index
        while type(event := self.events.pull()) is not MappingEndEvent:
            key, key_span = self._key(event, path)
            event = self.events.pull()
            if last and key and start.flow_style and _is_nothing(event):
                tail = commas.Written(key, key_span)
                if commas.continues(self.text.text, last[1], tail):
                    last = last[0], self._join(path.child(last[0]), last[1], tail)
                    continue
            last = None
            if key is None or (key in data and self._twice(path.child(key), key_span)):
                end = self.events.skip(event)
                continue
            below = path.child(key)
            self.into.key_spans[below] = key_span
            data[key], span = self._value(event, below)
            self.into.spans[below] = span
            end = span.end
            if start.flow_style and is_plain(event):
                last = key, commas.Written(event.value, span)
        self._mend_commas(path, data)
        return data, self._collection(start, event, end)

    def _sequence(self, start: Any, path: Path) -> tuple[list[Tree], Span]:
        data: list[Tree] = []
        last: commas.Written | None = None
        spaced = start.flow_style and commas.is_spaced(self.text.text, start.start_mark.index)
        end = start.start_mark.index
        while type(event := self.events.pull()) is not SequenceEndEvent:
            this = None
            if start.flow_style and is_plain(event):
                this = commas.Written(event.value, span_of(event, self.text))
                if last and commas.continues_in_list(self.text.text, last, this, spaced=spaced):
                    last = self._join(path.child(len(data) - 1), last, this)
                    continue
            below = path.child(len(data))
            value, span = self._value(event, below)
            data.append(value)
            self.into.spans[below] = span
            end, last = span.end, this
        self._mend_commas(path, data)
        return data, self._collection(start, event, end)

    def _key(self, event: Any, path: Path) -> tuple[str | None, Span]:
        """The text of a key; None, and a problem, where it has none."""
        span = span_of(event, self.text)
        if type(event) in OPENING:
            span = self.text.first_line(self.text.span(span.start, self.events.skip(event)))
            self._note("complex-key", span, path)
        elif type(event) is AliasEvent:
            self._alias(event, path)
        else:
            if event.anchor is not None or event.tag is not None:
                self._decoration(event, path)
            if event.value == "<<" and not event.style:
                self._note("merge-key", span, path)
            elif not event.value:
                self._note("empty-key", span, path)
            else:
                return HIDDEN.sub(STAND_IN, event.value), span
        return None, span

    def _twice(self, path: Path, span: Span) -> bool:
        first: Elsewhere = (("first", self.into.key_spans[path], {}),)
        self._add(Problem("duplicate-key", span, path, {"found": str(path[-1])}, first))
        return True

    def _join(self, path: Path, head: commas.Written, tail: commas.Written) -> commas.Written:
        whole = commas.join(head, tail)
        self.joined[path] = whole
        self.into.spans[path] = whole.span
        return whole

    def _mend_commas(self, path: Path, data: Any) -> None:
        """Put what was meant in place of the first part of a number, so that one slip is one problem."""
        if self.joined:
            steps: Iterable[Step] = tuple(data) if isinstance(data, dict) else range(len(data))
            for step in steps:
                if (written := self.joined.get(path.child(step))) is not None:
                    data[step] = commas.meant(written.value)

    def _collection(self, start: Any, end: Any, last: int) -> Span:
        """From the opening to the closing bracket, or to the end of the last child."""
        return self.text.span(start.start_mark.index, end.end_mark.index if start.flow_style else last)


def _is_nothing(event: Any) -> bool:
    return is_plain(event) and not event.value and event.start_mark.index == event.end_mark.index
