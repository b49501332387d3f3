"""What JSON Schema says of the quantities of a term sheet: one definition for each kind of leaf.

A scalar is text here until its type is known; an editor has read `5` as a number and `true` as a boolean before it
asks. So every definition takes, next to the text, the native value that some editor makes of a text that is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from dealcraft.law import territories
from dealcraft.terms.events import event_pattern
from dealcraft.terms.term import ID_PATTERN
from dealcraft.units.date import DAY_PATTERN, EXACT_DAY_PATTERN
from dealcraft.units.duration import DURATION_PATTERN
from dealcraft.units.money import currency_pattern, money_pattern, per_time_pattern
from dealcraft.units.rate import GROWTH_PATTERN, NUMBER_PATTERN, RANK_PATTERN, RATE_PATTERN, SHARE_PATTERN

Schema: TypeAlias = dict[str, Any]


def ref(name: str) -> Schema:
    """A reference to the definition called *name*."""
    return {"$ref": f"#/$defs/{name}"}


def _text(pattern: str, description: str, *examples: str) -> Schema:
    """A text with a pattern; editors show the last key instead of the pattern, other tools pass over it."""
    said = f"This is not {description[:1].lower()}{description[1:]}, such as {examples[0]}."
    return {
        "type": "string",
        "pattern": pattern,
        "description": f"{description}.",
        "examples": list(examples),
        "patternErrorMessage": said,
    }


def _any_of(*choices: Schema, description: str = "") -> Schema:
    return {"description": description, "anyOf": list(choices)} if description else {"anyOf": list(choices)}


def _object(properties: Mapping[str, Schema], *, required: tuple[str, ...] = ()) -> Schema:
    closed: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**closed, "required": list(required)} if required else closed


def _list(items: Schema, *, least: int = 1, most: int | None = None) -> Schema:
    bound: Schema = {"type": "array", "items": items, "minItems": least}
    return bound if most is None else {**bound, "maxItems": most}


def _event(name: str, **how: bool) -> Schema:
    examples = ("approval + 3 months", "phase_2 start", "first sale in us", "2031-06-30")
    group = _object({"latest_of": _list(ref(name)), "earliest_of": _list(ref(name))})
    return _any_of(
        _text(event_pattern(**how), "An event", *examples), {**group, "minProperties": 1, "maxProperties": 1}
    )


def _money() -> Schema:
    text = _text(
        money_pattern(), "An amount of money, at least 0", "40m", "USD 1.2bn", "KRW 500억", "5,000,000"
    )
    return _any_of(text, {"type": "number", "minimum": 0})


def _money_as_map() -> Schema:
    return _object({"amount": ref("amount"), "currency": ref("currency")}, required=("amount",))


def _number() -> Schema:
    text = _text(NUMBER_PATTERN, "A number, at least 0", "1.5", "3")
    return _any_of(text, {"type": "number", "minimum": 0})


def _rank() -> Schema:
    text = _text(RANK_PATTERN, "A number from -1 to 1", "0.6")
    return _any_of(text, {"type": "number", "minimum": -1, "maximum": 1})


def _uncertain(plain: str, *, spread: str = "", also: tuple[str, ...] = ()) -> Callable[[], Schema]:
    """*plain*, or a distribution of it; *spread* is what its standard deviation may be."""

    def uncertain() -> Schema:
        return _any_of(
            ref(plain), *(ref(name) for name in also), _distribution(_or(plain, also), spread or plain)
        )

    return uncertain


def _or(plain: str, also: tuple[str, ...]) -> Schema:
    return _any_of(ref(plain), *(ref(name) for name in also)) if also else ref(plain)


def _distribution(value: Schema, spread: str) -> Schema:
    moments = _object(
        {"mean": value, "sd": ref(spread) if value == ref("plain_growth") else value}, required=("mean", "sd")
    )
    case = _object({"value": value, "chance": ref("plain_share")}, required=("value", "chance"))
    kinds: dict[str, Schema] = {
        "triangular": {**_list(value, least=3, most=3), "description": "[low, mode, high]"},
        "pert": {**_list(value, least=3, most=3), "description": "[low, mode, high]"},
        "uniform": {**_list(value, least=2, most=2), "description": "[low, high]"},
        "normal": {**moments, "description": "Truncated at 0 where the value cannot be negative."},
        "lognormal": {**moments, "description": "Mean and sd of the variable itself."},
        "p10": value,
        "p50": value,
        "p90": value,
        "discrete": {**_list(case), "description": "Values with their chances, which sum to 100%."},
    }
    percentiles = ("p10", "p50", "p90")
    known = {"description": "The event at which a discrete value shows (first sale)."}
    return {
        **_object({**kinds, "known": known, "base": value}),
        "oneOf": [
            *({"required": [kind]} for kind in kinds if kind not in percentiles),
            {"required": list(percentiles)},
        ],
        "dependentRequired": {"known": ["discrete"], **{key: list(percentiles) for key in percentiles}},
    }


def _territory() -> Schema:
    words = _any_of(ref("place"), {"type": "array", "items": ref("place")})
    some = _any_of(ref("place"), _list(ref("place")))
    return _any_of(ref("place"), _list(ref("place")), _object({"include": some, "except": words}))


def _place() -> Schema:
    group = _text(territories.pattern(of_groups=True), "A country or a group of countries", "EU", "worldwide")
    return _any_of(ref("country"), {"enum": ["worldwide", *territories.groups()]}, group)


def _country() -> Schema:
    return _text(territories.pattern(), "A country, as its ISO 3166-1 code or its name", "KR", "US")


DEFINITIONS: Final[Mapping[str, Callable[[], Schema]]] = {
    "id": lambda: {
        "type": "string",
        "pattern": ID_PATTERN,
        "description": "A name that the sheet gives: small letters, digits and _.",
        "patternErrorMessage": "This is not a name of small letters, digits and _ that begins with a letter.",
    },
    "names": lambda: _any_of({"const": "all"}, ref("id"), {"type": "array", "items": ref("id")}),
    "year": lambda: {"type": "string", "pattern": "^[0-9]{4}$"},
    "text": lambda: {"type": ["string", "number", "boolean"]},
    "flag": lambda: {"enum": [True, False, "true", "false"]},
    "whole_number": lambda: _any_of(
        {"type": "integer", "minimum": 0, "maximum": 999_999},
        {"type": "string", "pattern": r"^\s*[0-9]{1,6}\s*$"},
    ),
    "amount": _money,
    "plain_money_per_time": lambda: _text(
        per_time_pattern(), "Money per time, at least 0", "4m per year", "100k per quarter"
    ),
    "plain_share": lambda: _text(SHARE_PATTERN, "A rate from 0% to 100%", "40%", "7.5%", "50bp"),
    "plain_rate": lambda: _text(RATE_PATTERN, "A rate, at least 0%", "13%", "7.5%", "50bp"),
    "plain_growth": lambda: _text(GROWTH_PATTERN, "A rate, at least -100%", "-3%", "2%"),
    "plain_duration": lambda: _text(
        DURATION_PATTERN, "A length of time", "18 months", "1.5 years", "90 days"
    ),
    "plain_number": _number,
    "rank": _rank,
    "money_as_map": _money_as_map,
    "money": _uncertain("amount", also=("money_as_map",)),
    "money_per_time": _uncertain("plain_money_per_time"),
    "share": _uncertain("plain_share"),
    "rate": _uncertain("plain_rate"),
    "growth": _uncertain("plain_growth", spread="plain_rate"),
    "duration": _uncertain("plain_duration"),
    "number": _uncertain("plain_number"),
    "overheads": lambda: _any_of(
        ref("plain_money_per_time"), {"type": "object", "additionalProperties": ref("money_per_time")}
    ),
    "day": lambda: _text(DAY_PATTERN, "A date, or a month for its first day", "2031-06-30", "2031-06"),
    "exact_day": lambda: _text(EXACT_DAY_PATTERN, "A date to the day", "2031-06-30"),
    "currency": lambda: _text(
        currency_pattern(), "A currency in use, by its ISO 4217 code", "USD", "EUR", "KRW"
    ),
    "event": lambda: _event("event"),
    "deadline": lambda: _event("deadline", to_the_day=True),
    "until": lambda: _event("until", to_the_day=True, in_until=True),
    "place": _place,
    "territory": _territory,
    "country": _country,
    "field_word": lambda: {"type": ["string", "number", "boolean"], "pattern": r"[^\s/]"},
    "field_of_use": lambda: _any_of(ref("field_word"), _list(ref("field_word"))),
}
"""Each definition by its name, made when it is asked for: the table of countries is read for no other command."""

MAPS: Final = frozenset(
    ["money", "money_per_time", "share", "rate", "growth", "duration", "number", "overheads", "event", "deadline",
     "until", "territory"]
)  # fmt: skip
"""Those that may be written as a map."""
