"""Terms that no worked case holds, each on a small sheet whose figures are worked out in the test's own words."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from dealcraft.terms.sheet import Sheet
from tests.reference import Scenario, value, value_structure

FACTS = """
dealcraft: 1
id: small
valuation: {date: 2026-01-01, currency: USD, grid: year, timing: start, horizon: 3 years}
decides: a
parties: {a: {discount_rate: 0%}, b: {discount_rate: 0%}}
assets: {x: {name: x}}
markets:
  world: {territory: worldwide, launch: effective, sales: {by_year: [100, 200, 300]}}
"""
LICENCE = "kind: licence\nlicensee: b\ngrant: {exclusivity: exclusive, territory: worldwide}\n"


def sheet(structure: str, facts: str = FACTS) -> Sheet:
    """The small sheet with one structure, `deal`."""
    data: dict[str, Any] = yaml.load(facts, Loader=yaml.CBaseLoader)
    return Sheet.model_validate(
        {**data, "structures": {"deal": yaml.load(structure, Loader=yaml.CBaseLoader)}}
    )


def worth(structure: str, facts: str = FACTS) -> dict[str, float]:
    """By party: what the deal is worth."""
    parties = value(sheet(structure, facts))["structures"]["deal"]["parties"]
    return {party: figures["npv"] for party, figures in parties.items()}


def worth_with(payments: str) -> dict[str, float]:
    """The same of an exclusive licence worldwide."""
    return worth(f"{LICENCE}payments: {payments}")


def test_an_option_that_is_not_taken_costs_its_fee() -> None:
    option = "option: {holder: b, at: 2027-01-01, fee: 4, exercise: 9}\npayments: {upfront: 50}"
    assert worth(LICENCE + option) == pytest.approx({"a": 600 + 4, "b": -4})


def test_an_option_that_is_taken_hands_the_cells_over_at_its_event() -> None:
    option = "option: {holder: b, at: 2027-01-01, fee: 4, exercise: 9, take: always}\npayments: {upfront: 50}"
    assert worth(LICENCE + option) == pytest.approx({"a": 100 + 4 + 9 + 50, "b": 500 - 63})


def test_a_profit_royalty_makes_up_a_loss_before_anything_more_is_due() -> None:
    facts = FACTS.replace(
        "sales: {by_year: [100, 200, 300]}", "sales: {by_year: [100, 200, 300]}, costs: {launch: 250}"
    )
    yearly = "payments: {royalty: {rate: 10%, base: profit}}"
    # -150, 200, 300: each year starts again.
    assert worth(LICENCE + yearly, facts)["a"] == pytest.approx(20 + 30)
    # Over the life the first 150 are made up: 50 and 300.
    lifetime = "payments: {royalty: {rate: 10%, base: profit, accumulate: lifetime}}"
    assert worth(LICENCE + lifetime, facts)["a"] == pytest.approx(5 + 30)


def test_units_are_gross_sales_over_price() -> None:
    facts = FACTS.replace("[100, 200, 300]}", "[100, 200, 300], deductions: 20%, price: 4}")
    royalty = "payments: {royalty: {base: units, tiers: [{per_unit: 1, up_to: 30}, {per_unit: 2}]}}"
    # 25, 50, 75 units: 25, 30 + 40, 30 + 90.
    assert worth(LICENCE + royalty, facts) == pytest.approx({"a": 25 + 70 + 120, "b": 480 - 215})


def test_a_ladder_of_minimums_and_a_surplus_that_pays_top_ups_back() -> None:
    # 10, 20, 30 against 15, 18, 18: 5 more in the first year, of which 2 come back, then 3.
    royalty = "{royalty: {rate: 10%, minimum: {ladder: [15, 18], carry_forward: true}}}"
    assert worth_with(royalty)["a"] == pytest.approx(15 + 18 + 27)


def test_a_minimum_is_due_from_its_date_though_nothing_is_sold() -> None:
    facts = FACTS.replace("b: {discount_rate: 0%}", "b: {discount_rate: 0%, shelving: 25%}")
    royalty = "payments: {royalty: {rate: 10%, minimum: {amount: 12 per year, from: 2027-01-01}}}"
    assert worth(LICENCE + royalty, facts)["a"] == pytest.approx(0.75 * (10 + 20 + 30) + 0.25 * (12 + 12))


def test_a_royalty_is_bought_out() -> None:
    royalty = "{royalty: {rate: 10%, buy_out: {price: 7, at: first sale + 18 months, take: always}}}"
    assert worth_with(royalty)["a"] == pytest.approx(10 + 10 + 7)


def test_a_lag_carries_cash_past_the_horizon() -> None:
    assert worth_with("{lag: 6 months, royalty: {rate: 10%}}")["a"] == pytest.approx(10 + 20)


def test_a_funder_is_paid_up_to_a_multiple_of_what_it_gave() -> None:
    # The owner pays the licensee 8 a year; the royalty never exceeds 1.5 times that: 10, 14 more, 12 more.
    payments = (
        "{funding: {work: {pay: 8 per year, payer: a}}, royalty: {rate: 10%, cap: {multiple_of_paid: 1.5}}}"
    )
    assert worth_with(payments)["a"] == pytest.approx(-24 + 10 + 14 + 12)


def test_a_holiday_lets_no_floor_through() -> None:
    royalty = "{royalty: {rate: 10%, adjust: [{holiday: 18 months}], floor: {share: 80%}}}"
    assert worth_with(royalty)["a"] == pytest.approx(0 + 10 + 30)


def test_what_stacking_could_not_deduct_waits() -> None:
    facts = FACTS.replace("{name: x}", "{name: x, third_party: {y: {rate: 30%, until: 2027-01-01}}}")
    royalty = "payments: {royalty: {rate: 10%, adjust: [{stacking: 50%, carry_forward: true}]}}"
    # 15 may be deducted, 10 at once and 5 in the second year.
    assert worth(LICENCE + royalty, facts) == pytest.approx({"a": 0 + 15 + 30, "b": 600 - 30 - 45})


def test_part_of_the_price_is_held_back_and_partly_lost() -> None:
    payments = "{upfront: 50, instalments: {i: {pay: 10, at: 2027-01-01}}, holdback: {share: 20%, until: 2028-01-01, claims: 25%}}"
    assert worth_with(payments)["a"] == pytest.approx(40 + 8 + 9)


def test_equity_moves_only_what_is_paid_above_its_worth() -> None:
    assert worth_with("{equity: {pay: 10, fair_value: 7}}")["a"] == pytest.approx(3)


def test_goods_are_supplied_at_a_margin() -> None:
    facts = FACTS.replace("300]}", "300]}, costs: {goods: 10%}")
    assert worth(f"{LICENCE}payments: {{supply: {{margin: 50%}}}}", facts) == pytest.approx(
        {"a": 30, "b": 540 - 30}
    )


def test_a_sublicensee_pays_the_licensee_who_passes_a_share_on() -> None:
    grant = "{exclusivity: exclusive, territory: worldwide, sublicensing: {income_share: 25%, plan: {share_of_sales: 40%, rate: 20%}}}"
    deal = f"kind: licence\nlicensee: b\ngrant: {grant}\npayments: {{royalty: {{rate: 10%}}}}"
    # Own sales 360, sublicensed 240, on which 48 come in: 12 of them to the licensor, who also has 36.
    assert worth(deal) == pytest.approx({"a": 36 + 12, "b": 360 + 48 - 48})


def test_an_audit_recovers_what_was_not_reported() -> None:
    audit = "governance: {audit: {every: 1 years, lookback: 1 years, cost: 1, cost_shift_above: 25%, under_reporting: 20%, recovered: 50%}}"
    # Of 60, 12 are hidden and 6 recovered in three audits.
    expected = 60 - 12 + 6 - 3
    assert worth(f"{LICENCE}payments: {{royalty: {{rate: 10%}}}}\n{audit}")["a"] == pytest.approx(expected)


def test_a_minimum_is_topped_up_on_what_is_reported() -> None:
    audit = "governance: {audit: {every: 1 years, lookback: 3 years, under_reporting: 20%, recovered: 50%}}"
    # Reported 8, 16, 24, topped up to 18 in two years; of the 2 and 6 then withheld half is recovered.
    worth_of = worth(
        f"{LICENCE}payments: {{royalty: {{rate: 10%, minimum: {{amount: 18 per year}}}}}}\n{audit}"
    )
    assert worth_of["a"] == pytest.approx(18 + 18 + 24 + 0.5 * 2 + 0.5 * 6)


def test_an_assignor_keeps_a_share_of_what_it_sold() -> None:
    assert worth("kind: assignment\nassignee: b\nlicence_back: {share: 30%}") == pytest.approx(
        {"a": 180, "b": 420}
    )


COLLABORATION = """
kind: collaboration
partner: b
grant: {territory: worldwide}
cost_share: {a: 50%, b: 50%}
profit_share: {a: 40%, b: 60%}
"""
DEVELOPED = FACTS.replace(
    "{name: x}", "{name: x, development: {trial: {duration: 1 years, cost: 60, success: 100%}}}"
)
DEVELOPED = DEVELOPED.replace("launch: effective", "launch: approval")


def test_a_capped_cost_is_borne_by_the_lead_or_kept_back_from_profit() -> None:
    # Of 60 the owner bears 20 instead of 30; profit is 100 and 200.
    other = COLLABORATION + "cost_cap: {a: {amount: 20}}"
    assert worth(other, DEVELOPED) == pytest.approx({"a": -20 + 120, "b": -40 + 180})
    defer = COLLABORATION + "cost_cap: {a: {amount: 20, excess: defer}}"
    assert worth(defer, DEVELOPED) == pytest.approx({"a": -20 + 120 - 10, "b": -40 + 180 + 10})


def test_a_party_that_leaves_receives_a_royalty_instead() -> None:
    leaving = COLLABORATION + (
        "opt_out: {party: a, at: 2027-07-01, take: always, then: {upfront: 3, royalty: {rate: 10%}}}"
    )
    # Half of 2027 is shared, then a tenth of sales.
    assert worth(leaving, DEVELOPED)["a"] == pytest.approx(-30 + 0.4 * 50 + 3 + 0.1 * (50 + 200))


def test_a_party_that_joins_pays_for_more() -> None:
    joining = COLLABORATION + (
        "opt_in: {party: a, at: 2028-01-01, take: always, pay: 15, profit_share: {a: 50%, b: 50%}}"
    )
    assert worth(joining, DEVELOPED)["a"] == pytest.approx(-30 - 15 + 0.4 * 100 + 0.5 * 200)


def test_notice_is_given_with_the_same_chance_every_year() -> None:
    leaving = f"{LICENCE}payments: {{royalty: {{rate: 10%}}}}\nexit: {{chance_per_year: 50%}}"
    # At once with 50%: the owner sells all; a year later with 25%; two years later with 12.5%; else never.
    expected = 0.5 * 600 + 0.25 * (10 + 500) + 0.125 * (30 + 300) + 0.125 * 60
    assert worth(leaving)["a"] == pytest.approx(expected)


def test_what_was_sold_before_the_valuation_date_counts_for_a_trigger() -> None:
    facts = FACTS.replace("grid: year", "grid: quarter").replace(
        "decides: a", "effective: 2024-01-01\ndecides: a"
    )
    facts = facts.replace("[100, 200, 300]", "[200, 200, 200, 100, 100]")
    poor = f"{LICENCE}step_in: {{poor: {{when: {{annual_net_sales_below: 150}}, remedy: terminate}}}}"
    # 200 a year until the end of 2026, then 25 a quarter: a trailing year of 125 at the end of September 2027.
    assert worth(poor, facts) == pytest.approx({"a": 0, "b": 200 + 75})


def test_two_closings_of_a_package() -> None:
    facts = FACTS.replace("territory: worldwide", "territory: US") + (
        "  asia: {territory: JP, launch: effective, sales: {by_year: [10, 10, 10]}}\n"
    )
    package = """
