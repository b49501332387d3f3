"""Which keys the language knows at a place: read off the models."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dealcraft.terms.sheet import Sheet
from dealcraft.units import Step


def known_keys(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The keys that the map at *steps* may have, in the order of the models."""
    places: list[Any] = [Sheet]
    for step in steps:
        places = [inner for place in places for inner in _below(place, step)] or places
    return tuple(
        dict.fromkeys(key for place in places for model in models_in(place) for key in fields_of(model))
    )


def known_place(steps: tuple[Step, ...]) -> bool:
    """Whether a sheet can have something at *steps*; a star stands for any name or index."""
    places: list[Any] = [Sheet]
    for step in steps:
        places = [inner for place in places for inner in _below(place, step)]
    return bool(places)


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of *model* by the key that a sheet writes."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a value of this type may be."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from models_in(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from models_in(member)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation


def _below(annotation: Any, step: Step) -> Iterator[Any]:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _below(inner[0], step)
    elif origin in (Union, types.UnionType):
        tagged = (
            [member for member in inner if step in _tags(member)]
            if len(list(models_in(annotation))) > 1
            else []
        )
        yield from tagged
        if not tagged:
            for member in inner:
                yield from _below(member, step)
    elif origin is dict:
        yield inner[1]
    elif origin is list:
        yield inner[0]
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = fields_of(annotation)
        if step in fields:
            yield fields[str(step)].annotation


def _tags(member: Any) -> tuple[Any, ...]:
    """The words by which a union tells *member* from the others."""
    for model in models_in(member):
        kind = model.model_fields.get("kind")
        if kind is not None and get_origin(kind.annotation) is Literal:
            return get_args(kind.annotation)
        return tuple(fields_of(model))[:1]
    return ()
