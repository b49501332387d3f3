"""Figures of a distribution and of a series of cash flows."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dealcraft.engine.metrics import irr, largest_fall, payback
from tests.engine.worked import deal, licence, sales

KEEP = "kind: retain"


def test_a_rate_of_return_makes_the_nets_worth_nothing() -> None:
    assert irr(np.array([-100.0, 60.0, 60.0]), np.arange(3.0)) == pytest.approx(0.130662386)


@pytest.mark.parametrize("nets", [[0.0, 0.0], [10.0, 20.0], [-10.0, -20.0], [-100.0, 260.0, -165.0]])
def test_without_a_single_root_there_is_no_rate_of_return(nets: list[float]) -> None:
    assert irr(np.array(nets), np.arange(float(len(nets)))) is None


def test_paid_back_is_the_first_period_from_which_nothing_is_missing_any_more() -> None:
    assert payback(np.array([-10.0, 6.0, 5.0, 1.0])) == 2
    assert payback(np.array([-10.0, 12.0, -5.0, 4.0])) == 3
    assert payback(np.array([1.0, 2.0])) is None
    assert payback(np.array([-5.0, 2.0])) is None


def test_the_need_for_funds_is_the_deepest_point_of_any_scenario() -> None:
    assert largest_fall(np.array([[-10.0, 5.0], [4.0, -20.0], [20.0, 3.0]])) == 15
    assert largest_fall(np.array([[1.0], [2.0]])) == 0


ASSETS = "{x: {development: {trial: {duration: 1 years, cost: 40, success: 60%, spend: start}}}}"


def test_a_party_is_described_by_all_its_figures() -> None:
    found = deal(KEEP, years=3, assets=ASSETS, markets=sales(30, 100, launch="approval"))
    a = found.structure.parties["a"]
    assert a.npv == pytest.approx(0.6 * (30 + 100) - 40)
    assert a.distribution.sd == pytest.approx(130 * (0.6 * 0.4) ** 0.5)
    assert (a.distribution.p5, a.distribution.p50, a.distribution.p95) == pytest.approx((-40, 90, 90))
    assert a.distribution.chance_of_loss == pytest.approx(0.4)
    assert a.distribution.shortfall_5 == pytest.approx(-40)
    assert a.distribution.se is None
    assert a.peak_funding == pytest.approx(40)
    assert a.net_by_year == pytest.approx({2026: -40, 2027: 0.6 * 30, 2028: 0.6 * 100})
    assert a.payback == dt.date(2028, 12, 31)
    assert a.first_cash == dt.date(2027, 1, 1)
    assert a.if_launched is not None
    assert a.if_launched.chance == pytest.approx(0.6)
    assert a.if_launched.mean == pytest.approx(90)
    assert a.irr == pytest.approx((0.5 * (18 + (18**2 + 4 * 40 * 60) ** 0.5)) / 40 - 1)


def test_where_no_market_is_reached_nothing_is_said_of_launch() -> None:
    assets = ASSETS.replace("60%", "0%")
    assert (
        deal(KEEP, assets=assets, markets=sales(30, launch="approval")).structure.parties["a"].if_launched
        is None
    )


def test_shares_of_the_whole_are_told_only_where_all_gain() -> None:
    found = licence("royalty: {rate: 25%}", years=1, markets=sales(100))
    assert {p: v.share for p, v in found.structure.parties.items()} == pytest.approx({"a": 0.25, "b": 0.75})
    losing = licence("upfront: 150", years=1, markets=sales(100))
    assert losing.structure.parties["a"].share is None


def test_certain_is_what_is_the_same_in_every_scenario() -> None:
    found = licence(
        "upfront: 10, milestones: {m: {pay: 30, at: approval}}",
        assets=ASSETS,
        markets=sales(0, launch="approval"),
    )
    assert found.structure.certain_share == pytest.approx(10 / (10 + 0.6 * 30))


def test_the_headline_adds_up_what_is_promised() -> None:
    terms = (
        "upfront: 10, instalments: {i: {pay: 5, at: 2027-01-01}}, fees: {once: {pay: 2, at: 2027-01-01}, yearly: {pay: 1, every: 1 years}},"
        " milestones: {m: {pay: 30, at: approval}, never: {pay: 100, when: {annual_net_sales: 1bn}}}, royalty: {rate: 10%}"
    )
    found = licence(terms, assets=ASSETS, markets=sales(10, launch="approval"))
    assert found.structure.headline == pytest.approx(10 + 5 + 2 + 3 * 1 + 30 + 100)


def test_the_effective_royalty_is_told_at_three_levels_of_sales() -> None:
    found = licence(
        "royalty: {tiers: [{rate: 5%, up_to: 500m}, {rate: 7%}], adjust: [{step_down: 50%, when: no_valid_claim}]}"
    )
    assert found.structure.effective_royalty == pytest.approx({
        200_000_000: 0.05, 500_000_000: 0.05, 1_000_000_000: (0.05 * 500 + 0.07 * 500) / 1000,
    })  # fmt: skip


TWO_MARKETS = (
    "{us: {territory: US, launch: effective, sales: {by_year: [100, 300, 200]}},"
    " row: {territory: {include: [worldwide], except: [US]}, launch: effective, sales: {by_year: [50, 100, 100]}}}"
)


def test_royalties_of_different_markets_are_charged_each_on_its_part_of_the_sales() -> None:
    found = licence(
        "royalty: {rate: 10%, markets: [us]}, royalties: {row: {markets: [row], tiers: [{rate: 4%, up_to: 100m}, {rate: 2%}]}}",
        markets=TWO_MARKETS,
    )
    assert found.structure.effective_royalty == pytest.approx({  # three quarters of the sales are in the US
        200_000_000: (0.1 * 150 + 0.04 * 50) / 200,
        500_000_000: (0.1 * 375 + 0.04 * 100 + 0.02 * 25) / 500,
        1_000_000_000: (0.1 * 750 + 0.04 * 100 + 0.02 * 150) / 1000,
    })  # fmt: skip


def test_two_licensees_pay_each_on_what_it_sells() -> None:
    part = "{{kind: licence, licensee: {}, grant: {{exclusivity: non_exclusive, share: {}, territory: worldwide}}, payments: {{royalty: {{rate: {}}}}}}}"
    found = deal(
        f"kind: package, developer: a, parts: {{one: {part.format('b', '60%', '5%')}, two: {part.format('c', '20%', '9%')}}}",
        parties="{a: {discount_rate: 0%}, b: {discount_rate: 0%}, c: {discount_rate: 0%}}",
    )
    assert [*found.structure.effective_royalty.values()] == pytest.approx(
        3 * [(0.6 * 0.05 + 0.2 * 0.09) / 0.8]
    )


def test_a_royalty_on_profit_has_no_rate_of_sales() -> None:
    found = licence("royalty: {rate: 5%}, royalties: {more: {rate: 20%, base: profit}}")
    assert set(found.structure.effective_royalty.values()) == {None}


TWO_ASSETS = {
    "assets": "{x: {}, y: {}}",
    "markets": "{us: {asset: x, territory: US, field: one, launch: effective, sales: {by_year: [9]}},"
    " us_two: {asset: x, territory: US, field: two, launch: effective, sales: {by_year: [9]}},"
    " kr: {asset: x, territory: KR, launch: effective, sales: {by_year: [9]}},"
    " all_y: {asset: y, territory: worldwide, launch: effective, sales: {by_year: [9]}}}",
}


@pytest.mark.parametrize(
    ("structure", "owner", "buyer"),
    [
        ("kind: retain", "everything", None),
        ("kind: assignment, assignee: b, grant: {assets: [x]}", "y", "title"),
        ("kind: assignment, assignee: b", "nothing", "title"),
        ("kind: assignment, assignee: b, grant: {assets: [x]}, licence_back: {territory: KR, share: 60%}", "y, 60% of South Korea licensed back", "title"),
        ("kind: assignment, assignee: b, grant: {assets: [x]}, licence_back: {territory: US, field: two}", "y, us_two licensed back", "title"),
        ("kind: licence, licensee: b, grant: {assets: [x], exclusivity: exclusive, territory: US}", "title, South Korea, y", "licence"),
        ("kind: package, developer: a, parts: {one: {kind: licence, licensee: b, grant: {assets: [x], exclusivity: exclusive, territory: US}},"
         " two: {kind: licence, licensee: b, grant: {assets: [x], exclusivity: exclusive, territory: KR}}}", "title, y", "licence"),
    ],
)  # fmt: skip
def test_each_side_still_holds_what_no_agreement_takes_from_it(
    structure: str, owner: str, buyer: str | None
) -> None:
    found = deal(structure, **TWO_ASSETS).structure
    assert (found.parties["a"].keeps, found.parties["b"].keeps) == (owner, buyer)


def test_each_party_discounts_at_its_own_rate_or_that_of_the_structure() -> None:
    parties = "{a: {discount_rate: 10%}, b: {discount_rate: 20%}}"
    terms = "instalments: {i: {pay: 50, at: 2027-01-01}}"
    found = licence(terms, parties=parties, markets=sales(0))
    assert (found.npv("a"), found.npv("b")) == pytest.approx((50 / 1.1, -50 / 1.2))
    other = licence(terms, "discount_rates: {b: 25%}", parties=parties, markets=sales(0))
    assert other.npv("b") == pytest.approx(-50 / 1.25)


def test_a_clause_knows_when_and_how_likely_it_pays() -> None:
    found = licence(
        "milestones: {m: {pay: 30, at: approval + 3 months}}",
        assets=ASSETS,
        markets=sales(0, launch="approval"),
    )
    (line,) = found.lines("payments.milestones.m", "b", "a", "milestone")
    assert (line.nominal, line.chance, line.first, line.last) == (
        pytest.approx(0.6 * 30), pytest.approx(0.6), dt.date(2027, 4, 1), dt.date(2027, 4, 1),
    )  # fmt: skip


def test_what_a_deal_promises_does_not_depend_on_when_it_is_valued() -> None:
    """A fee of 2 each year from June 2024: two before the valuation date, three after it; the first two are sunk."""
    terms = "upfront: 10, fees: {yearly: {pay: 2, every: 1 years, from: 2024-06-01}, ended: {pay: 3, every: 6 months, from: 2024-06-01, until: 2025-06-01}}"
    found = licence(terms, markets=sales(0), effective="2024-06-01")
    assert found.paid("payments.fees.yearly") == pytest.approx([2, 2, 2])
    assert found.structure.headline == pytest.approx(10 + 5 * 2 + 2 * 3)
    assert [str(path).rsplit(".", 1)[-1] for path in found.structure.sunk] == ["ended", "yearly", "upfront"]
