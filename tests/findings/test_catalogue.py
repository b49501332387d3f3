"""The words of every finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import dealcraft
from dealcraft.findings import Severity, catalogue
from dealcraft.findings.catalogue import Entry, MissingValue

SOURCE = Path(dealcraft.__file__).parent
NAMED = re.compile(
    r"\b(?:Unreadable|Problem|Finding|_note|_word|_stop|_misplaced)\(\s*(?:[\w.]+, )?\"([a-z0-9-]+)\""
)


def entry(message: str | tuple[str, ...], **fields: object) -> Entry:
    return Entry("x", "y", Severity.ERROR, (message,) if isinstance(message, str) else message, **fields)  # type: ignore[arg-type]


def test_every_code_in_the_source_has_its_words() -> None:
    named = {
        code for file in SOURCE.rglob("*.py") for code in NAMED.findall(file.read_text(encoding="utf-8"))
    }
    assert len(named) > 60
    assert named - set(catalogue.all_codes()) == set()


def test_codes_are_alphabetical_within_their_family() -> None:
    text = (SOURCE / "findings" / "messages" / "en.yaml").read_text(encoding="utf-8")
    for family, codes in yaml.safe_load(text).items():
        assert list(codes) == sorted(codes), family


@pytest.mark.parametrize("code", catalogue.all_codes())
def test_a_message_is_lower_case_and_ends_without_a_full_stop(code: str) -> None:
    found = catalogue.entry(code)
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", code)
    for template in found.templates:
        assert template
        assert not re.match(r"[A-Z][a-z]", template), template
        assert not template.endswith("."), template
        # Every brace is one of a pair that names a value, or is written twice.
        assert not re.search(r"[{}]", re.sub(r"\{\{|\}\}|\{[a-z_0-9]+\}", "", template)), template


def test_an_unknown_code_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="no-such-code"):
        catalogue.entry("no-such-code")


def test_values_are_data_and_never_templates() -> None:
    found = entry("{found} is not {{this}}")
    assert found.say({"found": "{found!r} {0} {{x}} {limit}"}) == "{found!r} {0} {{x}} {limit} is not {this}"


def test_a_value_that_is_missing_is_a_gap_and_in_tests_an_error() -> None:
    found = entry("{found} is above {limit}")
    with pytest.raises(MissingValue, match="x lacks limit"):
        found.say({"found": "8"})
    with pytest.warns(MissingValue):
        assert found.say({"found": "8"}) == "8 is above …"


def test_the_first_variant_that_has_its_values_is_used() -> None:
    found = entry("m", help=("did you mean {hint}?", "the parties are {known}", "name it"))
    assert found.advise({"hint": "rhein", "known": "a, b"}) == "did you mean rhein?"
    assert found.advise({"hint": "", "known": "a, b"}) == "the parties are a, b"
    assert found.advise({"hint": "", "known": ""}) == "name it"
    assert entry("m", help=("did you mean {hint}?",)).advise({"hint": ""}) is None


def test_an_empty_value_is_said_where_there_is_no_other_way_to_say_it() -> None:
    assert entry("`{found}` is no name").say({"found": ""}) == "`` is no name"


def test_a_long_value_is_cut() -> None:
    assert len(entry("{found}").say({"found": "x" * 10_000})) == 300
