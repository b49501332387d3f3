"""From the words of a command line to sheets: files, and what `--set` changes in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dealcraft.errors import UsageError
from dealcraft.terms.load import Loaded, load
from dealcraft.units import Path


def opened(
    files: Sequence[str], changes: Sequence[str] | None, *, within: Sequence[str] = ()
) -> Iterator[Loaded]:
    """Each of *files*, read with *changes* made to it; what is wrong with it is among its diagnostics.

    What a sheet extends is looked for below the folders of *within*, else below its own.
    """
    from dealcraft.source import read_sheet

    made = changed(changes)
    for file in files:
        yield load(read_sheet(file, within=within), changes=made)


def changed(changes: Sequence[str] | None) -> dict[Path, Any]:
    """What ``--set`` asks for, by path."""
    return dict(_change(text) for text in changes or ())


def _change(text: str) -> tuple[Path, Any]:
    """The path and the value of ``PATH=VALUE``; a value in brackets is a map or a list, ``null`` takes away."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        raise UsageError(f"--set {text} is not PATH=VALUE; write --set parties.hanbit.discount_rate=12%")
    try:
        return Path.parse(path.strip()), _value(value.strip())
    except ValueError:
        raise UsageError(
            f"--set {text}: {path} is not a path; paths look like royalty.tiers[1].rate"
        ) from None


def _value(text: str) -> Any:
    if text == "null":
        return None
    if not text.startswith(("{", "[")):
        return text
    from dealcraft.source import parse

    document = parse(f"value: {text}\n".encode(), "--set")
    if document.diagnostics or not isinstance(document.data, dict):
        said = document.diagnostics[0].message if document.diagnostics else "it cannot be read"
        raise UsageError(f"--set …={text}: {said}")
    return document.data["value"]


def only(sheet: str, command: str) -> list[str]:
    """The one file that *sheet* is, for a *command* that reads no more.

    Raises UsageError where it is a folder of none or of several.
    """
    from dealcraft.source import find

    files = find([sheet])
    if len(files) != 1:
        raise UsageError(f"{command} takes one sheet; {sheet} has {len(files)}")
    return files
