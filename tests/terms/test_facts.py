"""What `covenants` and `context` may say is a closed list; a slip is told at its place, with the nearest name."""

from __future__ import annotations

from typing import get_args

import pytest

from dealcraft.source import parse
from dealcraft.terms.facts import FACTS, fact_names, where
from dealcraft.terms.load import load

SHEET = """\
dealcraft: 1
valuation: {currency: USD}
decides: a
parties: {a: {}, b: {}}
assets: {x: {context: {is_sep: true}}}
context: {parties: {related: false, combined_share_pct: 48.5}, deal: {manufacture_countries: [KR, BENELUX]}}
structures:
  licence:
    kind: licence
    licensee: b
    grant: {exclusivity: exclusive, territory: US}
    covenants: {grant_back: exclusive, end_date: 2043-05-31}
"""


def found(old: str = "", new: str = "") -> list[tuple[str, str, str | None]]:
    loaded = load(parse(SHEET.replace(old, new).encode(), "x.deal.yaml"))
    return [(each.code, str(each.path), each.help) for each in loaded.diagnostics]


def test_facts_are_read() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "code", "path", "hint"),
    [
        ("grant_back:", "grantback:", "unknown-key", "structures.licence.covenants.grantback", "grant_back"),
        ("exclusive, end", "exclusiv, end", "unknown-word", "structures.licence.covenants.grant_back", "exclusive"),
        ("is_sep: true", "is_sep: perhaps", "unknown-word", "assets.x.context.is_sep", ""),
        ("parties: {related", "party: {related", "unknown-key", "context.party", "parties"),
        ("related:", "relatd:", "unknown-key", "context.parties.relatd", "related"),
        ("48.5", "much", "number-unreadable", "context.parties.combined_share_pct", ""),
        ("BENELUX", "Nowhere", "unknown-country", "context.deal.manufacture_countries[1]", ""),
    ],
)  # fmt: skip
def test_a_slip_is_told_at_its_place(old: str, new: str, code: str, path: str, hint: str) -> None:
    ((said, place, advice),) = found(old, new)
    assert place == path
    assert said == code
    assert hint in (advice or "")


def test_every_fact_says_what_it_means_and_may_be_left_out() -> None:
    names = fact_names()
    assert len(names) == len(set(names)) > 70
    for model in FACTS.values():
        for field in model.model_fields.values():
            assert type(None) in get_args(field.annotation)
    assert where("covenants.tie_in") == "covenants.tie_in"
    assert where("ip.is_sep") == "context.ip.is_sep"
