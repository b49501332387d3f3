"""The JSON Schema and the loader give the same verdict, but for a short list that `docs/schema.md` has too."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from dealcraft.law import territories
from dealcraft.source import parse, read_sheet
from dealcraft.terms import docs
from dealcraft.terms.known import fields_of
from dealcraft.terms.load import load, validate
from dealcraft.terms.schema import sheet_schema
from dealcraft.terms.sheet import Sheet
from dealcraft.units.currencies import CURRENCIES
from tests.terms.sheets import EVERYTHING, every_path, everything, without

REPOSITORY = File(__file__).parents[2]
SHEETS = sorted(
    [EVERYTHING, *REPOSITORY.glob("examples/**/*.deal.yaml"), *REPOSITORY.glob("tests/cases/*.deal.yaml")],
    key=str,
)
SCHEMA, SCHEMA_7 = sheet_schema(), sheet_schema(draft="7")
VALIDATORS = (Draft202012Validator(SCHEMA), Draft7Validator(SCHEMA_7))

BEYOND = {
    "distribution-order": "that the points of a distribution rise",
    "chances-do-not-sum": "that the chances of a discrete value sum to 100%",
    "territory-empty": "that a territory with exceptions leaves a country",
}
"""Codes of what the loader refuses and a schema cannot say."""
NASTY: tuple[Any, ...] = (
    "", " ", "x", "0", "1", "-1", "5", "1.5", ".5", "5.", "1e6", "0x1F", "1_000", "5,000,000", "0,050", "40m", "-40m", "usd 40m",
    "USD40m", "XYZ 40m", "EUR -0", "1조 2,000억", "2억 1조", "500억", "만", "$40m", "4m per year", "4m a Month", "4m per week", "5%",
    "5 %", "-5%", "-0%", "100%", "100.0%", "100.01%", "0100%", "101%", "-100%", "-101%", "50bp", "10,000 BPS", "10001bp", "5 PER cent",
    "-0.5", "-1.01", "1.0", "+1", "18 months", "18 Months", "-18 months", "P18M", "P1.5Y", "p1y", "18개월", "1y6", "none", "all",
    "worldwide", "true", "false", "True", "yes", "no", "null", "~", "2031-06-30", "2031-06", "2031-02-29", "2028-02-29", "2100-02-29",
    "0000-01-01", "2031", "06/30/2031", "effective", "approval", "approval of hb12", "approval + 3 months", "approval - 3 months",
    "approval+ P1Y", "2031-06-30 - 2 years", "2031-06 + 1 years", "first  sale in us", "phase_1 start", "patents", "exclusivity",
    "patents + 1 years", "US", "us", "EU", "eu", "UK", "Korea", "South Korea", "the united  states", "대한 민국", "Cote d’Ivoire",
    "St. Lucia", "Bosnia & Herzegovina", "XX", "hanbit", "Hanbit", "a-b", "licence", "retain", "/", "oncology/breast", "9" * 40, "9" * 41,
    None, [], {}, ["x"], [None], {"x": "y"}, {"kind": "retain"}, {"amount": "5"}, {"amount": "5", "currency": "eur"}, {"currency": "USD"},
    {"latest_of": ["approval"]}, {"latest_of": []}, {"latest_of": "approval"}, {"earliest_of": [{"latest_of": ["patents"]}]},
    {"include": ["US"], "except": []}, {"include": []}, {"except": "US"}, {"inclde": ["US"]},
    {"uniform": ["1%", "2%"]}, {"uniform": ["1m", "2m"], "base": "1m"}, {"uniform": ["1m"]}, {"uniform": ["1", "2"], "known": "approval"},
    {"triangular": ["1", "2", "3"], "pert": ["1", "2", "3"]}, {"p10": "1", "p50": "2"}, {"p10": "1", "p50": "2", "p90": "3"},
    {"p10": "1", "triangular": ["1", "2", "3"]}, {"normal": {"mean": "1%", "sd": "-1%"}}, {"normal": {"mean": "-1%", "sd": "1%"}},
    {"lognormal": {"mean": "1"}}, {"discrete": [{"value": "1", "chance": "100%"}], "known": "x"}, {"discrete": []},
    {"discrete": [{"value": "1 years"}]}, {"uniform": ["1 years", "2 years"]}, {"uniform": ["1m per year", "2m per year"]},
    {"base": "1"}, {"share": "50%"}, {"step_down": "5%", "stacking": "5%"}, {"holiday": "1 years"}, {"rate": "5%"},
)  # fmt: skip


def accepts(data: Any) -> bool:
    return VALIDATORS[0].is_valid(data)


def accepts_in_both_drafts(data: Any) -> bool:
    verdicts = {validator.is_valid(data) for validator in VALIDATORS}
    assert len(verdicts) == 1
    return verdicts.pop()


def loads(data: Any) -> bool | None:
    """The loader's verdict; None where it refuses only what a schema cannot say."""
    sheet, findings = validate(data)
    if sheet is None and all(finding.code in BEYOND for finding in findings):
        return None
    return sheet is not None


