"""What a finding is known by from one version of a sheet to the next: never the line that it stands on."""

from __future__ import annotations

from collections.abc import Sequence

from dealcraft.findings.model import Diagnostic

_DIGITS = 32


def fingerprints(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """One for each of *diagnostics*: a hash of its code, its path and the value that it is about.

    So it survives what moves lines, and not a change of the value. Of several findings in a file that are alike in all
    three, the second and later ones carry their number.
    """
    from hashlib import sha256

    seen = dict[tuple[str, str], int]()
    known = list[str]()
    for diagnostic in diagnostics:
        parts = (diagnostic.code, str(diagnostic.path), diagnostic.value)
        digest = sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:_DIGITS]
        here = diagnostic.file, digest
        seen[here] = seen.get(here, 0) + 1
        known.append(digest if seen[here] == 1 else f"{digest}:{seen[here]}")
    return known
