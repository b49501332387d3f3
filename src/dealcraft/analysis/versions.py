"""The sheets between two versions of one, as they stand and as parties see them: the old with some of the changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from dealcraft.analysis.changes import Change, changes, merged_keys
from dealcraft.analysis.sound import sound
from dealcraft.errors import DealcraftError
from dealcraft.terms.paths import PLAIN, as_seen_by, get
from dealcraft.terms.sheet import Sheet
from dealcraft.units import ROOT, Path, Step

Eye = str | None
"""A party with a `view`, on whose sheet a structure is valued; None for the sheet as it stands."""
_ABSENT: Final = object()


class Versions:
    """Two versions of a sheet, and every one in between."""

    def __init__(self, old: Sheet, new: Sheet) -> None:
        self.old, self.new = old, new
        self.changes = changes(old, new)
        self._at = {place: index for index, change in enumerate(self.changes) for place in change.places}
        self._made = dict[frozenset[int], Mapping[Eye, Sheet] | None]()

    def sheet(self, taken: Collection[int], eye: Eye = None) -> Sheet:
        """The old version with the changes that are *taken*, by index, as *eye* sees it; they must be sound together."""
        sheets = self._sheets(frozenset(taken))
        assert sheets is not None
        return sheets.get(eye, sheets[None])

    def are_sound(self, taken: Collection[int]) -> bool:
        """Whether that is a sheet that can be valued, also as each party sees it."""
        return self._sheets(frozenset(taken)) is not None

    @cached_property
    def viewers(self) -> tuple[str, ...]:
        """The parties that have a `view` in either version."""
        both = (self.old, self.new)
        return tuple(dict.fromkeys(p for sheet in both for p, terms in sheet.parties.items() if terms.view))

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The changes that leave the shape of a sheet as it is: of a plain number into another, or of what one believes."""
        return frozenset(index for index, change in enumerate(self.changes) if self._is_number(change))

    def _is_number(self, change: Change) -> bool:
        if change.path[:1] == ("parties",) and "view" in change.path[2:3]:
            return True
        if change.kind != "changed":
            return False
        return all(isinstance(get(sheet, change.path), PLAIN) for sheet in (self.old, self.new))

    def _sheets(self, taken: frozenset[int]) -> Mapping[Eye, Sheet] | None:
        """By who looks the sheet; as it stands only for those who believe nothing else."""
        if taken not in self._made:
            made = sound(self._mixed(ROOT, self.old.data, self.new.data, taken))
            self._made[taken] = _seen(made) if isinstance(made, Sheet) else None
        return self._made[taken]

    def _mixed(self, path: Path, old: Any, new: Any, taken: frozenset[int]) -> Any:
        index = self._at.get(path)
        maps = isinstance(old, Mapping) or isinstance(new, Mapping)
        reorders = index is not None and maps and self.changes[index].kind == "reordered"
        if index is not None and not reorders:
            return new if index in taken else old
        if maps:
            before, after = (one if isinstance(one, Mapping) else {} for one in (old, new))
            keys = (
                merged_keys(list(after), list(before))
                if index in taken
                else merged_keys(list(before), list(after))
            )
            found = {key: self._mixed(path.child(key), *_pair(before, after, key), taken) for key in keys}
            made = {key: value for key, value in found.items() if value is not _ABSENT}
            return _ABSENT if not made and old is _ABSENT else made
        if isinstance(old, list) and isinstance(new, list):
            both = range(max(len(old), len(new)))
            items = [self._mixed(path.child(i), *_pair(_map(old), _map(new), i), taken) for i in both]
            return [item for item in items if item is not _ABSENT]
        return old


def _seen(sheet: Sheet) -> Mapping[Eye, Sheet] | None:
    """*sheet* and, by party that believes something else, what it sees; None where what one believes does not fit."""
    found: dict[Eye, Sheet] = {None: sheet}
    for party, terms in sheet.parties.items():
        if terms.view:
            try:
                found[party] = _without_view(as_seen_by(sheet, party), party)
            except DealcraftError:
                return None
    return found


def _without_view(sheet: Sheet, party: str) -> Sheet:
    """*sheet* with nothing that *party* believes instead: seen by it and by one who agrees it is the same."""
    terms = {key: value for key, value in sheet.data["parties"][party].items() if key != "view"}
    parties = {**sheet.data["parties"], party: terms}
    return Sheet.model_validate({**sheet.data, "parties": parties})


def _pair(old: Mapping[Any, Any], new: Mapping[Any, Any], step: Step) -> tuple[Any, Any]:
    return old.get(step, _ABSENT), new.get(step, _ABSENT)


def _map(items: Sequence[Any]) -> dict[int, Any]:
    return dict(enumerate(items))
