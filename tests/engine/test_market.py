"""What a cell could sell, what a seller makes of it, and what selling costs."""

from __future__ import annotations

from pathlib import Path

import pytest

import dealcraft
from tests.engine.worked import LICENCE, deal, licence, sales

KEEP = "kind: retain"
SALES = "markets.world.sales"


def market(sales_: str, more: str = "") -> str:
    """One market that launches at once with *sales_* (the inside of its `sales`)."""
    return (
        f"{{world: {{territory: worldwide, launch: effective, sales: {{{sales_}}}{more and ', ' + more}}}}}"
    )


def sold(markets: str, *, years: float = 4, grid: str = "year", party: str = "", **top: str) -> list[float]:
    """What the owner sells year by year."""
    parties = f"{{a: {{discount_rate: 0%{party and ', ' + party}}}, b: {{discount_rate: 0%}}}}"
    return deal(KEEP, years=years, grid=grid, markets=markets, parties=parties, **top).paid(
        SALES, payer="customers"
    )


def test_a_straight_climb_is_taken_at_the_middle_of_each_period() -> None:
    assert sold(market("peak: 100, time_to_peak: 2 years")) == pytest.approx(
        [100 * 0.5 / 2, 100 * 1.5 / 2, 100, 100]
    )


def test_an_s_curve_climbs_as_three_squares_less_two_cubes() -> None:
    found = sold(market("peak: 100, time_to_peak: 2 years, shape: s_curve"))
    assert found == pytest.approx([100 * (3 * x**2 - 2 * x**3) for x in (0.25, 0.75, 1, 1)])


def test_growth_sets_in_after_the_peak() -> None:
    found = sold(market("peak: 100, time_to_peak: 1 years, growth: 10%"))
    assert found == pytest.approx([100 * 0.5, 100 * 1.1**0.5, 100 * 1.1**1.5, 100 * 1.1**2.5])


def test_figures_by_year_start_at_first_sale_and_are_integrated_exactly() -> None:
    markets = "{world: {territory: worldwide, launch: 2026-04-01, sales: {by_year: [100, 200]}}}"
    assert sold(markets, grid="quarter") == pytest.approx([75, 25 + 150, 50, 0])
    assert sold(markets) == pytest.approx([75, 25 + 150, 50, 0])


def test_figures_by_calendar_are_cut_off_before_the_start_and_not_shifted() -> None:
    markets = "{world: {territory: worldwide, launch: 2026-10-01, sales: {calendar: {2026: 40, 2027: 80}}}}"
    assert sold(markets) == pytest.approx([40 / 4, 80, 0, 0])


def test_after_exclusivity_sales_fall_in_a_straight_line_and_stay() -> None:
    more = "exclusivity_ends: 2027-01-01, after_exclusivity: {decline: 60%, over: 2 years}"
    found = sold(market("by_year: [100, 100, 100, 100]", more))
    assert found == pytest.approx([100, 100 * (1 - 0.6 * 0.25), 100 * (1 - 0.6 * 0.75), 100 * (1 - 0.6)])


def test_deductions_take_gross_to_net() -> None:
    assert sold(market("by_year: [100], deductions: 20%"), years=1) == pytest.approx([80])


def test_a_party_sells_its_share_of_the_potential_after_its_own_delay() -> None:
    found = sold(sales(100, 200), party="capability: {sales: 60%, launch_delay: 6 months}")
    assert found == pytest.approx([0.6 * 50, 0.6 * (50 + 100), 0.6 * 100, 0])


def test_a_party_may_be_better_in_one_cell() -> None:
    found = sold(
        sales(100, 100),
        years=2,
        party="capability: {sales: 60%, markets: {world: {sales: 90%, launch_delay: 1 years}}}",
    )
    assert found == pytest.approx([0, 0.9 * 100])


def test_every_cost_of_selling_has_its_own_line() -> None:
    costs = "costs: {goods: 10%, selling: 20%, fixed: 8 per year, launch: 30, by_year: [5, 3]}"
    found = deal(KEEP, years=2, markets=market("by_year: [100, 200]", costs))
    paid = {
        line: found.paid(f"markets.world.costs.{line}", payer="a")
        for line in ("goods", "selling", "fixed", "launch", "by_year")
    }
    assert paid["goods"] == pytest.approx([10, 20])
    assert paid["selling"] == pytest.approx([20, 40])
    assert paid["fixed"] == pytest.approx([8, 8])
    assert paid["launch"] == pytest.approx([30, 0])
    assert paid["by_year"] == pytest.approx([5, 3])
    assert found.npv("a") == pytest.approx(300 - 30 - 60 - 16 - 30 - 8)


def test_fixed_costs_run_only_while_the_cell_is_sold() -> None:
    markets = "{world: {territory: worldwide, launch: 2026-10-01, sales: {by_year: [100, 100]}, costs: {fixed: 8 per year}}}"
    assert deal(KEEP, years=2, markets=markets).paid("markets.world.costs.fixed", payer="a") == pytest.approx(
        [8 / 4, 8]
    )


def test_working_capital_builds_with_sales_and_comes_back_in_the_end() -> None:
    found = deal(KEEP, years=4, markets=market("by_year: [100, 200, 50]", "working_capital: 20%"))
    bound = found.paid("markets.world.working_capital", payer="a")
    freed = found.paid("markets.world.working_capital", payer="suppliers")
    assert bound == pytest.approx([0.2 * 100, 0.2 * 100, 0, 0])
    assert freed == pytest.approx([0, 0, 0.2 * 150, 0.2 * 50])


