"""A cell that is granted to one after another has one seller at a time."""

from __future__ import annotations

from dealcraft.engine.value import value
from tests.engine.worked import sheet

TURNS = (
    "deal: {kind: package, developer: a, parts: {"
    "first: {kind: licence, licensee: b, payments: {royalty: {rate: 10%}},"
    " grant: {exclusivity: exclusive, territory: worldwide, until: 2027-01-01}}, "
    "second: {kind: licence, licensee: c, effective: EFFECTIVE, payments: {royalty: {rate: 20%}},"
    " grant: {exclusivity: exclusive, territory: worldwide}}}}"
)
PARTIES = "{a: {discount_rate: 0%}, b: {discount_rate: 0%}, c: {discount_rate: 0%}}"


def test_the_second_licensee_alone_sells_once_the_first_grant_has_run_out() -> None:
    found = value(sheet(TURNS.replace("EFFECTIVE", "2027-01-01"), parties=PARTIES)).structures["deal"].parties
    # sales of 100, 200 and 300; b sells in 2026, c from 2027 on, and a has its royalties: 10 + 40 + 60
    assert (found["a"].npv, found["b"].npv, found["c"].npv) == (110.0, 90.0, 400.0)


def test_the_owner_sells_between_two_grants_and_stops_when_the_second_begins() -> None:
    found = value(sheet(TURNS.replace("EFFECTIVE", "2028-01-01"), parties=PARTIES)).structures["deal"].parties
    # b sells 100 in 2026, a 200 in 2027, c 300 in 2028: a has 10 + 200 + 60
    assert (found["a"].npv, found["b"].npv, found["c"].npv) == (270.0, 90.0, 240.0)
