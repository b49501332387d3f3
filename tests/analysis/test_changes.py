"""What counts as a change between two versions, and what is called by which word."""

from __future__ import annotations

from typing import Any

import pytest

from dealcraft.analysis.changes import Change, changes
from dealcraft.analysis.versions import Versions
from dealcraft.terms.sheet import Sheet
from tests.engine.worked import LICENCE, SHARED, sheet

TWO_FEES = "fees: {one: {pay: 5, at: effective}, two: {pay: 6, at: effective}}"


def deal(payments: str, **top: str) -> Sheet:
    return sheet(f"deal: {{{LICENCE}, payments: {{{payments}}}}}", **top)


def told(old: Sheet, new: Sheet) -> list[tuple[str, str, Any, Any]]:
    return [
        (one.kind, str(one.path).removeprefix("structures.deal."), one.before, one.after)
        for one in changes(old, new)
    ]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("upfront: 7", "upfront: 9", ("changed", "payments.upfront", "7", "9")),
        ("upfront: 7", "", ("removed", "payments.upfront", "7", None)),
        ("", "upfront: 7", ("added", "payments.upfront", None, "7")),
        (
            "upfront: 7",
            "upfront: {uniform: [5, 9]}",
            ("changed", "payments.upfront", "7", {"uniform": ["5", "9"]}),
        ),
        (
            "royalty: {tiers: [{rate: 5%, up_to: 100}, {rate: 9%}]}",
            "royalty: {tiers: [{rate: 5%, up_to: 150}, {rate: 9%}]}",
            ("changed", "payments.royalty.tiers[0].up_to", "100", "150"),
        ),
        (
            "royalty: {rate: 5%, adjust: [{combination: 50%}]}",
            "royalty: {rate: 5%, adjust: [{combination: 50%}, {holiday: 1 years}]}",
            ("added", "payments.royalty.adjust[1]", None, {"holiday": "1 years"}),
        ),
        (
            "royalty: {rate: 5%, adjust: [{combination: 50%}, {holiday: 1 years}]}",
            "royalty: {rate: 5%, adjust: [{holiday: 1 years}, {combination: 50%}]}",
            (
                "reordered",
                "payments.royalty.adjust",
                [{"combination": "50%"}, {"holiday": "1 years"}],
                [{"holiday": "1 years"}, {"combination": "50%"}],
            ),
        ),
        (
            TWO_FEES,
            "fees: {two: {pay: 6, at: effective}, one: {pay: 5, at: effective}}",
            ("reordered", "payments.fees", ["one", "two"], ["two", "one"]),
        ),
        (
            "royalty: {rate: 5%, until: 2027-01-01}",
            "royalty: {rate: 5%, until: {earliest_of: [2027-01-01, patents]}}",
            (
                "changed",
                "payments.royalty.until",
                "2027-01-01",
                {"earliest_of": ["2027-01-01", "patents"]},
            ),
        ),
    ],
)
def test_a_change_is_called_what_it_is(old: str, new: str, change: tuple[str, str, Any, Any]) -> None:
    assert told(deal(old), deal(new)) == [change]


def test_another_spelling_is_no_change() -> None:
    assert told(deal("upfront: 1000, royalty: {rate: 5%}"), deal("royalty: {rate: 5.0%}, upfront: 1k")) == []


def test_the_same_under_another_name_is_renamed() -> None:
    (one,) = changes(deal(TWO_FEES), deal(TWO_FEES.replace("two", "second")))
    assert (one.kind, str(one.path), str(one.renamed)) == (
        "renamed",
        "structures.deal.payments.fees.two",
        "structures.deal.payments.fees.second",
    )
    back = Change(one.renamed or one.path, "renamed", one.after, one.before, one.path)
    assert one.undone() == back


def test_another_kind_of_structure_is_one_change() -> None:
    old, new = (
        sheet(f"deal: {{{LICENCE}}}"),
        sheet(f"deal: {{{SHARED}, cost_share: {{b: 100%}}, profit_share: {{b: 100%}}}}"),
    )
    assert [(kind, path) for kind, path, *_ in told(old, new)] == [("changed", "structures.deal")]


def test_between_two_versions_lie_sheets_with_some_of_the_changes() -> None:
    old = deal(f"upfront: 7, {TWO_FEES}")
    new = deal("fees: {two: {pay: 8, at: effective}, zero: {pay: 1, at: effective}}")
    versions = Versions(old, new)
    assert told(old, new) == [
        ("removed", "payments.upfront", "7", None),
        ("removed", "payments.fees.one", {"pay": "5", "at": "effective"}, None),
        ("changed", "payments.fees.two.pay", "6", "8"),
        ("added", "payments.fees.zero", None, {"pay": "1", "at": "effective"}),
    ]
    for taken in range(16):
        some = frozenset(index for index in range(4) if taken >> index & 1)
        made = versions.sheet(some)
        assert isinstance(made, Sheet)
        payments = made.data["structures"]["deal"]["payments"]
        assert ("upfront" in payments) == (0 not in some)
        fees = {name: fee["pay"] for name, fee in payments["fees"].items()}
        wanted = {"one": "5"} if 1 not in some else {}
        wanted["two"] = "8" if 2 in some else "6"
        assert fees == wanted | ({"zero": "1"} if 3 in some else {})
        assert list(fees)[-1] == ("zero" if 3 in some else "two"), "in the order of the text"


def test_a_sheet_in_between_may_make_no_sense() -> None:
    old = sheet(f"deal: {{{SHARED}, cost_share: {{a: 50%, b: 50%}}, profit_share: {{b: 100%}}}}")
    new = sheet(f"deal: {{{SHARED}, cost_share: {{a: 40%, b: 60%}}, profit_share: {{b: 100%}}}}")
    versions = Versions(old, new)
    assert [versions.are_sound(some) for some in ((), (0,), (1,), (0, 1))] == [True, False, False, True]
