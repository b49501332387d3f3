"""The JSON Schema of a term sheet, generated from the models, for editors and for validators other than this one."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import WithJsonSchema

from dealcraft.terms import docs
from dealcraft.terms.known import fields_of, models_in
from dealcraft.terms.quantities import DEFINITIONS, MAPS, Schema, ref
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term

Draft: TypeAlias = Literal["2020-12", "7"]
URI: Final[dict[Draft, str]] = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "7": "http://json-schema.org/draft-07/schema#",
}
"""The name of each draft of JSON Schema."""
_NULL: Final[Schema] = {"type": "null"}
_IN_PART: Final = "_in_part"


def sheet_schema(*, draft: Draft = "2020-12") -> Schema:
    """What a term sheet may say, closed to every key that the language does not have.

    A sheet that extends another states a part of one: there no key is required, and null takes a value away.
    """
    definitions = _Definitions()
    extends = {"required": ["extends"], "properties": {"extends": {"not": _NULL}}}
    whole, part = definitions.model(Sheet), definitions.model(Sheet, in_part=True)
    schema: Schema = {
        "$schema": URI["2020-12"],
        "title": "dealcraft term sheet, version 1",
        "description": "One term sheet: facts once, and the alternative structures built on them.",
        "type": "object",
        "if": extends,
        "then": part,
        "else": whole,
        "$defs": dict(sorted(definitions.made.items())),
    }
    return schema if draft == "2020-12" else as_draft_7(schema)


def written(schema: Schema) -> str:
    """*schema* as a file holds it."""
    import json

    return json.dumps(schema, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


class _Definitions:
    """The definitions that a schema refers to, made as they are met."""

    def __init__(self) -> None:
        self.made: dict[str, Schema] = {}

    def model(self, model: type[Term], *, in_part: bool = False) -> Schema:
        """A reference to *model*."""
        name = model.__name__ + (_IN_PART if in_part else "")
        if name not in self.made:
            self.made[name] = {}
            self.made[name] = self._model(model, in_part=in_part)
        return ref(name)

    def _model(self, model: type[Term], *, in_part: bool) -> Schema:
        properties, required = dict[str, Schema](), list[str]()
        for key, (name, field) in zip(docs.keys_of(model), fields_of(model).items(), strict=True):
            said = self.value(field.annotation, field.metadata, in_part=in_part)
            properties[name] = {"description": key.doc, **said}
            if field.is_required():
                required.append(name)
            elif key.default is not None:
                properties[name]["default"] = key.default
        closed: Schema = {
            "type": "object",
            "description": (model.__doc__ or "").strip(),
            "properties": properties,
        }
        if required and not in_part:
            closed["required"] = required
        return {**closed, "additionalProperties": False}

    def value(self, annotation: Any, metadata: Iterable[Any] = (), *, in_part: bool = False) -> Schema:
        """What may stand where *annotation* does; null too, where a parent's value may be taken away."""
        origin, inner = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.value(inner[0], inner[1:], in_part=in_part)
        said = [each.json_schema for each in metadata if isinstance(each, WithJsonSchema)]
        told = said[-1] if said else None  # the outermost
        may_be_null = in_part or type(None) in inner
        if told is not None:
            return _any_of(self._told(told, annotation, in_part=in_part), may_be_null=may_be_null)
        if origin in (Union, types.UnionType):
            members = [member for member in inner if member is not type(None)]
            return _any_of(self._union(members, in_part=in_part), may_be_null=may_be_null)
        if origin is Literal:
            return _any_of(
                [{"enum": [*inner, *(int(word) for word in inner if word.isdigit())]}], may_be_null=in_part
            )
        if origin is list:  # a list is replaced as a whole, so that its items are whole too
            return _any_of([{"type": "array", "items": self.value(inner[0])}], may_be_null=in_part)
        if origin is dict:
            return _any_of([self._map(*inner, in_part=in_part)], may_be_null=in_part)
        if isinstance(annotation, type) and issubclass(annotation, Term):
            return _any_of([self.model(annotation, in_part=in_part)], may_be_null=in_part)
        return {}

    def _told(self, told: Any, annotation: Any, *, in_part: bool) -> list[Schema]:
        """The definition that a type names, or its own schema, and what they refer to."""
        terms = {model.__name__: model for model in models_in(annotation) if issubclass(model, Term)}
        for name in _references(told):
            if name not in terms:
                self._leaf(name)
        choices: list[Schema] = told["anyOf"] if set(told) == {"anyOf"} else [told]
        found = [
            self.model(terms[name], in_part=in_part) if (name := _name(choice)) in terms else choice
            for choice in choices
        ]
        return (
            [*found, {"type": "object"}] if in_part and any(_name(each) in MAPS for each in found) else found
        )

    def _leaf(self, name: str) -> None:
        if name not in self.made:
            self.made[name] = {}
            self.made[name] = DEFINITIONS[name]()
            for below in _references(self.made[name]):
                self._leaf(below)

    def _union(self, members: list[Any], *, in_part: bool) -> list[Schema]:
        terms = [model for member in members for model in models_in(member)]
        if (
            len(terms) == len(members) > 1
            and all("kind" in fields_of(term) for term in terms)
            and not in_part
        ):
            return [self._by_kind(terms)]
        return [choice for member in members for choice in _choices(self.value(member, in_part=in_part))]

    def _by_kind(self, terms: list[Any]) -> Schema:
        """One of *terms*, told by its `kind`, so that what is wrong is said of that one."""
        kinds = {get_args(term.model_fields["kind"].annotation)[0]: self.model(term) for term in terms}
        return {
            "type": "object",
            "properties": {"kind": {"enum": list(kinds)}},
            "required": ["kind"],
            "allOf": [
                {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": model}
                for kind, model in kinds.items()
            ],
        }

    def _map(self, key: Any, value: Any, *, in_part: bool) -> Schema:
        found: Schema = {"type": "object"}
        if names := self.value(key):
            found["propertyNames"] = names
        if values := self.value(value, in_part=in_part):
            found["additionalProperties"] = values
        return found


def _any_of(choices: list[Schema], *, may_be_null: bool) -> Schema:
    choices = [*choices, _NULL] if may_be_null and _NULL not in choices else choices
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _choices(schema: Schema) -> list[Schema]:
    choices: list[Schema] = schema["anyOf"] if set(schema) == {"anyOf"} else [schema]
    return choices


def _name(schema: Schema) -> str:
    return str(schema.get("$ref", "")).removeprefix("#/$defs/")


def _references(schema: Any) -> Iterator[str]:
    """The names of every definition that *schema* refers to."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield _name(schema)
        for inner in schema.values():
            yield from _references(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _references(inner)


def as_draft_7(schema: Any) -> Any:
    """The same in the words of draft 7, where nothing may stand beside a `$ref`."""
    if isinstance(schema, list):
        return [as_draft_7(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    words = {"$defs": "definitions", "dependentRequired": "dependencies"}
    found = {words.get(key, key): as_draft_7(inner) for key, inner in schema.items()}
    if found.get("$schema") == URI["2020-12"]:
        found["$schema"] = URI["7"]
    if isinstance(found.get("$ref"), str):
        to = {"$ref": found.pop("$ref").replace("#/$defs/", "#/definitions/")}
        return {**found, "allOf": [to]} if found else to
    return found
