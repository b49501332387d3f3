"""The shape of `bridge.v1`, what `diff` writes as JSON; money in units of the valuation currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from dealcraft._version import __version__
from dealcraft.report.models import FoundFinding, FoundSheet, Output
from dealcraft.report.models_valuation import ValuedSettings


class ChangePlace(Output):
    """Where something stands."""

    file: str
    """The file."""
    line: int
    """The line, from 1."""


class SheetChange(Output):
    """One difference between two versions."""

    path: str
    """Where it stands: in the old version, or where that has nothing in the new."""
    kind: Literal["added", "removed", "changed", "renamed", "reordered"]
    """What became of it."""
    renamed: str | None
    """Where the new version has the same under another name; null where it is not renamed."""
    before: Any
    """What stood there, as the sheet spells it; null for nothing, of a map that is reordered its keys."""
    after: Any
    """What stands there now."""
    old: ChangePlace | None
    """Its place in the old text; null where it has none."""
    new: ChangePlace | None
    """Its place in the new text; null where it has none."""
    effect: Mapping[str, Mapping[str, float]] | None
    """By structure that both versions have and by party, what it is worth; null where `joined` says with which change."""
    view: Mapping[str, Mapping[str, float]] | None
    """The same for each party with a `view`, of what the structure is worth to it on the sheet as it sees it; null where
    `joined` says with which change."""
    joined: str | None
    """The path of the change together with which it makes sense, and whose effect is that of both."""


class Contents(Output):
    """What one version has and the other has not."""

    added: tuple[str, ...]
    """In the new version only."""
    removed: tuple[str, ...]
    """In the old version only."""


class ChangedFindings(Output):
    """What is found in one version only."""

    appeared: tuple[FoundFinding, ...]
    """In the new version."""
    vanished: tuple[FoundFinding, ...]
    """In the old version."""


class Redline(Output):
    """The whole of ``dealcraft diff --format json``."""

    dealcraft: str = __version__
    """The version that wrote this."""
    format: Literal["bridge.v1"] = "bridge.v1"
    """The version of this format."""
    sheet: FoundSheet
    """The new version."""
    old_sheet: FoundSheet
    """The old version."""
    settings: ValuedSettings
    """How the new version was valued."""
    changes: tuple[SheetChange, ...]
    """Every difference; the effects of all of them sum to `after` less `before`."""
    before: Mapping[str, Mapping[str, float]] | None
    """By structure that both versions have and by party, the expected present value of the old one; null where they
    count in different currencies."""
    after: Mapping[str, Mapping[str, float]] | None
    """The same of the new one."""
    view_before: Mapping[str, Mapping[str, float]] | None
    """The same as `before` for each party that has a `view` in one of the two, on the sheet as it sees it; the views of all
    changes sum to `view_after` less this."""
    view_after: Mapping[str, Mapping[str, float]] | None
    """The same of the new one."""
    some_orders: tuple[str, ...]
    """Structures that more than five changes move: what these make together is shared over four orders in which they may
    come, not over all."""
    between: int | None
    """About how many scenarios each version in between was valued at for those; null for as many as the two versions."""
    structures: Contents
    """Structures that only one version has."""
    parties: Contents
    """Parties that only one version has."""
    findings: ChangedFindings
    """What is found in one version only."""
