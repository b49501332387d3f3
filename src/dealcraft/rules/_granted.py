"""The rights that an agreement hands over: shared by rules that ask what kind they are, and until when they last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dealcraft.rules._reading import Deal
from dealcraft.terms.assets import Right
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

SECRET: Final = ("know_how", "data", "software")
"""Kinds of rights that have to be shown, and kept secret, to be worth anything."""


def granted(sheet: Sheet, deal: Deal) -> Iterator[tuple[Path, Right]]:
    """Each right of the agreement's assets that it grants, and where the sheet states it."""
    named = deal.agreement.grant.rights
    for asset in deal.assets:
        for name, right in sheet.assets[asset].rights.items() if asset in sheet.assets else ():
            if not named or name in named:
                yield Path(("assets", asset, "rights", name)), right


def hands_over(sheet: Sheet, deal: Deal, *kinds: str) -> bool:
    """Whether a right of one of the *kinds* is granted."""
    return any(right.kind in kinds for _, right in granted(sheet, deal))


@dataclass(frozen=True, slots=True)
class Expiry:
    """The day on which the last of several rights ends, and where the sheet states it."""

    day: dt.date
    path: Path


def last_expiry(sheet: Sheet, deal: Deal) -> Expiry | None:
    """When the last right granted ends; None where one has no end, where an end is not stated, or there are no rights."""
    rights = list(granted(sheet, deal))
    ends = [Expiry(right.expires, path.child("expires")) for path, right in rights if right.expires]
    if not ends or len(ends) < len(rights):
        return None
    return max(ends, key=lambda expiry: expiry.day)
