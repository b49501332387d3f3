"""The order of adjustments, step by step, and the trace that shows it."""

from __future__ import annotations

import pytest

from tests.engine.worked import Worked, licence, sales

LAB = "{x: {third_party: {lab: {rate: 8%}}}}"
STACK, STEP = "{stacking: 50%}", "{step_down: 50%, when: no_valid_claim}"


def adjusted(*steps: str, more: str = "") -> Worked:
    """A royalty of 10% on sales of 300 of which a third party is owed 8%, adjusted by *steps* in that order."""
    royalty = f"{{rate: 10%, adjust: [{', '.join(steps)}]{more}}}"
    return licence(f"royalty: {royalty}", years=1, markets=sales(300), assets=LAB)


def trace(found: Worked) -> list[tuple[str, float]]:
    """Each step of the royalty's trace and what it adds."""
    (line,) = found.lines("payments.royalty", "b", "a", "royalty")
    return [(step.label, round(step.amount, 9)) for step in line.trace]


def test_stacking_first_leaves_more_than_stacking_last() -> None:
    stacked, stepped = adjusted(STACK, STEP), adjusted(STEP, STACK)
    assert stacked.npv("a") == pytest.approx((0.10 * 300 - 0.50 * 0.08 * 300) * 0.50)
    assert stepped.npv("a") == pytest.approx(0.10 * 300 * 0.50 - 0.50 * 0.08 * 300)


def test_the_trace_shows_every_step_in_the_written_order() -> None:
    assert trace(adjusted(STACK, STEP)) == [("as tiered", 30.0), ("stacking", -12.0), ("step_down", -9.0)]
    assert trace(adjusted(STEP, STACK)) == [("as tiered", 30.0), ("step_down", -15.0), ("stacking", -12.0)]


def test_the_third_party_is_paid_in_full_whatever_is_deducted() -> None:
    for found in (adjusted(STACK, STEP), adjusted(STEP, STACK)):
        assert found.npv("b") == pytest.approx(300 - 0.08 * 300 - found.npv("a"))


def test_nothing_falls_below_zero() -> None:
    found = adjusted("{step_down: 90%, when: no_valid_claim}", "{stacking: 100%}")
    assert found.npv("a") == pytest.approx(max(0.10 * 300 * 0.10 - 0.08 * 300, 0))


def test_floor_credit_and_cap_are_steps_of_the_trace_too() -> None:
    terms = "royalty: {rate: 10%, adjust: [{step_down: 50%, when: no_valid_claim}], floor: {share: 80%}, cap: {per_year: 15}}"
    found = licence(
        f"{terms}, fees: {{early: {{pay: 4, at: effective, creditable: true}}}}", years=1, markets=sales(300)
    )
    assert trace(found) == [
        ("as tiered", 0.10 * 300), ("step_down", -0.50 * 30), ("floor", 0.80 * 30 - 15), ("credit", -4), ("cap", 15 - (24 - 4)),
    ]  # fmt: skip
    assert found.npv("a") == pytest.approx(4 + 15)


def test_a_step_binds_only_where_it_changes_something() -> None:
    markets = "{us: {territory: US, launch: effective, sales: {by_year: [100, 100, 100, 100]}}}"
    steps = "[{step_down: 40%, at: 2029-01-01}]"
    found = licence(f"royalty: {{rate: 10%, adjust: {steps}}}", years=4, markets=markets)
    (line,) = found.lines("payments.royalty", "b", "a", "royalty")
    assert [(step.label, step.binds) for step in line.trace] == [
        ("as tiered", 1.0),
        ("step_down", pytest.approx(1 / 4)),
    ]


def test_each_cell_is_adjusted_by_itself() -> None:
    markets = (
        "{us: {territory: US, launch: effective, sales: {by_year: [100]}},"
        " jp: {territory: JP, launch: effective, sales: {by_year: [200]}}}"
    )
    assets = "{x: {rights: {p: {kind: patent, countries: US, expires: 2040-01-01}}}}"
    found = licence(f"royalty: {{rate: 10%, adjust: [{STEP}]}}", years=1, markets=markets, assets=assets)
    assert found.npv("a") == pytest.approx(0.10 * 100 + 0.10 * 200 * 0.50)
