"""Findings that are known: a file of fingerprints, so that a check of old sheets tells only what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from dealcraft.errors import UsageError
from dealcraft.findings import Diagnostic
from dealcraft.findings.fingerprint import fingerprints
from dealcraft.rules.settings import must_be_mended

FORMAT: Final = "baseline.v1"
Baseline: TypeAlias = Mapping[str, Mapping[str, str]]
"""By file, as a path from the folder of the baseline, the fingerprints that are known and the code of each."""


def read_baseline(content: bytes, file: str) -> Baseline:
    """The baseline in *content*; raises UsageError where that is none."""
    from json import loads

    try:
        tree: Any = loads(content)
        if tree["format"] != FORMAT:
            raise UsageError(f"{file} is {tree['format']}, not {FORMAT}")
        return {
            str(name): {str(mark): str(code) for mark, code in known.items()}
            for name, known in tree["files"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{file} is no baseline; write one with --write-baseline {file}") from None


def write_baseline(found: Mapping[str, Sequence[Diagnostic]]) -> str:
    """A baseline of what was *found* and not answered; never what keeps a sheet from being
    valued, and nothing that is said of answers.
    """
    from json import dumps

    files = {
        name: known
        for name, diagnostics in sorted(found.items())
        if (known := {mark: each.code for each, mark in _known(diagnostics)})
    }
    return dumps({"format": FORMAT, "files": files}, indent=2, ensure_ascii=False) + "\n"


def _known(diagnostics: Sequence[Diagnostic]) -> list[tuple[Diagnostic, str]]:
    marked = zip(diagnostics, fingerprints(diagnostics), strict=True)
    return [
        (each, mark)
        for each, mark in marked
        if each.stands and each.family != "answers" and not must_be_mended(each)
    ]
