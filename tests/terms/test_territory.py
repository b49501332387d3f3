"""Territories and fields of use: what covers what."""

from __future__ import annotations

from typing import Any

import pytest

from dealcraft.errors import Unreadable
from dealcraft.law.territories import every_country
from dealcraft.terms.territory import FieldOfUse, read_field, read_territory


@pytest.mark.parametrize(
    ("value", "inside", "outside"),
    [
        ("US", {"US"}, {"KR"}),
        (["US", "JP"], {"US", "JP"}, {"KR"}),
        ("worldwide", {"US", "KR", "AQ"}, set()),
        ({"include": ["worldwide"], "except": ["KR"]}, {"US", "KP"}, {"KR"}),
        ({"include": "EU", "except": "DE"}, {"FR"}, {"DE", "CH"}),
        ({"except": ["US"]}, {"KR"}, {"US"}),
        ("Japan", {"JP"}, {"US"}),
        ("대한민국", {"KR"}, {"KP"}),
    ],
)
def test_a_territory_is_the_countries_it_names(value: Any, inside: set[str], outside: set[str]) -> None:
    countries = read_territory(value).countries
    assert inside <= countries
    assert not outside & countries


@pytest.mark.parametrize(
    ("value", "code", "at"),
    [
        ("UK", "territory-ambiguous", ()),
        (["US", "Korea"], "territory-ambiguous", (1,)),
        ({"include": ["US"], "except": ["Atlantis"]}, "unknown-country", ("except", 0)),
        ({"include": "US", "exept": "KR"}, "unknown-key", ("exept",)),
        (None, "not-a-scalar", ()),
        ([["US"]], "not-a-scalar", (0,)),
        ([None], "not-a-scalar", (0,)),
        ({"include": {"US": "yes"}}, "not-a-scalar", ("include",)),
        ("", "unknown-country", ()),
        ([], "territory-empty", ()),
        ({"include": "US", "except": "US"}, "territory-empty", ()),
    ],
)
def test_what_is_no_territory_is_refused_where_it_stands(
    value: Any, code: str, at: tuple[str | int, ...]
) -> None:
    with pytest.raises(Unreadable) as problem:
        read_territory(value)
    assert problem.value.code == code
    assert problem.value.at == at


def test_territories_cover_and_meet() -> None:
    world, europe, france = map(read_territory, ("worldwide", "EU", "FR"))
    assert world.countries == every_country()
    assert world.covers(europe)
    assert europe.covers(france)
    assert not france.covers(europe)
    assert france.meets(europe)
    assert not france.meets(read_territory("US"))


@pytest.mark.parametrize(
    ("one", "other", "covers", "meets"),
    [
        ("all", "oncology", True, True),
        ("oncology", "all", False, True),
        ("oncology", "oncology/breast", True, True),
        ("oncology/breast", "oncology", False, True),
        ("oncology", "oncology2", False, False),
        (["oncology", "immunology"], "immunology", True, True),
        ("oncology", ["oncology", "immunology"], False, True),
        ("all", "all", True, True),
    ],
)
def test_fields_of_use_cover_and_meet(one: Any, other: Any, covers: bool, meets: bool) -> None:
    assert read_field(one).covers(read_field(other)) is covers
    assert read_field(one).meets(read_field(other)) is meets
    assert read_field(other).meets(read_field(one)) is meets


@pytest.mark.parametrize(
    ("value", "at"), [("", ()), (["a", ""], (1,)), (None, ()), ([["a"]], (0,)), ({}, ()), ([], ())]
)
def test_what_is_no_field_is_refused_where_it_stands(value: Any, at: tuple[int, ...]) -> None:
    with pytest.raises(Unreadable) as problem:
        read_field(value)
    assert problem.value.at == at


def test_a_field_named_all_among_others_is_all() -> None:
    assert read_field(["a", "all"]) == FieldOfUse()
