"""What a royalty is charged on, and on how much of it."""

from __future__ import annotations

import pytest

from tests.engine.worked import Worked, licence, sales

ROYALTY = "payments.royalty"


def test_gross_sales_are_more_than_net_sales() -> None:
    markets = sales(100, deductions="20%")
    net = licence("royalty: {rate: 10%}", markets=markets)
    gross = licence("royalty: {rate: 10%, base: gross_sales}", markets=markets)
    assert net.paid(ROYALTY) == pytest.approx([0.10 * 80, 0, 0])
    assert gross.paid(ROYALTY) == pytest.approx([0.10 * 100, 0, 0])
    assert gross.npv("b") == pytest.approx(80 - 10)


def test_units_are_gross_sales_over_the_price() -> None:
    markets = sales(100, deductions="20%", price="4")
    units = 100 / 4
    flat = licence("royalty: {base: units, per_unit: 2}", markets=markets)
    tiered = licence(
        "royalty: {base: units, tiers: [{per_unit: 2, up_to: 10}, {per_unit: 1}]}", markets=markets
    )
    assert flat.paid(ROYALTY) == pytest.approx([2 * units, 0, 0])
    assert tiered.paid(ROYALTY) == pytest.approx([2 * 10 + 1 * (units - 10), 0, 0])


def _on_profit(more: str = "") -> Worked:
    costs = "{goods: 20%, selling: 10%, fixed: 10 per year, launch: 70, by_year: [5, 0]}"
    return licence(
        f"royalty: {{rate: 10%, base: profit{more}}}", assets="{x: {third_party: {tool: {rate: 5%}}}}",
        markets=sales(100, 100, costs=costs),
    )  # fmt: skip


FIRST = 100 - 20 - 10 - 10 - 70 - 5 - 5
SECOND = 100 - 20 - 10 - 10 - 0 - 0 - 5


def test_profit_is_sales_less_every_cost_of_selling_and_what_others_are_owed() -> None:
    found = _on_profit()
    assert (FIRST, SECOND) == (-20, 55)
    assert found.paid(ROYALTY) == pytest.approx([0, 0.10 * SECOND, 0])


def test_over_all_years_a_loss_is_made_up_before_anything_is_due() -> None:
    found = _on_profit(", accumulate: lifetime")
    assert found.paid(ROYALTY) == pytest.approx([0, 0.10 * (FIRST + SECOND), 0])


def test_within_a_year_a_loss_of_one_quarter_is_made_up_in_the_next() -> None:
    found = licence(
        "royalty: {rate: 10%, base: profit}", grid="quarter", markets=sales(400, costs="{launch: 150}")
    )
    assert found.paid(ROYALTY) == pytest.approx([0.10 * (400 - 150), 0, 0])


def test_a_cell_with_a_loss_takes_no_part_in_the_split_of_a_royalty_on_profit() -> None:
    found = licence(
        "royalty: {rate: 10%, base: profit, adjust: [{step_down: 50%, when: no_valid_claim}]}",
        assets="{x: {rights: {p: {kind: patent, countries: [US], expires: 2040-01-01}}}}",
        markets="""{
            us: {territory: US, launch: effective, sales: {by_year: [100]}},
            eu: {territory: EU, launch: effective, sales: {by_year: [100]}, costs: {launch: 150}}}""",
    )  # fmt: skip
    profit = 100 + (100 - 150)
    assert found.paid(ROYALTY) == pytest.approx([0.10 * profit, 0, 0]), (
        "all of it is charged in the US, where the patent is"
    )


def test_a_loss_gives_no_royalty_back() -> None:
    found = licence(
        "royalty: {rate: 10%, base: profit}", markets=sales(100, 100, costs="{by_year: [0, 180]}")
    )
    assert found.paid(ROYALTY) == pytest.approx([10, 0, 0])
    assert found.npv("a") == pytest.approx(10)


@pytest.mark.parametrize(
    "order",
    [
        "{combination: 50%}, {step_down: 50%, at: effective}",
        "{step_down: 50%, at: effective}, {combination: 50%}",
    ],
)
def test_a_combination_shrinks_the_base_before_tiers_wherever_it_is_written(order: str) -> None:
    found = licence(
        f"royalty: {{tiers: [{{rate: 10%, up_to: 100}}, {{rate: 20%}}], adjust: [{order}]}}",
        markets=sales(300),
    )
    base = 0.5 * 300
    assert found.paid(ROYALTY) == pytest.approx([0.5 * (0.10 * 100 + 0.20 * (base - 100)), 0, 0])


def test_a_combination_does_not_shrink_what_others_are_owed() -> None:
    found = licence(
        "royalty: {rate: 10%, adjust: [{combination: 50%}, {stacking: 40%}]}",
        assets="{x: {third_party: {tool: {rate: 10%}}}}",
        markets=sales(300),
    )
    assert found.paid(ROYALTY) == pytest.approx([0.10 * 0.5 * 300 - 0.40 * 0.10 * 300, 0, 0])


