"""A term sheet as text and as plain data, with the place of everything in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from dealcraft.findings import Diagnostic, Span
from dealcraft.source.compose import Tree, compose
from dealcraft.source.decode import HIDDEN, STAND_IN, Text, decode, hidden
from dealcraft.source.limits import LIMITS, Limits
from dealcraft.source.problem import Problem
from dealcraft.units import Path


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read."""

    file: str
    """The name to show."""
    content: bytes = field(repr=False)
    """The bytes as they were given."""
    text: str = field(repr=False)
    """The text without byte order mark; empty where there is none. Spans count in it."""
    lines: tuple[str, ...] = field(repr=False)
    """The text by lines, without their breaks."""
    data: Tree
    """The sheet as maps, lists and texts; None unless the text could be read to its end and is a map."""
    spans: Mapping[Path, Span] = field(repr=False)
    """Where each value stands."""
    key_spans: Mapping[Path, Span] = field(repr=False)
    """Where each key stands."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with the text, in the order of the text."""
    origins: Mapping[Path, Document] = field(default_factory=dict, repr=False)
    """Which of its parents each value comes from that this text does not have; a span counts in that one's text."""
    parents: tuple[Document, ...] = field(default=(), repr=False)
    """The sheet that it extends, the one which that extends, and so on."""

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal; of a sheet that extends others, of the hashes of all of them."""
        from hashlib import sha256

        own = sha256(self.content).hexdigest()
        return sha256(f"{own} {self.parents[0].sha256}".encode()).hexdigest() if self.parents else own

    def origin(self, path: Path) -> Document:
        """The text in which *path* stands."""
        return self.origins.get(path, self)


def parse(content: bytes, file: str, *, limits: Limits = LIMITS) -> Document:
    """Read *content*, whatever it is: what is wrong with it is among the document's diagnostics.

    Scalars stay text exactly as written; only ``null``, ``~`` and nothing, unquoted, become None.
    """
    if len(content) > limits.size:
        return _refused(
            content, file, Problem("too-large", Span(1, 1, 1, 1), values={"limit": limits.size_in_words})
        )
    text, unreadable = decode(content)
    if unreadable is not None:
        return _refused(content, file, unreadable)
    odd = tuple(islice(hidden(text), limits.problems + 1))
    composed = compose(Text.of(HIDDEN.sub(STAND_IN, text.text)) if odd else text, limits)
    problems = _in_order([*odd, *_not_due_to(odd, composed.problems)], limits.problems)
    return Document(
        file=file,
        content=content,
        text=text.text,
        lines=text.lines,
        data=composed.data if isinstance(composed.data, dict) else None,
        spans=composed.spans,
        key_spans=composed.key_spans,
        diagnostics=tuple(problem.said_of(file, text.lines) for problem in problems),
    )


def _refused(content: bytes, file: str, problem: Problem) -> Document:
    return Document(file, content, "", (), None, {}, {}, (problem.said_of(file, ()),))


def _in_order(problems: list[Problem], limit: int) -> list[Problem]:
    """*problems* in the order of the text, and no more than *limit*: beyond, one says that there are more."""
    problems.sort(key=lambda problem: problem.span.start if problem.span else 0)
    if len(problems) > limit:
        problems[limit:] = [Problem("too-many-problems", problems[limit].span, values={"limit": str(limit)})]
    return problems


def _not_due_to(odd: tuple[Problem, ...], problems: list[Problem]) -> list[Problem]:
    """*problems* but for those on a line with a hidden character, which it most likely caused."""
    lines = {problem.span.line for problem in odd if problem.span}
    return [problem for problem in problems if not (problem.span and problem.span.line in lines)]
