"""How values are written: every way that is shown is read, and every kind of value is shown."""

from __future__ import annotations

import pytest

from dealcraft.source import parse
from dealcraft.terms.docs import keys_named, words
from dealcraft.terms.forms import FORMS, Form, form

KINDS = {key.kind for word in words() for key in keys_named(word)}


@pytest.mark.parametrize(("one", "text"), [(one, text) for one in FORMS for text, _ in one.written])
def test_what_is_shown_is_read(one: Form, text: str) -> None:
    data = parse(f"value: {text}\n".encode(), "shown.deal.yaml").data
    assert isinstance(data, dict)
    assert one.read(data["value"]) is not None


def test_every_kind_of_value_that_is_no_word_and_no_map_is_shown() -> None:
    for quantity in (
        "event",
        "money",
        "money per year",
        "rate",
        "duration",
        "number",
        "date",
        "territory",
        "field of use",
    ):
        assert form(quantity) is not None
        assert any(quantity in kind for kind in KINDS), "a kind that no key has any more"
