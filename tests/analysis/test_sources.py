"""Clauses are gathered under headings that sum to what a structure is worth."""

from __future__ import annotations

import pytest

from dealcraft.analysis.sources import by_kind, sources, takes_part, yearly
from dealcraft.engine.result import StructureValue
from tests.analysis import made


def deal() -> StructureValue:
    lines = [
        made.clause("markets.us.sales", "sales", "customers", "b", {"b": 100.0}, 100.0),
        made.clause("markets.us.costs.goods", "goods", "b", "suppliers", {"b": -30.0}, 30.0),
        made.clause("structures.deal.payments.milestones.one", "milestone", "b", "a", {"a": 4.0, "b": -4.0}),
        made.clause("structures.deal.payments.milestones.two", "milestone", "b", "a", {"a": 6.0, "b": -6.0}),
        made.clause("structures.deal.payments.royalties.extra", "royalty", "b", "a", {"a": 3.0, "b": -3.0}),
        made.clause("structures.deal.payments.royalty", "royalty", "b", "a", {"a": 2.0, "b": -2.0}),
        made.clause(
            "structures.deal.parts.first.payments.upfront", "upfront", "b", "a", {"a": 1.0, "b": -1.0}
        ),
        made.clause("parties.a.tax_rate", "income_tax", "a", "authority.KR", {"a": -5.0}),
    ]
    parties = {"a": made.party([11.0], [1.0]), "b": made.party([54.0], [1.0]), "c": made.party([0.0], [1.0])}
    return made.structure("deal", parties, clauses=lines)


def test_the_headings_sum_to_the_value_of_each_party() -> None:
    found = sources(deal(), "a")
    for name in ("a", "b"):
        assert sum(source.pv[name] for source in found) == deal().parties[name].npv


def test_what_gives_most_comes_first_and_what_costs_most_last() -> None:
    found = [(s.heading.agreement, s.heading.kind, s.heading.name) for s in sources(deal(), "a")]
    assert found == [
        ("", "milestone", ""),
        ("", "royalty", "extra"),
        ("", "royalty", ""),
        ("first", "upfront", ""),
        ("", "market", "us"),
        ("", "income_tax", ""),
    ]


def test_a_market_is_its_sales_less_their_costs() -> None:
    market = next(s for s in sources(deal(), "b") if s.heading.kind == "market")
    assert market.pv["b"] == 70.0
    assert market.nominal == 70.0


def test_within_a_heading_the_largest_clause_comes_first() -> None:
    milestones = sources(deal(), "a")[0]
    assert [part.path[-1] for part in milestones.parts] == ["two", "one"]


def test_kinds_keep_their_order_and_their_sum() -> None:
    found = by_kind(deal())
    assert [s.heading.kind for s in found][:3] == ["sales", "goods", "milestone"]
    assert found[2].pv == {"a": 10.0, "b": -10.0, "c": 0.0}


def test_years_add_up_over_clauses() -> None:
    assert yearly(deal().clauses[:2]) == {2026: 130.0}


def test_only_who_pays_or_receives_takes_part() -> None:
    assert takes_part(deal(), "a")
    assert not takes_part(deal(), "c")


@pytest.mark.parametrize(("kind", "path"), [("success_fee", "success_fee"), ("buy_out", "royalty.buy_out")])
def test_a_heading_does_not_say_its_kind_twice(kind: str, path: str) -> None:
    line = made.clause(f"structures.deal.payments.{path}", kind, "b", "a", {"a": 1.0, "b": -1.0})
    parties = {"a": made.party([1.0], [1.0]), "b": made.party([-1.0], [1.0])}
    (found,) = sources(made.structure("deal", parties, clauses=[line]), "a")
    assert (found.heading.kind, found.heading.name) == (kind, "")


def test_what_is_paid_for_a_choice_is_no_price_of_the_deal() -> None:
    lines = [
        made.clause("structures.deal.payments.upfront", "upfront", "b", "a", {"a": 9.0}),
        made.clause("structures.deal.option.fee", "fee", "b", "a", {"a": 8.0}),
        made.clause("structures.deal.option.exercise", "upfront", "b", "a", {"a": 7.0}),
        made.clause("structures.deal.opt_in.pay", "upfront", "b", "a", {"a": 6.0}),
        made.clause("structures.deal.opt_out.then.upfront", "upfront", "b", "a", {"a": 5.0}),
    ]
    parties = {"a": made.party([35.0], [1.0])}
    found = [
        (s.heading.kind, s.heading.name) for s in sources(made.structure("deal", parties, clauses=lines), "a")
    ]
    assert found == [
        ("upfront", ""),
        ("option_fee", ""),
        ("option_exercise", ""),
        ("opt_in_pay", ""),
        ("upfront", "after opt-out"),
    ]
