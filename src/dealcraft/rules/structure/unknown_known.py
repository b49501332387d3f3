"""A discrete value that shows at an event which cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealcraft.errors import Unreadable
from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.events import read_event
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.walk import stated
from dealcraft.units import Path
from dealcraft.units.uncertain import Discrete


@rule("structure")
def unknown_known(sheet: Sheet) -> Iterator[Finding]:
    """A discrete value is `known` at something that is no event.

    Decisions may use a fact only once it has shown; the sheet has to say when that is.

    *Instead of*

        {discrete: [{value: 100%, chance: 85%}, {value: 10%, chance: 15%}], known: at launch}

    *Write*

        {discrete: [{value: 100%, chance: 85%}, {value: 10%, chance: 15%}], known: first sale}
    """
    for path, term in sheet.terms:
        for key, value in stated(term):
            yield from _check(path.child(key), value)


def _check(path: Path, value: Any) -> Iterator[Finding]:
    if isinstance(value, Discrete) and value.known is not None:
        try:
            read_event(value.known)
        except Unreadable:
            yield Finding("unknown-known", path.child("known"), {"found": str(value.known)})
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _check(path.child(key), inner)