def agrees(data: dict[str, Any]) -> None:
    verdict = loads(data)
    if verdict is not None and accepts(data) is not verdict:
        errors = [error.message[:300] for error in VALIDATORS[0].iter_errors(data)]
        raise AssertionError((verdict, validate(data)[1], errors))


def complete(path: File) -> dict[str, Any]:
    """The sheet in *path*, its scalars as text; without `extends`, which has a test of its own."""
    data = read_sheet(str(path)).data
    assert isinstance(data, dict)
    return dict(data)


def put(data: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy of *data* with *value* at *path*."""
    step, *rest = path
    copied: Any = copy.copy(data)
    copied[step] = put(copied[step], tuple(rest), value) if rest else value
    return copied  # type: ignore[no-any-return]


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_that_loads_is_valid_as_text_and_as_an_editor_reads_it(path: File) -> None:
    data = complete(path)
    assert validate(data)[0] is not None
    assert accepts_in_both_drafts(data)
    assert accepts_in_both_drafts(native(path))


def test_the_sheet_with_every_key_is_valid_as_an_editor_reads_it() -> None:
    assert accepts_in_both_drafts({**native(EVERYTHING), "extends": None})


def test_an_editor_flags_a_misspelt_key_a_bare_rate_and_an_unknown_kind() -> None:
    sheet = native(next(path for path in SHEETS if path.parent.name == "hb12"))
    misspelt = {
        ("licencee" if key == "licensee" else key): value
        for key, value in sheet["structures"]["licence"].items()
    }
    for place, value in {
        ("structures", "licence"): misspelt,
        ("parties", "hanbit", "discount_rate"): 0.13,
        ("structures", "keep", "kind"): "keep",
    }.items():
        assert accepts_in_both_drafts(put(sheet, place, at(sheet, place)))
        assert not accepts_in_both_drafts(put(sheet, place, value))


# What one value may be, in every place

WHOLE = without("extends")
PLACES = tuple(every_path(WHOLE))


def required(schema: Any) -> Iterator[str]:
    """Every key that some map must have."""
    if isinstance(schema, dict):
        yield from schema["required"] if isinstance(schema.get("required"), list) else ()
        schema = list(schema.values())
    for inner in schema if isinstance(schema, list) else ():
        yield from required(inner)


REQUIRED = frozenset(required(SCHEMA["$defs"]))


def around(path: tuple[Any, ...], tree: Any = WHOLE) -> Any:
    """The sheet with every key, as small as it can be with what stands at *path*."""
    if not path or isinstance(tree, str | None):
        return tree
    if isinstance(tree, list):
        return [around(path[1:], item) if index == path[0] else item for index, item in enumerate(tree)]
    return {
        key: around(path[1:] if key == path[0] else ("",), inner)
        for key, inner in tree.items()
        if key == path[0] or key in REQUIRED
    }


@pytest.mark.parametrize("start", range(8))
def test_whatever_stands_in_a_place_both_take_it_or_neither(start: int) -> None:
    """Every place with some of the values, and every value in some places of each kind."""
    for index, path in enumerate(PLACES):
        data = around(path)
        for value in NASTY[(index + 13 * start) % 97 :: 97]:
            agrees(put(data, path, value))


@pytest.mark.parametrize(
    "name", ["Bad", "all", "a-b", "usd", "XYZ", "KR", "31", "2031", "kind", "unknown", "한"]
)
def test_a_key_that_is_renamed_is_taken_by_both_or_neither(name: str) -> None:
    for path in PLACES:
        if isinstance(path[-1], str):
            data = around(path)
            inside = at(data, path[:-1])
            renamed = {name if key == path[-1] else key: value for key, value in inside.items()}
            agrees(put(data, path[:-1], renamed) if path[:-1] else renamed)


def test_a_key_that_is_left_out_is_missed_by_both_or_neither() -> None:
    for path in PLACES:
        data = around(path)
        inside = at(data, path[:-1])
        if isinstance(inside, dict):
            left = {key: value for key, value in inside.items() if key != path[-1]}
            agrees(put(data, path[:-1], left) if path[:-1] else left)


def test_both_drafts_say_the_same() -> None:
    for index, path in enumerate(PLACES[::2]):
        accepts_in_both_drafts(put(around(path), path, NASTY[index % len(NASTY)]))


def test_the_loader_refuses_what_a_schema_cannot_say_and_the_schema_takes_it() -> None:
    peak = ("markets", "us", "sales", "peak")
    for code, value, path in (
        ("distribution-order", {"uniform": ["2m", "1m"]}, peak),
        ("chances-do-not-sum", {"discrete": [{"value": "1m", "chance": "50%"}]}, peak),
        ("territory-empty", {"include": ["KR"], "except": ["KR"]}, ("markets", "us", "territory")),
    ):
        data = put(without("extends"), path, value)
        assert [finding.code for finding in validate(data)[1]] == [code]
        assert accepts(data)
    text = (REPOSITORY / "docs" / "schema.md").read_text(encoding="utf-8")
    for words in BEYOND.values():
        assert words in " ".join(text.split())


# Editors read YAML 1.2, where a scalar may be a number, a boolean or null

CORE = (
    (re.compile(r"|~|null|Null|NULL"), lambda text: None),
    (re.compile(r"true|True|TRUE"), lambda text: True),
    (re.compile(r"false|False|FALSE"), lambda text: False),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)


def native(path: File) -> dict[str, Any]:
    """The file as YAML 1.2 (core schema) has it."""
    return _native(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))  # type: ignore[no-any-return]


def _native(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _native(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_native(item) for item in node.value]
    return node.value if node.style else of_core(node.value)


def of_core(text: str) -> Any:
    return next((read(text) for form, read in CORE if form.fullmatch(text)), text)


def test_what_the_loader_takes_as_text_the_schema_takes_as_an_editor_reads_it() -> None:
    texts = [text for text in NASTY if isinstance(text, str) and of_core(text) != text]
    assert len(texts) > 10
    for path in PLACES:
        data = around(path)
        for text in texts:
            if loads(put(data, path, None if of_core(text) is None else text)):
                changed = put(data, path, of_core(text))
                assert VALIDATORS[0].is_valid(changed), (path, text)


# Forms of quantities

LETTERS = st.text(alphabet="0123456789.,+-% kmbnpaeryusdKMUSD조억만천백년월개PYM", max_size=12)


def quantity(name: str, text: object) -> bool:
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}).is_valid(text)


PLACE_OF = {
    "money": ("markets", "us", "sales", "peak"),
    "money_per_time": ("markets", "us", "costs", "fixed"),
    "share": ("parties", "hanbit", "tax_rate"),
    "rate": ("parties", "hanbit", "discount_rate"),
    "growth": ("markets", "us", "sales", "growth"),
    "duration": ("markets", "us", "sales", "time_to_peak"),
    "number": ("parties", "hanbit", "capability", "development_time"),
    "rank": ("uncertainty", "correlations", 0, "rank"),
    "day": ("effective",),
    "exact_day": ("assets", "hb12", "rights", "composition", "expires"),
    "currency": ("valuation", "currency"),
    "event": ("markets", "us", "launch"),
    "territory": ("markets", "us", "territory"),
    "country": ("parties", "hanbit", "country"),
    "field_of_use": ("markets", "us", "field"),
    "whole_number": ("parties", "hanbit", "fit", "strategic"),
}
SEEDS = {
    "money": ["USD 40m", "1조 2,000억", "1.5bn"],
    "money_per_time": ["4m per year", "eur 2.5k a Month"],
    "share": ["99.9%", "10,000bp", "100 per cent"],
    "rate": ["250 %", "50 bps"],
    "growth": ["-99.5%", "-10000bp", "3%"],
    "duration": ["18 months", "P1.5Y", "18개월"],
    "number": ["1,000.5", "+.5"],
    "rank": ["-0.99", "+1.000"],
    "day": ["2031-06-30", "2028-02-29", "2031-12"],
    "exact_day": ["2000-02-29", "1999-11-30"],
    "currency": ["krw", "EUR"],
    "event": ["approval of hb12 + 3 months", "2031-06-30 - 2 years", "phase_2 success"],
    "territory": ["United States", "worldwide", "EU", "côte d'ivoire"],
    "country": ["Germany", "KR", "대한민국"],
    "field_of_use": ["oncology/breast"],
    "whole_number": ["4", "100"],
}


@pytest.mark.parametrize("name", PLACE_OF)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_quantity_has_the_same_texts_in_both(name: str, data: st.DataObject) -> None:
    text = data.draw(st.one_of(LETTERS, bent(SEEDS[name])))
    _, findings = validate(put(SMALL, PLACE_OF[name], text))
    there = [finding for finding in findings if finding.path[: len(PLACE_OF[name])] == PLACE_OF[name]]
    assert quantity(name, text) is (not there), (text, there)


SMALL = without("structures.licence")


@st.composite
def bent(draw: st.DrawFn, seeds: list[str]) -> str:
    """A text that is read, with a few characters put in, taken out or changed."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text)))
        put_in = draw(st.text(alphabet="01259.,+-% kmbSsU년조/", max_size=2))
        text = text[:start] + put_in + text[start + draw(st.integers(0, 2)) :]
    return text


def test_every_currency_and_every_place_of_the_tables_is_valid() -> None:
    assert all(quantity("currency", code) and quantity("currency", code.lower()) for code in CURRENCIES)
    table = territories._table()
    for word in (*table.names, *table.spellings):
        try:
            countries = territories.countries_of(word)
        except ValueError:
            assert not quantity("place", word), word
            continue
        assert quantity("place", word), word
        assert quantity("country", word) is (len(countries) == 1), word


# A sheet that extends another


def test_a_part_of_a_sheet_is_valid_where_it_extends_another() -> None:
    whole = everything()
    for path in PLACES[::3]:
        steps = next((path[:end] for end, step in enumerate(path) if isinstance(step, int)), path)
        for value in (at(whole, steps), None):
            child: Any = value
            for step in reversed(steps):
                child = {step: child}
            assert accepts({**child, "extends": "base.yaml"}), path


def test_a_part_of_a_sheet_is_held_to_the_keys_of_the_language() -> None:
    assert accepts({"extends": "base.yaml"})
    assert not accepts({"extends": "base.yaml", "partys": {}})
    assert not accepts({"extends": "base.yaml", "structures": {"a": {"payments": {"up_front": "1m"}}}})
    assert not accepts({"extends": "base.yaml", "structures": {"a": {"payments": {"upfront": "$1m"}}}})
    assert not accepts({"extends": None})


# What editors show


def test_every_key_is_closed_and_described() -> None:
    def check(schema: Any, where: str) -> Iterator[str]:
        for key, inner in (
            schema.items()
            if isinstance(schema, dict)
            else enumerate(schema)
            if isinstance(schema, list)
            else ()
        ):
            if key not in ("if", "properties", "allOf"):
                yield from check(inner, f"{where}/{key}")
        if isinstance(schema, dict) and "properties" in schema and "allOf" not in schema:
            if schema.get("additionalProperties") is not False:
                yield where
            yield from (
                place
                for key, inner in schema["properties"].items()
                for place in check(inner, f"{where}/{key}")
            )

    assert list(check(SCHEMA["$defs"], "")) == []
    for name, definition in SCHEMA["$defs"].items():
        if name[0].isupper():
            assert definition["description"], name
            for key, said in definition["properties"].items():
                assert said["description"], (name, key)
    assert (
        SCHEMA["$defs"]["Royalty"]["properties"].keys()
        == fields_of(docs.keys_named("royalty")[0].models[0]).keys()
    )


def test_the_sheet_with_every_key_is_still_the_sheet_that_was_meant() -> None:
    assert load(parse(EVERYTHING.read_bytes(), "x")).sheet is None
    assert set(SCHEMA["$defs"]["Sheet"]["properties"]) == set(fields_of(Sheet))


def patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (text for key, text in schema.items() if key == "pattern" and isinstance(text, str))
        yield from schema.get("patternProperties", {})
    inside = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for each in inside:
        yield from patterns(each)


def test_every_pattern_is_a_regular_expression_of_javascript_too() -> None:
    """With its flag for Unicode, JavaScript refuses every escape that it does not know; so do validators over it."""
    found = set(patterns(SCHEMA)) | set(patterns(SCHEMA_7))
    assert len(found) >= 20
    allowed = set("dDsSwWbBfnrtv0^$\\.*+?()[]{}|/")
    assert {escape for text in found for escape in re.findall(r"\\(.)", text)} <= allowed
