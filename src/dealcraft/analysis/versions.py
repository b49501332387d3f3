"""The sheets between two versions of one: the old with some of the changes that lead to the new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from dealcraft.analysis.changes import Change, changes, merged_keys
from dealcraft.analysis.sound import sound
from dealcraft.findings import Finding
from dealcraft.terms.paths import PLAIN, get
from dealcraft.terms.sheet import Sheet
from dealcraft.units import ROOT, Path, Step

_ABSENT: Final = object()


class Versions:
    """Two versions of a sheet, and every one in between."""

    def __init__(self, old: Sheet, new: Sheet) -> None:
        self.old, self.new = old, new
        self.changes = changes(old, new)
        self._at = {place: index for index, change in enumerate(self.changes) for place in change.places}
        self._made = dict[frozenset[int], Sheet | Finding]()

    def sheet(self, taken: Collection[int]) -> Sheet | Finding:
        """The old version with the changes that are *taken*, by index; or what keeps that from being valued."""
        key = frozenset(taken)
        if key not in self._made:
            self._made[key] = sound(self._mixed(ROOT, self.old.data, self.new.data, key))
        return self._made[key]

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The changes of a plain number into another, which leave the shape of a sheet as it is."""
        return frozenset(index for index, change in enumerate(self.changes) if self._is_number(change))

    def _is_number(self, change: Change) -> bool:
        if change.kind != "changed":
            return False
        return all(isinstance(get(sheet, change.path), PLAIN) for sheet in (self.old, self.new))

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


def _pair(old: Mapping[Any, Any], new: Mapping[Any, Any], step: Step) -> tuple[Any, Any]:
    return old.get(step, _ABSENT), new.get(step, _ABSENT)


def _map(items: Sequence[Any]) -> dict[int, Any]:
    return dict(enumerate(items))