def test_working_capital_is_a_share_of_sales_at_a_yearly_rate_and_released_in_the_last_period() -> None:
    found = deal(KEEP, years=1, grid="quarter", markets=market("by_year: [100]", "working_capital: 20%"))
    assert found.paid("markets.world.working_capital", payer="a") == pytest.approx([0.2 * 100])
    assert found.npv("a") == pytest.approx(100)


def test_whoever_sells_pays_third_parties_in_their_markets_and_their_time() -> None:
    assets = "{x: {third_party: {lab: {rate: 10%, from: 2027-01-01, until: 2028-07-01}, other: {rate: 3%, markets: [world]}}}}"
    found = deal(KEEP, years=4, grid="quarter", markets=sales(100, 100, 100, 100), assets=assets)
    assert found.paid("assets.x.third_party.lab", payer="a") == pytest.approx([0, 10, 5, 0])
    assert found.paid("assets.x.third_party.other", payer="a") == pytest.approx([3, 3, 3, 3])
    assert licence("", years=1, assets=assets).paid("assets.x.third_party.other") == pytest.approx([3])


def test_a_third_party_is_owed_only_in_its_markets() -> None:
    markets = (
        "{us: {territory: US, launch: effective, sales: {by_year: [100]}},"
        " jp: {territory: JP, launch: effective, sales: {by_year: [40]}}}"
    )
    found = deal(
        KEEP, years=1, markets=markets, assets="{x: {third_party: {lab: {rate: 10%, markets: [jp]}}}}"
    )
    assert found.paid("assets.x.third_party.lab", payer="a") == pytest.approx([0.10 * 40])


def test_amounts_in_another_currency_convert_at_the_stated_rate() -> None:
    markets = "{kr: {territory: KR, currency: KRW, launch: effective, sales: {by_year: [1000]}, costs: {launch: USD 3}}}"
    found = deal(KEEP, years=1, markets=markets, fx="{KRW: 0.5}")
    assert found.npv("a") == pytest.approx(0.5 * 1000 - 3)


def test_what_is_on_the_market_already_has_its_age() -> None:
    markets = "{world: {territory: worldwide, launch: 2025-01-01, sales: {by_year: [100, 60, 20]}, costs: {launch: 50}}}"
    assert sold(markets, years=2) == pytest.approx([60, 20])
    handed_over = licence("", years=2, markets=markets)
    assert handed_over.npv("b") == pytest.approx(60 + 20)
    assert handed_over.npv("a") == 0


def test_overheads_are_the_owners_until_the_asset_fails() -> None:
    assets = "{x: {development: {trial: {duration: 18 months, success: 40%}}}}"
    found = deal(
        f"{KEEP}, overheads: 6 per year", assets=assets, grid="quarter", markets=sales(0, launch="approval")
    )
    assert found.paid("overheads", payer="a") == pytest.approx([6, 0.4 * 6 + 0.6 * 3, 0.4 * 6])


def test_overheads_may_be_anothers() -> None:
    found = deal(f"{LICENCE}, overheads: {{b: 4 per year}}", years=2)
    assert found.paid("overheads", payer="b") == pytest.approx([4, 4])


def test_cells_that_stay_with_the_owner_are_sold_or_idle() -> None:
    markets = (
        "{us: {territory: US, launch: effective, sales: {by_year: [100]}},"
        " jp: {territory: JP, launch: effective, sales: {by_year: [40]}}}"
    )
    grant = "kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: US}"
    assert deal(grant, years=1, markets=markets).npv("a") == pytest.approx(40)
    assert deal(f"{grant}, retained: idle", years=1, markets=markets).npv("a") == 0


WAITING = (
    "{us: {territory: US, launch: 2027-01-01, sales: {by_year: [100, 10]}},"
    " jp: {territory: JP, launch: first sale + 2 years, sales: {by_year: [40]}},"
    " cn: {territory: CN, launch: {latest_of: [2028-01-01, first sale]}, sales: {by_year: [7]}}}"
)


def test_a_market_that_waits_for_the_first_sale_waits_for_those_that_do_not() -> None:
    """The first sale is that of 2027 in the US: Japan follows in 2029, China, which also waits for 2028, in that year."""
    found = deal("kind: retain", years=5, markets=WAITING)
    nets = found.structure.parties["a"].net_by_year
    assert nets == pytest.approx({2026: 0, 2027: 100, 2028: 10 + 7, 2029: 40, 2030: 0})


def test_where_every_market_waits_for_the_first_sale_none_is_ever_made(tmp_path: Path) -> None:
    sheet_file = tmp_path / "waiting.deal.yaml"
    sheet_file.write_text(
        "dealcraft: 1\nvaluation: {date: 2026-01-01, currency: USD}\ndecides: a\nparties: {a: {discount_rate: 0%}}\n"
        "assets: {x: {owner: a}}\nmarkets:\n  us: {territory: US, launch: first sale + 1 years, sales: {by_year: [1]}}\n"
        "  jp: {territory: JP, launch: first sale + 2 years, sales: {by_year: [1]}}\nstructures: {keep: {kind: retain}}\n",
        encoding="utf-8",
    )
    assert "circular-event" in {found.code for found in dealcraft.check(sheet_file)}
