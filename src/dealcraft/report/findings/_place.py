"""Where a finding stands, as the machines of others want to be told: below the root of the repository."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dealcraft.findings import Diagnostic


def below(root: str, file: str) -> str:
    """*file* as a path from *root* with forward slashes; of one that lies elsewhere, its name alone."""
    if not root or file == "-":
        return file.replace("\\", "/") if not Path(file).is_absolute() else Path(file).name
    try:
        return Path(root, Path.cwd(), file).resolve().relative_to(Path(root).resolve()).as_posix()
    except (ValueError, OSError, RuntimeError):
        return Path(file).name


def address(root: str, file: str) -> str:
    """The same as a relative address, percent-encoded."""
    from urllib.parse import quote

    path = quote(below(root, file).encode("utf-8", "surrogateescape"), safe="/")
    first, slash, rest = path.partition("/")
    return f"./{path}" if ":" in first else f"{first}{slash}{rest}"


def worst_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """*diagnostics*, errors before warnings before notes, otherwise in their order."""
    return sorted(diagnostics, key=lambda diagnostic: -diagnostic.severity)
