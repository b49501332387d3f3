"""The exceptions a caller of dealcraft may meet.

    DealcraftError
    ├── Unreadable      a text is not the quantity it stands for (also a ValueError)
    ├── SheetError      a term sheet has errors; carries its diagnostics (in `findings`, which knows what those are)
    ├── UnknownPath     a path names nothing in the sheet
    ├── UsageError      the command line or a call asks for what cannot be done
    └── MissingExtra    an optional dependency is not installed

What is wrong with a *document* is a diagnostic, never an exception, until someone asks for its value.
"""

from __future__ import annotations

from collections.abc import Sequence


class DealcraftError(Exception):
    """The base of every error that dealcraft raises on purpose."""


class Unreadable(DealcraftError, ValueError):
    """A text that cannot be read as the quantity its field wants.

    ``code`` names the message in the catalogue, ``values`` fill it, ``at`` leads from the field to the part of
    it that cannot be read.
    """

    def __init__(self, code: str, *, at: Sequence[str | int] = (), **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.at = tuple(at)
        self.values = {name: str(value) for name, value in values.items()}
        self.said = ""
        """What the catalogue says of it, where that has been looked up."""

    def __str__(self) -> str:
        return self.said or f"{self.code}: {self.values}"

    def below(self, *steps: str | int) -> Unreadable:
        """The same problem, seen from *steps* further out."""
        return Unreadable(self.code, at=(*steps, *self.at), **self.values)


class UnknownPath(DealcraftError):
    """A path that names nothing in the sheet."""

    def __init__(self, path: object, nearest: str | None = None) -> None:
        super().__init__(path, nearest)
        self.path = str(path)
        self.nearest = nearest

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        return f"no {self.path} in this sheet{hint}"


class UsageError(DealcraftError):
    """A request that cannot be carried out as it stands."""


class MissingExtra(DealcraftError):
    """A feature whose optional dependency is not installed."""
