"""What a finding is known by from one version of a sheet to the next: never the line that it stands on."""

from __future__ import annotations

from collections.abc import Sequence

from dealcraft.findings.model import Diagnostic

_DIGITS = 32


def fingerprints(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """One for each of the *diagnostics* of a file: a hash of its code, its path and the value that it is about.

    So it survives what moves lines, and not a change of the value. Of several findings that are alike in all three,
    the second and later ones carry their number.
    """
    from hashlib import sha256

    seen = dict[str, int]()
    known = list[str]()
    for diagnostic in diagnostics:
        parts = (diagnostic.code, str(diagnostic.path), diagnostic.value)
        digest = sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:_DIGITS]
        seen[digest] = seen.get(digest, 0) + 1
        known.append(digest if seen[digest] == 1 else f"{digest}:{seen[digest]}")
    return known