kind: package
developer: b
parts:
  first: {kind: assignment, assignee: b, grant: {territory: US}, payments: {upfront: 5}}
  second: {kind: assignment, assignee: b, effective: 2027-01-01, grant: {territory: JP}, payments: {upfront: 1}}
"""
    assert worth(package, facts) == pytest.approx({"a": 5 + 10 + 1, "b": 600 - 6 + 20})


def test_a_licensee_that_stops_a_phase_abandons_the_licence() -> None:
    facts = FACTS.replace(
        "{name: x}",
        "{name: x, development: {trial: {duration: 1 years, cost: 60, success: 100%, continue: if_worth_more}}}",
    ).replace("launch: effective", "launch: approval")
    due = "diligence: {soon: {achieve: trial start, by: 2026-06-30, remedy: revert, recovery: {develop: true, sales: 50%}}}"
    stopped = Scenario(stopped=frozenset({("assets.x.development.trial.continue", "b")}))
    with_date = value_structure(sheet(LICENCE + due, facts), "deal", stopped)
    assert with_date.npv == pytest.approx({"a": -60 + 0.5 * 300, "b": 0.0})
    assert [(t.to_state, t.k) for t in with_date.transitions] == [("abandoned", 0)]
    assert value_structure(sheet(LICENCE, facts), "deal", stopped).npv == pytest.approx({"a": 0.0, "b": 0.0})


def test_the_payer_makes_up_for_tax_withheld_at_the_border() -> None:
    facts = FACTS.replace("a: {discount_rate: 0%}", "a: {discount_rate: 0%, country: KR}")
    facts = facts.replace("b: {discount_rate: 0%}", "b: {discount_rate: 0%, country: DE}")
    payments = "payments: {upfront: 45, withholding: {rate: 10%, gross_up: true}}"
    assert worth(LICENCE + payments, facts) == pytest.approx({"a": 45, "b": 600 - 50})


def test_overheads_end_when_every_cell_is_sold() -> None:
    assert worth("kind: retain\noverheads: 2 per year")["a"] == pytest.approx(600 - 6)
    assert worth("kind: assignment\nassignee: b\noverheads: 2 per year\neffective: 2027-01-01")[
        "a"
    ] == pytest.approx(98)


def test_working_capital_is_bound_and_released() -> None:
    facts = FACTS.replace("300]}", "300]}, working_capital: 10%")
    years = value(sheet("kind: retain", facts))["structures"]["deal"]["parties"]["a"]["net_by_year"]
    assert years == pytest.approx({"2026": 100 - 10, "2027": 200 - 10, "2028": 300 + 20})
