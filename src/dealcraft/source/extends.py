"""A sheet that builds on another: `extends` names one file beside it, and what the sheet does not say comes from there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dealcraft.errors import UsageError
from dealcraft.source.document import Document, parse
from dealcraft.source.files import STANDARD_INPUT, read
from dealcraft.source.limits import LIMITS, Limits
from dealcraft.source.problem import Problem
from dealcraft.units import ROOT, Path

KEY: Final = "extends"
_PLACE: Final = Path((KEY,))
# A file is shown in messages only if it says itself that it is a term sheet: `extends: .env` must not print secrets.
_DECLARED: Final = re.compile(r"^[ {]*[\"']?dealcraft[\"']?\s*:", re.MULTILINE)
_NOT_RELATIVE: Final = re.compile(r"/|[A-Za-z][\w+.-]*:|.*[\\\x00]", re.DOTALL)


def read_sheet(file: str, *, within: Sequence[str] = (), limits: Limits = LIMITS) -> Document:
    """The sheet in *file*, what it `extends` merged in; `-` is standard input, which has no folder and extends nothing.

    What a sheet extends lies below the widest folder of *within* that holds it, else below its own. Raises UsageError
    where *file* itself cannot be read.
    """
    return merged(read(file, limits=limits), file, within=within, limits=limits)


def merged(content: bytes, file: str, *, within: Sequence[str] = (), limits: Limits = LIMITS) -> Document:
    """The same of *content*, which stands in for what *file* holds."""
    document = parse(content, file, limits=limits)
    if file == STANDARD_INPUT:
        return document
    folder = _folder_of(file, within)
    return _extended(document, _Chain(folder, os.path.realpath(folder), (os.path.realpath(file),), limits))


def extends_of(document: Document) -> object:
    """What *document* says it extends and has not been merged with; None where there is no such thing."""
    return document.data.get(KEY) if isinstance(document.data, dict) else None


def _folder_of(file: str, within: Sequence[str]) -> str:
    folders = [folder for folder in within if os.path.isdir(folder) and _is_below(file, folder)]  # noqa: PTH112
    return min(folders, key=lambda folder: len(os.path.realpath(folder)), default=_folder(file))


def _folder(file: str) -> str:
    return os.path.dirname(file) or os.curdir  # noqa: PTH120


def _is_below(file: str, folder: str) -> bool:
    """Whether *file*, all links followed, lies below *folder*."""
    root, real = os.path.realpath(folder), os.path.realpath(file)
    return real.startswith(root.rstrip(os.sep) + os.sep)


@dataclass(frozen=True, slots=True)
class _Chain:
    """The files from the sheet that was asked for up to the one being read, and the folder that none may leave."""

    folder: str
    root: str
    files: tuple[str, ...]
    limits: Limits

    def up_to(self, file: str) -> _Chain:
        return replace(self, files=(*self.files, file))


def _extended(document: Document, chain: _Chain) -> Document:
    """*document* merged with its parent; without data, and with the reason, where that cannot be."""
    name = extends_of(document)
    if name is None:
        return document
    found = _file(name, document, chain)
    if isinstance(found, Problem):
        return _stopped(document, found)
    shown, real = found
    try:
        content = read(real, limits=chain.limits)
    except UsageError as error:
        reason = str(error).replace(real, shown)
        return _stopped(
            document, _problem(document, "extends-cannot-be-read", found=str(name), reason=reason)
        )
    parent = parse(content, shown, limits=chain.limits)
    if len(content) <= chain.limits.size and not _DECLARED.search(parent.text):
        return _stopped(document, _problem(document, "extends-not-a-sheet", found=str(name)))
    parent = _extended(parent, chain.up_to(real))
    if not isinstance(parent.data, dict):
        return replace(document, data=None, diagnostics=(*document.diagnostics, *parent.diagnostics))
    return _limited(_merged(document, parent), chain.limits)


def _file(name: object, document: Document, chain: _Chain) -> tuple[str, str] | Problem:
    """The name to show and the real path of the file that *document* means by *name*."""
    if not isinstance(name, str):
        kind = "a list" if isinstance(name, list) else "a map"
        return _problem(document, "not-a-scalar", found=kind, wanted="the name of one file")
    if _NOT_RELATIVE.match(name):
        return _problem(document, "extends-not-relative", found=name)
    shown = os.path.normpath(os.path.join(_folder(document.file), name))  # noqa: PTH118
    real = os.path.realpath(shown)
    if not _is_below(real, chain.root):
        return _problem(document, "extends-outside", found=name, folder=chain.folder)
    if real in chain.files:
        return _problem(document, "extends-cycle", found=name)
    if len(chain.files) > chain.limits.extends:
        return _problem(document, "extends-too-deep", found=name, limit=str(chain.limits.extends))
    return shown, real


def _problem(document: Document, code: str, **values: str) -> Problem:
    return Problem(code, document.spans.get(_PLACE), _PLACE, values)


def _stopped(document: Document, problem: Problem) -> Document:
    said = problem.said_of(document.file, document.lines)
    return replace(document, data=None, diagnostics=(*document.diagnostics, said))


def _limited(document: Document, limits: Limits) -> Document:
    if len(document.spans) + len(document.key_spans) <= limits.nodes:
        return document
    return _stopped(document, _problem(document, "too-many-values", limit=f"{limits.nodes:,}"))


def _merged(child: Document, parent: Document) -> Document:
    """*child* with what it leaves open taken from *parent*, each value with its place in its own file."""
    above = {key: value for key, value in _map(child.data).items() if key != KEY}
    inherited = set[Path]()
    data = _merge(_map(parent.data), above, ROOT, inherited)
    taken = [
        path for path in parent.spans if any(path[:depth] in inherited for depth in range(1, len(path) + 1))
    ]
    return replace(
        child,
        data=data,
        spans={**{path: parent.spans[path] for path in taken}, **child.spans},
        key_spans={
            **{path: parent.key_spans[path] for path in taken if path in parent.key_spans},
            **child.key_spans,
        },
        origins={path: parent.origins.get(path, parent) for path in taken},
        diagnostics=(*child.diagnostics, *parent.diagnostics),
        parents=(parent, *parent.parents),
    )


def _merge(
    below: Mapping[str, Any], above: Mapping[str, Any], path: Path, inherited: set[Path]
) -> dict[str, Any]:
    """Maps by key; a list or a scalar of *above* replaces what is *below*, and nothing removes it."""
    return dict(_entries(below, above, path, inherited))


def _entries(
    below: Mapping[str, Any], above: Mapping[str, Any], path: Path, inherited: set[Path]
) -> Iterator[tuple[str, Any]]:
    for key, value in below.items():
        if key not in above:
            inherited.add(path.child(key))
            yield key, value
        elif isinstance(value, dict) and isinstance(above[key], dict):
            yield key, _merge(value, above[key], path.child(key), inherited)
        elif above[key] is not None:
            yield key, above[key]
    for key, value in above.items():
        if key not in below:
            yield key, value


def _map(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, dict) else {}
