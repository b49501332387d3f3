"""The JSON of `rules`: every rule with its page."""

from __future__ import annotations

from typing import Literal

from dealcraft._version import __version__
from dealcraft.report.models import Output


class ListedRule(Output):
    """One rule."""

    code: str
    """What it is called."""
    family: str
    """The kind of finding that it makes."""
    severity: Literal["error", "warning", "info"]
    """How much a finding matters unless settings say otherwise."""
    only_to_value: bool
    """Whether it matters only when a sheet is to be valued."""
    before_signing: bool
    """Whether it asks what a sheet may leave open until it is to be signed."""
    summary: str
    """What it says, in a line."""
    page: str
    """Its page, as `explain` has it."""


class RuleList(Output):
    """Every rule, family by family."""

    dealcraft: str = __version__
    """The version that made it."""
    format: Literal["rules.v1"] = "rules.v1"
    """The format of this object."""
    rules: tuple[ListedRule, ...]
    """The rules, those of the house included."""
