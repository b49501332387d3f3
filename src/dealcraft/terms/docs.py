"""What the language says of itself: every key with its place, type and meaning, read off models and docstrings."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path as File
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from dealcraft.terms.events import EarliestOf, LatestOf, Moment
from dealcraft.terms.known import fields_of, models_in
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term
from dealcraft.terms.territory import FieldOfUse, Territory
from dealcraft.units import Duration, Money, PerTime, Quantity, Rate

_WORDS: Final = {
    Money: "money", PerTime: "money per year", Rate: "rate", Duration: "duration", Quantity: "number",
    dt.date: "date", Moment: "event", LatestOf: "event", EarliestOf: "event", Territory: "territory",
    FieldOfUse: "field of use", bool: "true or false", int: "whole number", str: "text", Any: "anything",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the language, and everything that explains it."""

    name: str
    places: tuple[str, ...]
    """Where it may stand: `structures.ID.payments.royalty`; `ID` is a name that the sheet gives."""
    kind: str
    """What may stand there, in words: `money, may be uncertain`."""
    doc: str
    """The attribute's docstring, defaults included."""
    default: str | None
    """None where it has no default of its own; `required` where it must be there."""
    models: tuple[type[Term], ...]
    """What may stand there, where that has keys of its own."""


def keys_named(word: str) -> tuple[Key, ...]:
    """The keys that *word* may mean: a name, or the end of a path such as `royalty.minimum`."""
    wanted = [step for step in word.replace("[", ".[").split(".") if step and not step.startswith("[")]
    found = dict[tuple[Any, ...], Key]()
    for key, owner, field in _every_key():
        if wanted and _ends_in(key.places[0].replace("[]", "").split("."), wanted):
            same = (key.models, key.doc) if key.models else (_defined_in(owner, field), field)
            before = found.get(same)
            found[same] = key if before is None else _joined(before, key)
    return tuple(found.values())


def _ends_in(place: list[str], wanted: list[str]) -> bool:
    """Whether *place* ends in *wanted*, which may leave out its `ID` steps or put real names there."""
    if [step for step in place if step != "ID"][-len(wanted) :] == wanted:
        return True
    end = place[-len(wanted) :]
    fits = len(end) == len(wanted) and all(
        step in ("ID", word) for step, word in zip(end, wanted, strict=True)
    )
    return fits and end[0] != "ID" and end[-1] != "ID"


def kind_named(word: str) -> tuple[type[Term], ...]:
    """The model of a structure by its `kind`."""
    return tuple(
        model for model in _below(Sheet.model_fields["structures"].annotation) if _kind(model) == (word,)
    )


def keys_of(model: type[Term]) -> tuple[Key, ...]:
    """The keys of *model*, in its order."""
    return tuple(_key(name, field, model, name) for name, field in fields_of(model).items())


def words() -> tuple[str, ...]:
    """Every key and every kind of structure: what can be asked for."""
    kinds = [
        kind[0] for model in _below(Sheet.model_fields["structures"].annotation) if (kind := _kind(model))
    ]
    return tuple(dict.fromkeys([*(key.name for key, _, _ in _every_key()), *kinds]))


@cache
def _every_key() -> tuple[tuple[Key, type[Term], str], ...]:
    return tuple(_walk(Sheet, "", ()))


def _walk(
    model: type[Term], prefix: str, above: tuple[type[Term], ...]
) -> Iterator[tuple[Key, type[Term], str]]:
    if model in above:
        return
    for name, field in fields_of(model).items():
        yield _key(name, field, model, prefix + name), model, name
        for below, step in _places(field.annotation):
            yield from _walk(below, f"{prefix}{name}{step}.", (*above, model))


def _places(annotation: Any, step: str = "") -> Iterator[tuple[type[Term], str]]:
    """The models below *annotation*, and the steps from the key to each."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _places(inner[0], step)
    elif origin in (Union, types.UnionType):
        for member in inner:
            yield from _places(member, step)
    elif origin is dict:
        yield from _places(inner[1], f"{step}.ID")
    elif origin is list:
        yield from _places(inner[0], f"{step}[]")
    else:
        for model in models_in(annotation):
            if issubclass(model, Term):
                yield model, step


def _below(annotation: Any) -> tuple[type[Term], ...]:
    return tuple(dict.fromkeys(model for model, _ in _places(annotation)))


def _key(name: str, field: FieldInfo, model: type[Term], place: str) -> Key:
    if field.is_required():
        default: str | None = "required"
    else:
        plain = isinstance(field.default, str | int | Duration) and not isinstance(field.default, bool)
        default = str(field.default) if plain else None
    attribute = next(attr for attr, known in model.model_fields.items() if (known.alias or attr) == name)
    doc = _docstring(model, attribute)
    return Key(name, (place,), _type(field.annotation), doc, default, _below(field.annotation))


def _joined(one: Key, other: Key) -> Key:
    places = tuple(dict.fromkeys((*one.places, *other.places)))
    return Key(one.name, places, one.kind, one.doc, one.default, one.models)


def _kind(model: type[Term]) -> tuple[Any, ...]:
    field = model.model_fields.get("kind")
    return get_args(field.annotation) if field is not None else ()


def _type(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(inner[0])
    if origin in (Union, types.UnionType):
        members = [member for member in inner if member is not type(None)]
        uncertain = any(
            "uncertain" in str(getattr(get_origin(member), "__module__", "")) for member in members
        )
        told = list(
            dict.fromkeys(_type(m) for m in members if "uncertain" not in str(getattr(m, "__module__", "")))
        )
        return " or ".join(word for word in told if word) + (", may be uncertain" if uncertain else "")
    if origin is Literal:
        return " | ".join(map(str, inner))
    if origin is dict:
        return f"map from ID to {_type(inner[1])}"
    if origin is list:
        return f"list of {_type(inner[0])}"
    if isinstance(annotation, type) and issubclass(annotation, Term):
        return "map"
    return _WORDS.get(annotation, "")


def _defined_in(model: type[Term], key: str) -> type:
    attribute = next(attr for attr, known in model.model_fields.items() if (known.alias or attr) == key)
    return next(cls for cls in model.__mro__ if attribute in _docstrings(cls))


def _docstring(model: type[Term], attribute: str) -> str:
    return next((docs[attribute] for cls in model.__mro__ if attribute in (docs := _docstrings(cls))), "")


def _docstrings(cls: type) -> dict[str, str]:
    """The docstrings of the attributes that *cls* itself declares."""
    return _by_class(cls.__module__).get(cls.__qualname__, {}) if issubclass(cls, Term) else {}


@cache
def _by_class(module: str) -> dict[str, dict[str, str]]:
    file = inspect.getsourcefile(sys.modules[module])
    tree = ast.parse(File(file).read_text(encoding="utf-8") if file else "")
    return {node.name: dict(_attributes(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _attributes(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for one, other in pairwise(node.body):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            match other:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield one.target.id, inspect.cleandoc(text)
