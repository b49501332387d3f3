"""What YAML's parser complains of, in the words of someone who has never met YAML."""

from __future__ import annotations

import re
from typing import Final

import yaml

from dealcraft.source.decode import Text
from dealcraft.source.limits import Limits
from dealcraft.source.problem import Elsewhere, Problem

# Patterns over "context: problem"; the C parser and the pure Python one word things differently.
_RULES: Final = (
    (r"exceeded maximum nesting depth", "too-deep"),
    (r"tab character that violates", "tab-indent"),
    (r"quoted scalar: (found )?unexpected (end of stream|document)", "unclosed-quote"),
    (r"unknown escape|invalid Unicode|expected hexadecimal|expected escape sequence", "unknown-escape"),
    (r"directive|incompatible YAML|incompatible document", "directive"),
    (r"expected '?<document start>'?", "text-after-end"),
    (r"while (scanning|parsing) an? (alias|anchor)", "unquoted-sign"),
    (r"while (scanning|parsing) a tag|undefined tag handle", "unquoted-sign"),
    (r"cannot start any token", "unquoted-sign"),
    (r"block scalar", "block-text-header"),
    (r"mapping values are not allowed", "colon-in-value"),
    (r"(block )?sequence entries are not allowed", "list-on-key-line"),
    (r"expected ',' or", "unclosed-bracket"),
    (r"expected (the )?node content", "value-expected"),
    (r"could not find expected ':'", "colon-expected"),
    (r"expected '?(-|key)'?|expected <block end>", "bad-indentation"),
)
_COLON_BEFORE: Final = re.compile(r"(?<=[^\s])\s*:\s")
_CLOSES: Final = {"[": "]", "{": "}"}


def problem_of(error: Exception, text: Text, limits: Limits) -> Problem:
    """The problem that stopped the parser, at the place where a reader would mend it."""
    said = getattr(error, "problem", None) or "this is not YAML"
    context = getattr(error, "context", None) or ""
    at = _offset(getattr(error, "problem_mark", None), text)
    opened = _offset(getattr(error, "context_mark", None), text, at)
    code = next((code for pattern, code in _RULES if re.search(pattern, f"{context}: {said}")), "not-yaml")
    match code:
        case "unquoted-sign" if text.text[at : at + 1] == "\t":
            return _word("tab-indent", text, at)
        case "unquoted-sign":
            return _sign(text, at if "token" in said else opened)
        case "unclosed-quote":
            return Problem(
                code, text.span(opened, opened + 1), values={"quote": text.text[opened : opened + 1]}
            )
        case "unclosed-bracket":
            return _bracket(text, at, opened)
        case "value-expected" if at >= len(text.text.rstrip()):
            return _bracket(text, at, _last_open(text.text))
        case "colon-in-value" | "bad-indentation":
            return _misplaced(text, at, code)
        case "unknown-escape":
            at = max(text.text.rfind("\\", 0, at + 1), 0)
            return Problem(code, text.span(at, at + 2), values={"found": text.text[at : at + 2]})
        case "directive":
            return Problem(code, text.line(text.span(at, at).line))
        case "too-deep":
            return Problem(code, text.span(at, at + 1), values={"limit": str(limits.depth)})
        case "not-yaml":
            reason = re.sub(r"[^ -~]", "?", str(said)).lower()
            return Problem(code, text.span(at, at + 1), values={"reason": reason})
        case _:
            return _word(code, text, at)


def _offset(mark: yaml.Mark | None, text: Text, default: int = 0) -> int:
    """Where *mark* is; the C parser may put the end of a text on a line that does not exist."""
    if mark is None:
        return default
    if mark.line >= len(text.starts):
        return len(text.text)
    return min(text.starts[mark.line] + mark.column, len(text.text))


def _word(code: str, text: Text, at: int) -> Problem:
    """A problem with the word at *at*."""
    span = text.word(at)
    found = text.text[span.start : span.end].strip() or "the end of the file"
    return Problem(code, span, values={"found": found})


def _sign(text: Text, at: int) -> Problem:
    value = text.lines[text.span(at, at).line - 1][text.span(at, at).column - 1 :].split(" #")[0].strip()
    values = {"sign": text.text[at : at + 1], "mend": _quoted(value)}
    return Problem("unquoted-sign", text.span(at, at + 1), values=values)


def _bracket(text: Text, at: int, opened: int) -> Problem:
    """A bracket that is not closed on its line, or a comma that is missing within it."""
    here, there = text.span(at, at), text.span(opened, opened + 1)
    bracket = text.text[opened : opened + 1]
    values = {"bracket": bracket, "closing": _CLOSES.get(bracket, "")}
    if here.line == there.line and at < len(text.text):
        if text.text[at] == ":":
            at = opened + len(text.text[opened:at].rstrip().rpartition(" ")[0]) + 1
        word = _word("comma-expected", text, at)
        return Problem(word.code, word.span, values={**values, **word.values})
    related: Elsewhere = (("here", text.span(at, at + 1), {}),) if at < len(text.text) else ()
    return Problem("unclosed-bracket", there, values=values, related=related)


def _last_open(text: str) -> int:
    """The last bracket in *text* that opens a list or a map; good enough where the parser names none."""
    return max(text.rfind("["), text.rfind("{"), 0)


def _misplaced(text: Text, at: int, code: str) -> Problem:
    """A colon within a value, a word after a value, or a key in a column where none may stand."""
    here = text.span(at, at)
    line = text.lines[here.line - 1]
    before = line[: here.column - 1]
    if code == "colon-in-value" and (key := _COLON_BEFORE.search(before)):
        value = line[key.end() :].split(" #")[0].strip()
        start = text.starts[here.line - 1] + line.index(value, key.end())
        return Problem(code, text.span(start, start + len(value)), values={"mend": _quoted(value)})
    if code == "bad-indentation" and before.strip(" -"):
        return _word("text-after-value", text, at)
    start = text.starts[here.line - 1] + len(line) - len(line.lstrip())
    if text.text[start : start + 1] == ":":
        return Problem("empty-key", text.span(start, start + 1))
    return _word("bad-indentation", text, start)


def _quoted(value: str) -> str:
    """*value* as YAML would have it quoted."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"
