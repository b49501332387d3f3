"""From a document to a sheet, or to everything that keeps it from being one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dealcraft.errors import Unreadable
from dealcraft.findings import Diagnostic, Finding, Severity
from dealcraft.source.document import Document
from dealcraft.source.extends import extends_of
from dealcraft.source.pin import pin
from dealcraft.terms.change import set_value
from dealcraft.terms.known import known_keys
from dealcraft.terms.leaves import shape_of
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import RESERVED
from dealcraft.units import ROOT, Path, Step
from dealcraft.units.spelling import nearest

_TAG_STEPS = ("[key]",)
_WRONG_SHAPE = {
    "model_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
    "dict_type": "not-a-mapping",
    "list_type": "not-a-list",
    "string_type": "not-a-scalar",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, the sheet in it (None where it has errors of shape) and what was found on the way."""

    document: Document
    sheet: Sheet | None
    data: Mapping[str, Any]
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def load(document: Document, *, changes: Mapping[Path, Any] = MappingProxyType({})) -> Loaded:
    """Read the sheet in *document*; every problem of its text and shape is among the diagnostics.

    *changes* are made to its plain data first. Raises UnknownPath for a change of what the sheet does not have.
    """
    if not isinstance(document.data, dict):
        return Loaded(document, None, {}, document.diagnostics)
    if (name := extends_of(document)) is not None:  # read from no file: the rest of it cannot be known
        finding = Finding("extends-without-folder", Path(("extends",)), {"found": str(name)})
        return Loaded(document, None, {}, (*document.diagnostics, pin(document, finding)))
    data = with_id(document.data, document.file)
    for path, value in changes.items():
        data = set_value(data, path, value)
    sheet, findings = validate(data)
    told = {d.path for d in document.diagnostics}
    shape = (pin(document, finding) for finding in findings if finding.path not in told)
    diagnostics = (*document.diagnostics, *shape)
    if any(d.severity is Severity.ERROR for d in document.diagnostics):
        sheet = None
    return Loaded(document, sheet, data, diagnostics)


def with_id(data: Mapping[str, Any], file: str) -> dict[str, Any]:
    """*data* with the default ``id``: the file's name before ``.deal.yaml``, made an ID."""
    if data.get("id") is not None:
        return dict(data)
    stem = file.replace("\\", "/").rsplit("/", 1)[-1].split(".")[0].lower()
    name = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in stem).strip("_")
    usable = name[:1].isalpha() and name not in RESERVED
    return {**data, "id": name if usable else f"sheet_{name}".rstrip("_")}


def validate(data: Mapping[str, Any]) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """The sheet that *data* spells, or None and one finding for each problem of shape."""
    try:
        return Sheet.model_validate(data), ()
    except ValidationError as problem:
        found = [_finding(data, error) for error in problem.errors(include_url=False)]
        return None, tuple(_first_per_place(found))


def _first_per_place(findings: list[Finding]) -> Iterator[Finding]:
    seen = set[tuple[Path, str]]()
    for finding in findings:
        if (finding.path, finding.at) not in seen:
            seen.add((finding.path, finding.at))
            yield finding


def _finding(data: Mapping[str, Any], error: ErrorDetails) -> Finding:
    loc, kind, context = error["loc"], error["type"], error.get("ctx", {})
    path = _in_data(data, loc)
    place = _place(path.parent)
    if kind == "value_error" and isinstance(problem := context.get("error"), Unreadable):
        at: Literal["key", "value"] = "key" if loc and loc[-1] in _TAG_STEPS else "value"
        return Finding(problem.code, path.child(*problem.at), problem.values, at=at)
    if kind == "extra_forbidden":
        key = str(loc[-1])
        hint = nearest(key, known_keys(loc[:-1]))
        return Finding("unknown-key", path, {"found": key, "place": place, "hint": hint}, at="key")
    if kind == "missing":
        return Finding("missing-key", path, {"key": str(loc[-1]), "place": place})
    if kind == "union_tag_not_found" and path and isinstance(path[-1], int) and "adjust" in path:
        return Finding("unknown-adjustment", path, {"known": "step_down, stacking, combination, holiday"})
    if kind == "union_tag_not_found":
        return Finding("missing-key", path.child("kind"), {"key": "kind", "place": _place(path)})
    if kind == "union_tag_invalid":
        allowed = context["expected_tags"].replace("'", "")
        hint = nearest(str(context["tag"]), allowed.split(", "))
        values = {"found": str(context["tag"]), "allowed": allowed, "hint": hint}
        return Finding("unknown-word", path.child("kind"), values)
    if kind == "literal_error":
        return _unknown_word(path, error["input"], context["expected"])
    if kind in _WRONG_SHAPE:
        return Finding(_WRONG_SHAPE[kind], path, {"found": shape_of(error["input"]), "wanted": "text"})
    return Finding("unreadable", path, {"found": str(error["input"]), "reason": error["msg"].lower()})


def _unknown_word(path: Path, found: object, expected: str) -> Finding:
    allowed = expected.replace("'", "")
    if path == Path(("dealcraft",)):
        return Finding("unknown-version", path, {"found": str(found), "allowed": allowed})
    if not isinstance(found, str):
        return Finding("not-a-scalar", path, {"found": shape_of(found), "wanted": allowed})
    hint = nearest(found, allowed.replace(" or ", ", ").split(", "))
    return Finding("unknown-word", path, {"found": found, "allowed": allowed, "hint": hint})


def _in_data(data: object, loc: tuple[Step, ...]) -> Path:
    """The steps of *loc* that the document knows: pydantic's also hold the tags of unions."""
    steps = list[Step]()
    here: object = data
    for index, step in enumerate(loc):
        if _is_tag(loc, index):
            continue
        known: dict[Any, Any] = (
            dict(enumerate(here)) if isinstance(here, list) else here if isinstance(here, dict) else {}
        )
        if step in known:
            here = known[step]
        elif index < len(loc) - 1 or step in _TAG_STEPS or not isinstance(here, dict):
            continue
        steps.append(step)
    return Path.of(steps)


def _is_tag(loc: tuple[Step, ...], index: int) -> bool:
    """Whether pydantic put this step in to say which member of a union it tried; a key may have the same name."""
    before = loc[:index]
    if len(before) >= 2 and before[-2] == "adjust" and isinstance(before[-1], int):
        return True
    in_structures = index == 2 and before[0] == "structures"
    in_parts = index == 5 and before[0] == "structures" and before[2:4] == ("package", "parts")
    return (in_structures or in_parts) and loc[index] not in _TAG_STEPS


def _place(path: Path) -> str:
    return str(path) if path != ROOT else "the sheet"
