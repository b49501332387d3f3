"""Minimum royalties: their ladder, what is carried forward, when they run; and caps."""

from __future__ import annotations

import pytest

from tests.engine.worked import licence, sales

ROYALTY = "payments.royalty"
MINIMUM = "payments.royalty.minimum"


def test_a_ladder_has_a_rung_for_each_year_and_the_last_one_holds() -> None:
    found = licence(
        "royalty: {rate: 10%, minimum: {ladder: [5, 15, 40]}}", years=4, markets=sales(100, 100, 100, 100)
    )
    assert found.paid(ROYALTY) == pytest.approx([10, 10, 10, 10])
    assert found.paid(MINIMUM) == pytest.approx([0, 15 - 10, 40 - 10, 40 - 10])


def test_the_first_rung_is_that_of_the_first_year_in_force() -> None:
    found = licence("royalty: {rate: 10%, minimum: {ladder: [25, 35], from: first sale + 1 years}}")
    assert found.paid(MINIMUM) == pytest.approx([0, 25 - 20, 35 - 30])


def test_a_top_up_carried_forward_comes_back_out_of_what_exceeds_a_later_minimum() -> None:
    minimum = "{amount: 25 per year, carry_forward: true}"
    found = licence(f"royalty: {{rate: 10%, minimum: {minimum}}}", years=4, markets=sales(100, 200, 300, 400))
    assert found.paid(MINIMUM) == pytest.approx([25 - 10, 25 - 20, 0, 0])
    assert found.paid(MINIMUM, payer="a") == pytest.approx([0, 0, 30 - 25, 40 - 25])
    assert found.npv("a") == pytest.approx(25 + 25 + 25 + 25)


def test_no_more_comes_back_than_was_topped_up() -> None:
    found = licence("royalty: {rate: 10%, minimum: {amount: 15 per year, carry_forward: true}}")
    assert found.paid(MINIMUM) == pytest.approx([5, 0, 0])
    assert found.paid(MINIMUM, payer="a") == pytest.approx([0, min(5, 20 - 15), 0])


def test_without_carry_forward_a_top_up_is_gone() -> None:
    found = licence("royalty: {rate: 10%, minimum: {amount: 15 per year}}")
    assert found.npv("a") == pytest.approx(15 + 20 + 30)


def test_nothing_is_withheld_on_a_top_up_that_comes_back() -> None:
    found = licence(
        "royalty: {rate: 10%, minimum: {amount: 15 per year, carry_forward: true}}, withholding: {rate: 10%}",
        parties="{a: {country: KR, discount_rate: 0%}, b: {country: US, discount_rate: 0%}}",
    )
    withheld = found.paid("payments.withholding", payer="a", payee="authority.US")
    assert withheld == pytest.approx([0.10 * (10 + 5), 0.10 * 20, 0.10 * 30])


def test_a_minimum_counts_only_the_part_of_a_year_in_which_it_is_in_force() -> None:
    found = licence(
        "royalty: {rate: 10%, minimum: {amount: 40 per year, from: 2026-10-01, until: 2027-04-01}}",
        grid="quarter",
    )
    first, second = 40 / 4 - 10 / 4, 40 / 4 - 20 / 4
    assert found.paid(MINIMUM) == pytest.approx([first, second, 0])


def test_a_minimum_of_an_agreement_runs_from_its_first_cell_to_its_last() -> None:
    found = licence(
        "royalty: {rate: 10%, until: first sale + 1 years, minimum: {amount: 12 per year}}",
        markets="""{
            us: {territory: US, launch: effective, sales: {by_year: [100]}},
            eu: {territory: EU, launch: effective + 1 years, sales: {by_year: [50]}}}""",
    )  # fmt: skip
    assert found.paid(ROYALTY) == pytest.approx([10, 5, 0])
    assert found.paid(MINIMUM) == pytest.approx([2, 7, 0])


def test_a_minimum_is_due_to_the_day_of_failure() -> None:
    found = licence(
        "royalty: {rate: 10%, minimum: {amount: 8 per year, from: effective, until: 2028-01-01}}",
        grid="quarter",
        assets="{x: {development: {trial: {duration: 9 months, cost: 0, success: 0%}}}}",
        markets=sales(0, launch="approval"),
    )
    assert found.paid(MINIMUM) == pytest.approx([8 * 9 / 12, 0, 0])


def test_a_cap_for_each_year_does_not_carry_over() -> None:
    found = licence("royalty: {rate: 10%, cap: {per_year: 15}}")
    assert found.paid(ROYALTY) == pytest.approx([10, 15, 15])


def test_a_cap_on_a_royalty_year_binds_from_the_period_in_which_it_is_reached() -> None:
    found = licence("royalty: {rate: 10%, cap: {per_year: 15}}", grid="quarter", timing="start", markets=sales(400, 400, 0),
                    parties="{a: {discount_rate: 21%}, b: {discount_rate: 0%}}")  # fmt: skip
    quarter = 1.21**-0.25
    year = 10 + 5 * quarter
    assert found.npv("a") == pytest.approx(year + year / 1.21)


def test_a_funder_is_repaid_up_to_a_multiple_of_what_it_has_paid_to_date() -> None:
    paid = (
        "instalments: {early: {pay: 20, at: effective, payer: a}, late: {pay: 20, at: 2028-01-01, payer: a}}"
    )
    found = licence(f"{paid}, royalty: {{rate: 10%, cap: {{multiple_of_paid: 1.3}}}}")
    assert found.paid(ROYALTY) == pytest.approx([10, 1.3 * 20 - 10, min(30, 1.3 * 40 - 26)])


