"""Terms that a template locks, against a sheet that is built on it: what differs, at both places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import Any, Final

from pydantic import ValidationError

from dealcraft.errors import UnknownPath, UsageError
from dealcraft.findings import Diagnostic, Finding, Related
from dealcraft.findings.catalogue import entry
from dealcraft.rules._operators import holds, read_operand, spelled
from dealcraft.rules._patterns import Pattern
from dealcraft.rules._trees import at, fits
from dealcraft.source import Document, pin
from dealcraft.source.pin import span_of
from dealcraft.terms.change import set_value
from dealcraft.terms.load import Loaded, validate
from dealcraft.terms.locks import FIXED, Lock
from dealcraft.terms.paths import PLAIN, get
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.territory import Territory
from dealcraft.units import Path

CODES: Final = frozenset({"lock-holds-nothing", "lock-unreadable", "locked-term"})
"""Every code of this module."""
_KEY: Final = "locked"
_COMPARED: Final = (*PLAIN, Territory)
"""What means the same in several spellings that are not equal: `30m` and `USD 30m`."""
_RELATION: Final = {"min": "is below", "max": "is above", "one_of": "is none of"}


@dataclass(frozen=True, slots=True)
class _Locked:
    """One lock, and the template that it stands in."""

    template: Document
    name: str
    lock: Lock
    pattern: Pattern

    @property
    def place(self) -> Path:
        return Path((_KEY, self.name))


def locks(loaded: Loaded, templates: Sequence[Document] = ()) -> Iterator[Diagnostic]:
    """What *loaded* says otherwise than the sheets that it extends, and than *templates*, allow; slips in its own locks.

    A lock holds for every sheet built on its template, whatever such a sheet says under `locked`.
    """
    document = loaded.document
    if not isinstance(document.data, dict):
        return
    for template in _each_once(document, (*document.parents, *templates)):
        for locked in _locks_of(template):
            yield from _against(locked, loaded)
    for locked in _locks_of(document):
        yield from _of_itself(locked, loaded)


def _each_once(document: Document, templates: Sequence[Document]) -> Iterator[Document]:
    """The *templates* with what they extend, each file once, the document itself left out."""
    seen = {_real(document)}
    for template in (each for top in templates for each in (top, *top.parents)):
        if _real(template) not in seen:
            seen.add(_real(template))
            yield template


def _real(document: Document) -> str:
    return str(File(document.file).resolve())


def _locks_of(template: Document) -> Iterator[_Locked]:
    """The locks that stand in the template's own text; one of the wrong shape is told of as such when it is read."""
    written = template.data.get(_KEY) if isinstance(template.data, dict) else None
    for name, value in (written if isinstance(written, dict) else {}).items():
        if Path((_KEY, name)) in template.origins:
            continue
        try:
            lock = Lock.model_validate({} if value == FIXED else value)
            pattern = Pattern.parse(name)
        except (ValidationError, ValueError):
            lock, pattern = Lock(), Pattern(name, ())
        yield _Locked(template, name, lock, pattern)


def _of_itself(locked: _Locked, loaded: Loaded) -> Iterator[Diagnostic]:
    """Slips in a lock of the sheet's own: a path that holds nothing, limits that its own value passes."""

    def said(code: str, **values: str) -> Diagnostic:
        return pin(loaded.document, Finding(code, locked.place, values, at="key"))

    unknown = locked.pattern.unknown()
    if unknown is not None:
        yield said("lock-holds-nothing", found=unknown.step, place=unknown.above, hint=unknown.hint)
    elif locked.lock.limits:
        yield from _outside(locked, loaded)
    elif not any(fits(loaded.document.data, locked.pattern)):
        yield said("lock-holds-nothing", path=locked.name)


def _against(locked: _Locked, loaded: Loaded) -> Iterator[Diagnostic]:
    """What the sheet says otherwise than a lock of another file allows."""
    if locked.lock.limits:
        yield from _outside(locked, loaded)
    ours = _sheet_data(loaded)
    for path in fits(locked.template.data, locked.pattern):
        theirs = at(locked.template.data, path)
        if locked.lock.limits:
            if at(ours, path) is None:
                yield _broken(locked, loaded.document, path, wanted=_written(theirs, path))
            continue
        for place, was, now in _departures(loaded, path, theirs, at(ours, path)):
            values = {"found": _written(now, place), "wanted": _written(was, place)}
            yield _broken(locked, loaded.document, place, **values)


def _departures(loaded: Loaded, path: Path, theirs: Any, ours: Any) -> Iterator[tuple[Path, Any, Any]]:
    """Where the sheet means something else than its template, and what each says; as deep as both have a tree."""
    if theirs == ours or _means_the_same(loaded, path, theirs):
        return
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in {**theirs, **ours}:
            yield from _departures(loaded, path.child(key), theirs.get(key), ours.get(key))
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for index, (one, other) in enumerate(zip(theirs, ours, strict=True)):
            yield from _departures(loaded, path.child(index), one, other)
    else:
        yield path, theirs, ours


def _outside(locked: _Locked, loaded: Loaded) -> Iterator[Diagnostic]:
    """What is outside the limits of a lock."""
    sheet = loaded.sheet
    for place in locked.pattern.places(sheet) if sheet is not None else ():
        for name, limit in locked.lock.limits.items() if place.value is not None else ():
            try:
                met = holds(name, place.value, read_operand(place.value, limit), _of(sheet))
            except UsageError as problem:
                yield _unreadable(locked, name, str(problem))
                continue
            if not met:
                found, relation = spelled(place.value), _RELATION[name]
                values = {"found": found, "relation": relation, "limit": spelled(limit)}
                yield _broken(locked, loaded.document, place.path, **values)


def _of(sheet: Sheet | None) -> Sheet:
    assert sheet is not None
    return sheet


def _unreadable(locked: _Locked, name: str, reason: str) -> Diagnostic:
    return pin(
        locked.template, Finding("lock-unreadable", locked.place.child(name), {"reason": reason}, at="value")
    )


def _broken(locked: _Locked, document: Document, path: Path, **values: str) -> Diagnostic:
    """The finding at *path* of the document, with the lock, and what the template states there, beside it."""
    why, owner = locked.lock.why or "", locked.lock.owner or ""
    said = pin(document, Finding("locked-term", path, {**values, "why": why.rstrip("."), "owner": owner}))
    places = [("lock", locked.place)]
    if values.get("wanted"):
        places.append(("template", path))
    words, template = entry("locked-term"), locked.template
    related = [
        Related(span, words.relate(name, values), template.file)
        for name, place in places
        if (span := span_of(template, place, at="key" if name == "lock" else "value")) is not None
    ]
    return replace(said, related=(*said.related, *related))


def _means_the_same(loaded: Loaded, path: Path, theirs: Any) -> bool:
    """Whether what the sheet says at *path* is only another spelling of *theirs*."""
    sheet = loaded.sheet
    if sheet is None or theirs is None:
        return False
    try:
        restored, _ = validate(set_value(loaded.data, path, theirs))
        if restored is None:
            return False
        one, other = get(restored, path), get(sheet, path)
        return bool(one == other) or (isinstance(other, _COMPARED) and holds("is", other, one, sheet))
    except (UnknownPath, UsageError):
        return False


def _sheet_data(loaded: Loaded) -> Mapping[str, Any]:
    document = loaded.document.data
    return loaded.data or (document if isinstance(document, dict) else {})


def _written(value: Any, path: Path) -> str:
    """A value of a plain tree as a message shows it, a map by its path; empty where there is none."""
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return f"[{', '.join(map(str, value))}]"
    return str(path) if isinstance(value, dict | list) else value or ""
