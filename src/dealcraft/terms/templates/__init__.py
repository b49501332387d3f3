"""Term sheets to start from: facts by sector, structures by kind, and figures that are placeholders."""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import Any, Final

KINDS: Final = ("retain", "licence", "assignment", "collaboration", "package")
"""The structures that there is a template for, beside keeping the asset."""
SECTORS: Final = ("biopharma", "semiconductor", "software", "content")
"""The sectors that there is a template for."""


def template(kind: str, sector: str, *, file: str = "FILE") -> str:
    """A commented term sheet called *file* with the structure *kind* over an asset of *sector*."""
    import yaml

    every: dict[str, dict[str, Any]] = yaml.safe_load(_part("figures"))
    parts = (_part("head"), _part(f"sectors/{sector}"), _part(f"kinds/{kind}"))
    return Template("\n".join(parts)).substitute(every[sector], file=file)


def _part(name: str) -> str:
    return files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
