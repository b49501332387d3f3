"""The JSON of `batch`: a row per sheet."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dealcraft._version import __version__
from dealcraft.report.models import Output


class FoundCounts(Output):
    """How many findings of each severity."""

    error: int = 0
    """Errors: such a sheet is not valued."""
    warning: int = 0
    """Warnings."""
    info: int = 0
    """Notes."""


class SheetRow(Output):
    """One sheet of a batch."""

    file: str
    """The file, below the folder given."""
    status: Literal["valued", "not_valued", "failed"]
    """Valued; kept from it by errors; or failed for another reason."""
    id: str | None = None
    """The sheet's ID."""
    title: str | None = None
    """Its title."""
    currency: str | None = None
    """In which its values are."""
    decides: str | None = None
    """Whose decision it is."""
    first: str | None = None
    """The structure that is best for whoever decides."""
    lead: float | None = None
    """By how much, over the next."""
    within_noise: bool | None = None
    """Whether that is inside the sampling error."""
    values: dict[str, dict[str, float]] = Field(default_factory=dict)
    """By structure and party, the expected present value."""
    findings: FoundCounts = FoundCounts()
    """How many findings."""
    codes: tuple[str, ...] = ()
    """Which findings, each code once."""
    reason: str | None = None
    """Why it failed."""


class Batch(Output):
    """All sheets of a batch, in the order of their files."""

    dealcraft: str = __version__
    """The version that made it."""
    format: Literal["batch.v1"] = "batch.v1"
    """The format of this object."""
    run: str
    """How scenarios were built."""
    seed: int
    """What draws derive from."""
    trials: int | None = None
    """About how many scenarios were asked for; null where none were."""
    complete: bool
    """Whether every sheet was done; false where the batch was interrupted."""
    sheets: tuple[SheetRow, ...]
    """One row per sheet."""