def test_funding_by_time_raises_what_may_be_repaid_as_it_is_paid() -> None:
    found = licence(
        "funding: {work: {pay: 8 per year, payer: a, until: 2028-01-01}}, royalty: {rate: 10%, cap: {multiple_of_paid: 1.0}}"
    )
    assert found.paid(ROYALTY) == pytest.approx([8, 8, 0])
    assert found.npv("a") == pytest.approx(0)


def test_a_minimum_never_lifts_a_royalty_over_its_cap_for_the_year() -> None:
    found = licence("royalty: {rate: 10%, cap: {per_year: 18}, minimum: {amount: 25 per year}}")
    assert found.paid(ROYALTY) == pytest.approx([10, 18, 18])
    assert found.paid(MINIMUM) == pytest.approx([8, 0, 0])


def test_a_minimum_counts_what_is_left_after_credits() -> None:
    found = licence(
        "instalments: {first: {pay: 7, at: effective, creditable: true}}, royalty: {rate: 10%, minimum: {amount: 6 per year}}"
    )
    assert found.paid(ROYALTY) == pytest.approx([10 - 7, 20, 30])
    assert found.paid(MINIMUM) == pytest.approx([6 - 3, 0, 0])


def test_what_a_cap_cuts_is_not_paid_later_though_there_be_room_again() -> None:
    """Quarters of 10; 1.5 times 10 paid to date leaves 10 and 5; from the third quarter on 1.5 times 20 leaves 10 and 5 more."""
    paid = (
        "instalments: {early: {pay: 10, at: effective, payer: a}, late: {pay: 10, at: 2026-07-01, payer: a}}"
    )
    found = licence(
        f"{paid}, royalty: {{rate: 10%, cap: {{multiple_of_paid: 1.5}}}}",
        years=1, grid="quarter", markets=sales(400), parties="{a: {discount_rate: 21%}, b: {discount_rate: 0%}}",
    )  # fmt: skip
    quarter = 1.21**-0.25
    royalty = 10 + 5 * quarter + 10 * quarter**2 + 5 * quarter**3
    assert found.pv(ROYALTY, "a") == pytest.approx(royalty)


def test_what_a_cap_cut_in_one_quarter_is_lost_to_the_next() -> None:
    """2 paid at first, 40 from July on: 20 a quarter are cut to 2, 0, then paid as they fall due."""
    paid = (
        "instalments: {early: {pay: 2, at: effective, payer: a}, late: {pay: 38, at: 2026-07-01, payer: a}}"
    )
    found = licence(
        f"{paid}, royalty: {{rate: 20%, cap: {{multiple_of_paid: 1.0}}}}",
        years=1,
        grid="quarter",
        markets=sales(300),
    )
    assert found.paid(ROYALTY) == pytest.approx([2 + 0 + 15 + 15])


UNREPORTED = "governance: {audit: {every: 1 years, lookback: 3 years, under_reporting: 20%, recovered: 50%}}"


@pytest.mark.parametrize("grid", ["year", "quarter"])
def test_a_minimum_is_topped_up_on_what_is_reported_and_an_audit_finds_what_is_left(grid: str) -> None:
    """Of 10, 20 and 30 a fifth is hidden; paid is 18 at least, so that 18 - 18, 20 - 18 and 30 - 24 are withheld."""
    found = licence("royalty: {rate: 10%, minimum: {amount: 18 per year}}", UNREPORTED, years=4, grid=grid)
    assert found.paid(ROYALTY) == pytest.approx([8, 16, 24, 0])
    assert found.paid(MINIMUM) == pytest.approx([18 - 8, 18 - 16, 0, 18])
    assert found.paid("governance.audit") == pytest.approx([0, 0.5 * 2, 0.5 * 6, 0])


def test_a_cap_leaves_room_for_a_top_up_of_what_is_not_reported() -> None:
    """Due is 10, then 19 and 19 under the cap, of which 15.2 is reported and 2.8 topped up: 1 stays withheld."""
    terms = "royalty: {rate: 10%, minimum: {amount: 18 per year}, cap: {per_year: 19}}"
    found = licence(terms, UNREPORTED, years=4)
    assert found.paid(ROYALTY) == pytest.approx([8, 15.2, 15.2, 0])
    assert found.paid(MINIMUM) == pytest.approx([10, 2.8, 2.8, 18])
    assert found.paid("governance.audit") == pytest.approx([0, 0.5, 0.5, 0])


def test_a_minimum_of_half_a_year_makes_good_what_was_hidden_by_then() -> None:
    """In 2027 half of 20 is due by July, 8 reported of it and 9 owed: of the 4 hidden that year 1 is made good."""
    terms = "royalty: {rate: 10%, minimum: {amount: 18 per year, until: 2027-07-01}}"
    found = licence(terms, UNREPORTED, years=4, grid="quarter")
    assert found.paid(MINIMUM) == pytest.approx([10, 1, 0, 0])
    assert found.paid("governance.audit") == pytest.approx([0, 0.5 * 3, 0.5 * 6, 0])


def test_what_comes_back_of_a_top_up_follows_what_is_reported() -> None:
    """Topped up 10 and 2; of the third year's 24 reported, 6 exceed the minimum and come back, though 30 was due."""
    found = licence(
        "royalty: {rate: 10%, minimum: {amount: 18 per year, carry_forward: true}}", UNREPORTED, years=4
    )
    assert found.paid(MINIMUM, payer="a") == pytest.approx([0, 0, 6, 0])
