"""Which side pays across a border."""

from __future__ import annotations

import pytest

from dealcraft.rules._crossing import crossings
from dealcraft.source.document import parse
from dealcraft.terms.load import load

SHARED = """\
dealcraft: 1
valuation: {date: 2026-01-01, currency: USD}
decides: a
parties: {a: {country: KR}, b: {country: US}}
assets: {x: {}}
structures:
  deal:
    kind: collaboration
    partner: b
    lead: b
    grant: {territory: worldwide}
    opt_out: {party: PARTY, at: 2027-01-01, then: {royalty: {rate: 9%}}}
"""


@pytest.mark.parametrize(("party", "payers"), [("a", ["b"]), ("b", [])])
def test_only_the_lead_owes_something_to_a_side_that_left(party: str, payers: list[str]) -> None:
    sheet = load(parse(SHARED.replace("PARTY", party).encode(), "a.deal.yaml")).sheet
    assert sheet is not None
    assert [crossing.payer for crossing in crossings(sheet)] == payers
