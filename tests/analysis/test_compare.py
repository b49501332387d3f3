"""A ranking says who is best, by how much, and keeps quiet where it cannot tell."""

from __future__ import annotations

import pytest

from dealcraft.analysis.compare import Outside, compare, error_of_difference
from tests.analysis import made

NOTHING = {"a": Outside(0.0), "b": Outside(0.0)}
HALVES = (0.5, 0.5)


def test_the_best_leads_over_the_next_and_the_others_are_behind_the_best() -> None:
    found = compare(
        made.simple({"low": {"a": [1.0]}, "high": {"a": [9.0]}, "middle": {"a": [4.0]}}), outside=NOTHING
    )
    assert [(place.structure, place.lead) for place in found.ranking["a"]] == [
        ("high", 5.0), ("middle", -5.0), ("low", -8.0),
    ]  # fmt: skip
    assert found.best("a") == "high"


def test_a_single_structure_leads_over_nothing() -> None:
    place = compare(made.simple({"only": {"a": [1.0]}}), outside=NOTHING).ranking["a"][0]
    assert place.lead is None
    assert place.error is None
    assert not place.within_noise


def test_equals_stand_as_written_and_are_called_level() -> None:
    found = compare(made.simple({"one": {"a": [5.0]}, "two": {"a": [5.0 + 1e-12]}}), outside=NOTHING)
    verdict = found.verdict("a")
    assert set(verdict.first) == {"one", "two"}
    assert verdict.level
    assert not any(place.within_noise for place in found.ranking["a"])


def test_a_lead_below_two_standard_errors_of_the_difference_is_noise() -> None:
    drawn = {("one", "a"): (1.0, 3.0, 1.0, 3.0), ("two", "a"): (3.1, 1.1, 3.1, 1.1)}
    found = compare(
        made.simple({"one": {"a": [2.0]}, "two": {"a": [2.1]}}, replicates=drawn), outside=NOTHING
    )
    assert all(place.within_noise for place in found.ranking["a"])
    assert found.verdict("a").first == ("two", "one")
    assert not found.verdict("a").level


def test_what_two_structures_share_is_no_noise_between_them() -> None:
    drawn = {("one", "a"): (1.0, 3.0, 1.0, 3.0), ("two", "a"): (1.5, 3.5, 1.5, 3.5)}
    found = compare(
        made.simple({"one": {"a": [2.0]}, "two": {"a": [2.5]}}, replicates=drawn), outside=NOTHING
    )
    assert found.verdict("a").first == ("two",)
    assert found.ranking["a"][0].error == 0.0


def test_nothing_is_noise_where_nothing_was_drawn() -> None:
    found = compare(made.simple({"one": {"a": [2.0]}, "two": {"a": [2.0001]}}), outside=NOTHING)
    assert found.verdict("a").first == ("two",)


def test_a_side_left_below_what_it_has_without_a_deal_is_named() -> None:
    values = {"good": {"a": [5.0], "b": [5.0]}, "bad": {"a": [9.0], "b": [1.0]}}
    found = compare(made.simple(values), outside={"a": Outside(5.0), "b": Outside(2.0)})
    assert found.place("a", "good").below_outside == ()
    assert found.place("a", "bad").below_outside == ("b",)
    assert found.place("b", "bad").below_outside == ("b",)


def test_a_structure_in_which_a_party_has_no_part_leaves_it_what_it_has_without_a_deal() -> None:
    deals = [
        made.structure(name, {"a": made.party([1.0], [1.0]), "b": made.party([0.0], [1.0])}, clauses=[
            made.clause("structures.x.payments.upfront", "upfront", payer, "a", {"a": 1.0, payer: -1.0})
        ])
        for name, payer in (("without", "c"), ("with", "b"))
    ]  # fmt: skip
    found = compare(made.valuation(deals, [1.0]), outside={"a": Outside(0.0), "b": Outside(2.0)})
    assert found.place("a", "without").below_outside == ()
    assert found.place("a", "with").below_outside == ("b",)


def test_a_party_with_a_view_judges_by_it() -> None:
    seen = made.structure("deal", {"a": made.party([5.0], [1.0], view=1.0)})
    found = compare(made.valuation([seen], [1.0]), outside={"a": Outside(2.0)})
    assert found.place("a", "deal").below_outside == ("a",)


def test_dominated_is_what_is_better_for_nobody_and_worse_for_one() -> None:
    values = {
        "best": {"a": [5.0], "b": [5.0]},
        "worse": {"a": [5.0], "b": [4.0]},
        "other": {"a": [9.0], "b": [0.0]},
    }
    found = compare(made.simple(values), outside=NOTHING)
    assert found.place("a", "worse").dominated_by == "best"
    assert found.place("a", "best").dominated_by is None
    assert found.place("a", "other").dominated_by is None


def test_equals_do_not_dominate_each_other() -> None:
    values = {"one": {"a": [5.0], "b": [5.0]}, "two": {"a": [5.0], "b": [5.0]}}
    found = compare(made.simple(values), outside=NOTHING)
    assert not any(place.dominated_by for places in found.ranking.values() for place in places)


def test_chances_of_being_ahead_count_equal_outcomes_half_and_sum_to_one() -> None:
    values = {"safe": {"a": [2.0, 2.0]}, "risky": {"a": [0.0, 9.0]}, "twin": {"a": [2.0, 0.0]}}
    found = compare(made.simple(values, HALVES), outside=NOTHING)
    assert found.place("a", "safe").chance_ahead == {"risky": 0.5, "twin": 0.75}
    assert found.place("a", "twin").chance_ahead["safe"] == 0.25


def test_together_is_the_sum_over_all_parties() -> None:
    found = compare(made.simple({"deal": {"a": [5.0], "b": [-2.0]}}), outside=NOTHING)
    assert found.together == {"deal": 3.0}


@pytest.mark.parametrize(("one", "other"), [((), ()), ((1.0,), (2.0,)), ((1.0, 2.0), (1.0, 2.0, 3.0))])
def test_without_pairs_there_is_no_error(one: tuple[float, ...], other: tuple[float, ...]) -> None:
    assert error_of_difference(one, other) is None
