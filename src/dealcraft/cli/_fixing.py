"""`check --fix`: make the safe fixes in the files, or show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from dealcraft.errors import UsageError

if TYPE_CHECKING:
    from dealcraft.cli._settings import Resolved
    from dealcraft.findings import Diagnostic

_PASSES: Final = 5
"""A fix may bring to light what another fix mends: a part that could not be read, and now can."""


def fixed(
    files: Sequence[str], within: Sequence[str], resolved: Resolved
) -> Mapping[str, tuple[bytes, bytes]]:
    """By file, its bytes as they are and with every safe fix made; a file without any is left out."""
    from dealcraft.source import read

    changed = dict[str, tuple[bytes, bytes]]()
    for file in files:
        if file == "-":
            raise UsageError("--fix writes to files; standard input is none")
        before = read(file)
        after = _mended(before, file, within, resolved)
        if after != before:
            changed[file] = before, after
    return changed


def write_fixed(changed: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Put the new bytes in place of the old, each file as a whole or not at all."""
    import os
    import tempfile
    from contextlib import suppress
    from pathlib import Path

    for file, (_, after) in changed.items():
        path = Path(file)
        if path.is_symlink():
            raise UsageError(f"{file} is a link; --fix writes only to files")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as temporary:
                temporary.write(after)
            Path(name).chmod(path.stat().st_mode & 0o777)
            Path(name).replace(path)
        except OSError as problem:
            with suppress(OSError):
                Path(name).unlink()
            raise UsageError(f"cannot write {file}: {(problem.strerror or str(problem)).lower()}") from None


def diff(changed: Mapping[str, tuple[bytes, bytes]]) -> str:
    """The changes as a unified diff."""
    from difflib import unified_diff

    from dealcraft.report.inert import inert

    lines = list[str]()
    for file, texts in changed.items():
        before, after = (text.decode("utf-8-sig").splitlines() for text in texts)
        lines += [inert(line.rstrip("\n")) for line in unified_diff(before, after, file, file, lineterm="")]
    return "".join(f"{line}\n" for line in lines)


def _mended(content: bytes, file: str, within: Sequence[str], resolved: Resolved) -> bytes:
    from dealcraft.source.edit import edited, fixes_in

    found = _examined(content, file, within, resolved)
    for _ in range(_PASSES):
        own = [each for each in found if each.file == file]
        after = edited(content, fixes_in(own)) if any(fixes_in(own)) else content
        if after == content:
            break
        again = _examined(after, file, within, resolved)
        if _worse(found, again):
            break
        content, found = after, again
    return content


def _worse(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> bool:
    """Whether the text can be read less far than it could; a fix that did that would be a fault of ours."""
    return sum(each.family == "text" for each in after) > sum(each.family == "text" for each in before)


def _examined(content: bytes, file: str, within: Sequence[str], resolved: Resolved) -> tuple[Diagnostic, ...]:
    from dealcraft.rules.run import examine
    from dealcraft.source.extends import merged
    from dealcraft.terms.load import load

    loaded = load(merged(content, file, within=within))
    return examine(
        loaded,
        resolved.settings,
        rules=resolved.rules,
        known=resolved.known(loaded.document),
        templates=resolved.templates,
    )