@pytest.mark.parametrize("floor", ["", ", floor: {share: 100%}"])
def test_no_royalty_runs_in_a_holiday_and_no_floor_lifts_it(floor: str) -> None:
    found = licence(f"royalty: {{rate: 10%, adjust: [{{holiday: 18 months}}]{floor}}}")
    assert found.paid(ROYALTY) == pytest.approx([0, 0.5 * 0.10 * 200, 0.10 * 300])


def test_tiers_over_all_years_do_not_start_again() -> None:
    tiers = "tiers: [{rate: 10%, up_to: 250}, {rate: 20%}]"
    yearly = licence(f"royalty: {{{tiers}}}")
    lifetime = licence(f"royalty: {{{tiers}, accumulate: lifetime}}")
    assert yearly.paid(ROYALTY) == pytest.approx([10, 20, 25 + 0.20 * 50])
    assert lifetime.paid(ROYALTY) == pytest.approx([10, 0.10 * 150 + 0.20 * 50, 0.20 * 300])


def test_above_a_last_tier_with_an_end_nothing_is_due() -> None:
    found = licence("royalty: {tiers: [{rate: 10%, up_to: 150}]}")
    assert found.paid(ROYALTY) == pytest.approx([10, 15, 15])


def test_a_royalty_runs_for_part_of_a_period_on_that_part_of_its_sales() -> None:
    found = licence("royalty: {rate: 10%, from: 2026-07-01, until: 2028-04-01}")
    assert found.paid(ROYALTY) == pytest.approx([0.10 * 100 * 6 / 12, 20, 0.10 * 300 * 3 / 12])


TWO = """{us: {territory: US, launch: effective, sales: {by_year: [100, 100, 100]}},
          eu: {territory: EU, launch: effective + 1 years, sales: {by_year: [50, 60]}}}"""


def test_several_royalties_run_side_by_side_each_over_its_own_markets_and_term() -> None:
    found = licence(
        "royalty: {rate: 5%}, royalties: {marks: {rate: 2%, until: effective + 2 years}, eu: {rate: 10%, markets: [eu]}}",
        markets=TWO,
    )
    assert found.paid("payments.royalty") == pytest.approx([5, 0.05 * 150, 0.05 * 160])
    assert found.paid("payments.royalties.marks") == pytest.approx([2, 0.02 * 150, 0])
    assert found.paid("payments.royalties.eu") == pytest.approx([0, 5, 6])


def test_first_sale_inside_a_royalty_is_that_of_the_market_concerned() -> None:
    found = licence("royalty: {rate: 10%, until: first sale + 1 years}", markets=TWO)
    assert found.paid(ROYALTY) == pytest.approx([10, 5, 0])


def test_a_royalty_until_patents_or_exclusivity_runs_only_where_there_is_one() -> None:
    found = licence(
        "royalty: {rate: 10%, until: {latest_of: [patents, exclusivity]}}",
        assets="{x: {rights: {p: {kind: patent, countries: [US], expires: 2028-01-01}}}}",
        markets=TWO,
    )
    assert found.paid(ROYALTY) == pytest.approx([10, 10, 0]), (
        "in the EU neither protects, so nothing is due there"
    )


def test_anniversary_years_start_the_scale_of_a_royalty_at_the_valuation_date() -> None:
    royalty = "royalty: {tiers: [{rate: 10%, up_to: 100}, {rate: 20%}]}"
    valuation = "{{date: 2026-07-01, currency: USD, grid: quarter, timing: start, horizon: 2 years, royalty_year: {}}}"
    calendar, anniversary = (
        licence(royalty, markets=sales(120, 120), valuation=valuation.format(year))
        for year in ("calendar", "anniversary")
    )
    assert anniversary.npv("a") == pytest.approx(2 * (10 + 0.20 * 20))
    assert calendar.npv("a") == pytest.approx(0.10 * 60 + (10 + 0.20 * 20) + 0.10 * 60)


def test_a_tier_may_be_uncertain_where_sales_are_not() -> None:
    tier = "{discrete: [{value: 20%, chance: 50%}, {value: 12%, chance: 50%}]}"
    end = "{discrete: [{value: 150, chance: 50%}, {value: 100, chance: 50%}]}"
    rate = licence(f"royalty: {{tiers: [{{rate: 10%, up_to: 100}}, {{rate: {tier}}}]}}", markets=sales(200))
    assert rate.npv("a") == pytest.approx(0.10 * 100 + (0.20 + 0.12) / 2 * 100)
    ends = licence(f"royalty: {{tiers: [{{rate: 10%, up_to: {end}}}, {{rate: 20%}}]}}", markets=sales(200))
    assert ends.npv("a") == pytest.approx((15 + 10 + 10 + 20) / 2)
