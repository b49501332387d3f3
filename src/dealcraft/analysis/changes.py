"""What differs between two versions of a sheet, path by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic.fields import FieldInfo

from dealcraft.terms.known import fields_of
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated
from dealcraft.units import ROOT, Path, Step

Kind = Literal["added", "removed", "changed", "renamed", "reordered"]

_NO_TERMS: Final = frozenset({"id", "extends", "dealcraft"})
"""Keys of a sheet that are about the file, not the deal."""
_ORDERED: Final = frozenset(
    {"development", "diligence", "step_in", "reversion", "royalties", "instalments", "fees", "milestones"}
)
"""Maps whose order is a term of the deal; that of others means nothing."""
_UNDONE: Final[Mapping[Kind, Kind]] = {"added": "removed", "removed": "added"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a leaf that has another value, or a term that one version has and the other has not."""

    path: Path
    """Where it stands in the old version, or where that has nothing in the new."""
    kind: Kind
    before: Any
    """The plain data in the old version; None of what is added, of a map that is reordered its keys."""
    after: Any
    renamed: Path | None = None
    """Where the new version has the same under another name."""

    @property
    def places(self) -> tuple[Path, ...]:
        """The paths at which the versions differ."""
        return (self.path,) if self.renamed is None else (self.path, self.renamed)

    def lies_elsewhere(self, structure: str) -> bool:
        """Whether this is a change of another structure than the one named."""
        return all(place[:1] == ("structures",) and structure not in place[1:2] for place in self.places)

    def undone(self) -> Change:
        """The change back."""
        path, renamed = (self.path, None) if self.renamed is None else (self.renamed, self.path)
        return Change(path, _UNDONE.get(self.kind, self.kind), self.after, self.before, renamed)


def changes(old: Sheet, new: Sheet) -> tuple[Change, ...]:
    """Every difference between *old* and *new*, in the order of their text; other spellings of a value are none."""
    return tuple(_between(ROOT, _Here(old.data, old), _Here(new.data, new)))


@dataclass(frozen=True, slots=True)
class _Here:
    """One place of a sheet: as plain data, and as what that was read as."""

    data: Any
    term: Any
    holds: bool = False
    """Whether it only holds terms, so that leaving it out says the same as leaving it empty."""


def _between(path: Path, old: _Here, new: _Here) -> Iterator[Change]:
    below_old, below_new = _below(old), _below(new)
    if below_old is None or below_new is None or _differ_in_kind(old.term, new.term):
        if old.term != new.term:
            yield Change(path, "changed", old.data, new.data)
    elif isinstance(old.data, list):
        yield from _in_lists(path, old, new)
    else:
        yield from _in_maps(path, below_old, below_new, named=not isinstance(old.term, Term))


def _in_maps(
    path: Path, old: Mapping[Step, _Here], new: Mapping[Step, _Here], *, named: bool
) -> Iterator[Change]:
    names = _renamed(old, new) if named else {}
    before, after = ([key for key in one if key in other] for one, other in ((old, new), (new, old)))
    if path[-1:] and path[-1] in _ORDERED and before != after:
        yield Change(path, "reordered", before, after)
    for key in merged_keys(list(old), list(new)):
        place = path.child(key)
        if key in names:
            yield Change(place, "renamed", old[key].data, new[names[key]].data, path.child(names[key]))
        elif key in old and key in new:
            yield from _between(place, old[key], new[key])
        elif key in old and old[key].holds:
            yield from _between(place, old[key], _emptied(old[key]))
        elif key in old:
            yield Change(place, "removed", old[key].data, None)
        elif new[key].holds:
            yield from _between(place, _emptied(new[key]), new[key])
        elif key not in names.values():
            yield Change(place, "added", None, new[key].data)


def _in_lists(path: Path, old: _Here, new: _Here) -> Iterator[Change]:
    """Item by item where they are of the same kinds, what is longer longer at its end; else the list as one."""
    if _same_items(old.term, new.term) and old.term != new.term:
        yield Change(path, "reordered", old.data, new.data)
    elif any(_differ_in_kind(one, other) for one, other in zip(old.term, new.term, strict=False)):
        yield Change(path, "changed", old.data, new.data)
    else:
        below = (_below(old) or {}, _below(new) or {})
        yield from _in_maps(path, *below, named=False)


def _below(here: _Here) -> dict[Step, _Here] | None:
    """What stands one step below in the order of the text; None at a leaf, however it is spelled."""
    data, term = here.data, here.term
    if isinstance(data, list):
        terms = (
            isinstance(term, list) and len(term) == len(data) and all(isinstance(one, Term) for one in term)
        )
        return {index: _Here(data[index], term[index]) for index in range(len(data))} if terms else None
    if not isinstance(data, Mapping) or not isinstance(term, Term | Mapping):
        return None
    if not isinstance(term, Term):
        return {key: _Here(data[key], term[key]) for key in data if key in term}
    known, fields = dict(stated(term)), fields_of(type(term))
    keys = [
        key
        for key in data
        if known.get(key) is not None and not (isinstance(term, Sheet) and key in _NO_TERMS)
    ]
    return {key: _Here(data[key], known[key], _only_holds(known[key], fields[key])) for key in keys}


def _only_holds(value: Any, field: FieldInfo) -> bool:
    if isinstance(value, Term):
        return isinstance(field.default, Term)
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(one, Term | dict) for one in value.values())
    )


def _emptied(here: _Here) -> _Here:
    return _Here({}, type(here.term).model_construct() if isinstance(here.term, Term) else {})


def _differ_in_kind(old: Any, new: Any) -> bool:
    return (isinstance(old, Term) or isinstance(new, Term)) and type(old) is not type(new)


def _renamed(old: Mapping[Step, _Here], new: Mapping[Step, _Here]) -> dict[Step, Step]:
    """By old name the new one, of items that are the same but for it."""
    names = dict[Step, Step]()
    for key in (key for key in old if key not in new):
        for other in (other for other in new if other not in old and other not in names.values()):
            if isinstance(old[key].term, Term) and old[key].term == new[other].term:
                names[key] = other
                break
    return names


def _same_items(old: Sequence[Any], new: Sequence[Any]) -> bool:
    left = list(new)
    for item in old:
        if item not in left:
            return False
        left.remove(item)
    return not left


def merged_keys(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """The keys of both, in the order of *first*; what only *second* has comes after what it follows there."""
    keys, at = list(first), 0
    for key in second:
        if key in keys:
            at = keys.index(key) + 1
        else:
            keys.insert(at, key)
            at += 1
    return keys
