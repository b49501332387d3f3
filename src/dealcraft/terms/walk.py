"""Every part of a sheet with its path: the one walk that rules, leaves and references share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from dealcraft.terms.term import Term
from dealcraft.units import ROOT, Path


def walk(term: Term, path: Path = ROOT) -> Iterator[tuple[Path, Term]]:
    """*term* and every term below it that the sheet states, each with its path."""
    yield path, term
    for key, value in stated(term):
        yield from _below(path.child(key), value)


def stated(term: Term) -> Iterator[tuple[str, Any]]:
    """The keys that the sheet states here, as it spells them, and their values."""
    for name, key in _keys(type(term)):
        if name in term.model_fields_set:
            yield key, getattr(term, name)


@cache
def _keys(model: type[Term]) -> tuple[tuple[str, str], ...]:
    return tuple((name, field.alias or name) for name, field in model.model_fields.items())


def _below(path: Path, value: Any) -> Iterator[tuple[Path, Term]]:
    if isinstance(value, Term):
        yield from walk(value, path)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _below(path.child(index), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _below(path.child(key), item)
