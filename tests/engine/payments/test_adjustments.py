"""What adjusts a royalty, step by step, and when another order of the steps would pay something else."""

from __future__ import annotations

import pytest

from tests.engine.worked import deal, licence, sales

ROYALTY = "payments.royalty"
TWO_OWED = "{x: {third_party: {platform: {rate: 8%}, tool: {rate: 2%}}}}"


def test_half_of_what_others_are_owed_may_be_deducted() -> None:
    found = licence("royalty: {rate: 10%, adjust: [{stacking: 50%}]}", assets=TWO_OWED, markets=sales(300))
    assert found.paid(ROYALTY) == pytest.approx([30 - 0.50 * (24 + 6), 0, 0])
    assert found.npv("b") == pytest.approx(300 - 24 - 6 - 15)


def test_only_the_third_parties_named_count() -> None:
    found = licence(
        "royalty: {rate: 10%, adjust: [{stacking: 50%, of: [tool]}]}", assets=TWO_OWED, markets=sales(300)
    )
    assert found.paid(ROYALTY) == pytest.approx([30 - 0.50 * 6, 0, 0])


ONCE_DEAR = "{x: {third_party: {platform: {rate: 25%, until: 2027-01-01}}}}"


def test_what_cannot_be_deducted_is_lost() -> None:
    found = licence(
        "royalty: {rate: 10%, adjust: [{stacking: 100%}]}", assets=ONCE_DEAR, markets=sales(100, 100, 300)
    )
    assert found.paid(ROYALTY) == pytest.approx([0, 10, 30])


def test_what_cannot_be_deducted_waits_where_it_is_carried_forward() -> None:
    found = licence(
        "royalty: {rate: 10%, adjust: [{stacking: 100%, carry_forward: true}]}",
        assets=ONCE_DEAR,
        markets=sales(100, 100, 300),
    )
    assert found.paid(ROYALTY) == pytest.approx([10 - 10, 10 - 10, 30 - (25 - 10 - 10)])


def test_stacking_deducts_only_for_the_time_in_which_the_royalty_runs() -> None:
    found = licence(
        "royalty: {rate: 10%, from: 2026-07-01, adjust: [{stacking: 50%}]}",
        assets=TWO_OWED,
        markets=sales(200),
    )
    assert found.paid(ROYALTY) == pytest.approx([0.5 * (20 - 0.50 * 20), 0, 0])
    assert found.paid("assets.x.third_party.platform") == pytest.approx([16, 0, 0])


def test_a_step_down_at_an_event_counts_from_that_day() -> None:
    found = licence("royalty: {rate: 10%, adjust: [{step_down: 50%, at: 2026-07-01}]}")
    assert found.paid(ROYALTY) == pytest.approx([10 * (1 - 0.50 / 2), 10, 15])


def test_step_downs_multiply() -> None:
    steps = "[{step_down: 50%, at: 2027-01-01}, {step_down: 20%, at: 2028-01-01}]"
    found = licence(f"royalty: {{rate: 10%, adjust: {steps}}}")
    assert found.paid(ROYALTY) == pytest.approx([10, 20 * 0.5, 30 * 0.5 * 0.8])


def test_exclusivity_lost_steps_the_royalty_down_and_sales_with_it() -> None:
    markets = sales(
        100, 200, 300, exclusivity_ends="2027-01-01", after_exclusivity="{decline: 60%, over: 0 years}"
    )
    found = licence(
        "royalty: {rate: 10%, adjust: [{step_down: 50%, when: exclusivity_lost}]}", markets=markets
    )
    assert found.paid(ROYALTY) == pytest.approx([10, 0.10 * 200 * 0.4 * 0.5, 0.10 * 300 * 0.4 * 0.5])


@pytest.mark.parametrize(
    ("right", "paid"),
    [
        ("kind: patent, countries: [US], expires: 2028-01-01", [10, 20, 15]),
        ("kind: patent, countries: [US], expires: 2028-01-01, status: pending", [5, 10, 15]),
        ("kind: know_how", [5, 10, 15]),
    ],
)
def test_only_a_granted_patent_in_force_is_a_valid_claim(right: str, paid: list[float]) -> None:
    found = licence(
        "royalty: {rate: 10%, adjust: [{step_down: 50%, when: no_valid_claim}]}",
        assets=f"{{x: {{rights: {{r: {{{right}}}}}}}}}",
    )
    assert found.paid(ROYALTY) == pytest.approx(paid)


def test_a_patent_that_the_deal_does_not_grant_is_no_valid_claim_of_it() -> None:
    assets = "{x: {rights: {r: {kind: know_how}, p: {kind: patent, countries: [US], expires: 2040-01-01}}}}"
    paid = "royalty: {rate: 10%, adjust: [{step_down: 50%, when: no_valid_claim}]}"
    grant = "kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide, rights: [r]}"
    everything, know_how = licence(paid, assets=assets), deal(f"{grant}, payments: {{{paid}}}", assets=assets)
    assert everything.paid(ROYALTY) == pytest.approx([10, 20, 30])
    assert know_how.paid(ROYALTY) == pytest.approx([5, 10, 15])


def test_a_floor_is_a_share_of_the_royalty_before_adjustment() -> None:
    found = licence("royalty: {rate: 10%, adjust: [{step_down: 80%, at: effective}], floor: {share: 40%}}")
    assert found.paid(ROYALTY) == pytest.approx([4, 8, 12])


def test_a_floor_may_be_a_rate_and_never_lifts_over_the_royalty_before_adjustment() -> None:
    low, high = (
        licence(
            f"royalty: {{rate: 10%, adjust: [{{step_down: 80%, at: effective}}], floor: {{rate: {rate}}}}}"
        )
        for rate in ("4%", "15%")
    )
    assert low.paid(ROYALTY) == pytest.approx([0.04 * 100, 0.04 * 200, 0.04 * 300])
    assert high.paid(ROYALTY) == pytest.approx([10, 20, 30])


STACK_FIRST = "[{stacking: 50%}, {step_down: 50%, at: effective}]"
STEP_FIRST = "[{step_down: 50%, at: effective}, {stacking: 50%}]"
EIGHT = "{x: {third_party: {platform: {rate: 8%}}}}"


def _said(adjust: str, more: str = "") -> list[dict[str, object]]:
    found = licence(f"royalty: {{rate: 10%, adjust: {adjust}{more}}}", assets=EIGHT, markets=sales(300))
    return [dict(f.values) for f in found.valuation.findings if f.code == "order-of-adjustments"]


def test_a_finding_says_what_another_order_of_the_steps_would_pay() -> None:
    place = "structures.deal.payments.royalty"
    assert _said(STACK_FIRST) == [{"path": place, "found": "9", "other": "3"}]
    assert _said(STEP_FIRST) == [{"path": place, "found": "3", "other": "9"}]


def test_where_every_order_pays_the_same_nothing_is_said() -> None:
    assert _said("[{step_down: 50%, at: effective}, {step_down: 20%, at: effective}]") == []
    assert _said(STEP_FIRST, ", floor: {rate: 3%}") == [], "the floor is 3% of 300 = 9 in either order"
    assert _said("[{combination: 50%}, {stacking: 50%}]") == []


def test_an_order_that_matters_below_the_cap_only_is_not_said() -> None:
    assert _said(STACK_FIRST, ", cap: {per_year: 2}") == []
