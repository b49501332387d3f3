"""Tax at the border and on income: gross-up, credit and its limit, losses, what the payer deducts and when."""

from __future__ import annotations

import pytest

from tests.engine.worked import LICENCE, SALE, Worked, deal, licence, sales

ABROAD = "{{a: {{country: KR, discount_rate: 0%{a}}}, b: {{country: US, discount_rate: 0%{b}}}}}"
FREE = "tax: {amortise_over: none}"
NOTHING = sales(0)


def parties(a: str = "", b: str = "") -> str:
    """The owner in Korea and the other side in the United States, each with further keys."""
    return ABROAD.format(a=a and f", {a}", b=b and f", {b}")


def at_home(a: str = "", b: str = "") -> str:
    """Both in one country."""
    return parties(a, b).replace("US", "KR")


def taxed(found: Worked, party: str) -> list[float]:
    """Income tax of *party* by year, refunds below 0."""
    paid = found.paid(f"parties.{party}.tax_rate", payer=party)
    back = [found.paid(f"parties.{party}.tax_rate", payer=who) for who in ("authority.KR", "authority.US")]
    return [p - kr - us for p, kr, us in zip(paid, *back, strict=True)]


def withheld(found: Worked) -> list[float]:
    """What is withheld from the owner, by year."""
    return found.paid("payments.withholding", payer="a", kind="withholding")


# at the border


def test_tax_is_withheld_from_what_crosses_the_border() -> None:
    found = licence("upfront: 20, royalty: {rate: 10%}, withholding: {rate: 15%}", parties=parties())
    assert withheld(found) == pytest.approx([0.15 * (20 + 10), 0.15 * 20, 0.15 * 30])
    assert found.structure.parties["a"].withholding == pytest.approx(0.15 * (20 + 10 + 20 + 30))
    assert found.npv("b") == pytest.approx(600 - 20 - 60)


def test_nothing_is_withheld_at_home() -> None:
    assert withheld(licence("upfront: 20, withholding: {rate: 15%}", parties=at_home())) == [0, 0, 0]


def test_a_gross_up_makes_the_payee_whole_and_is_taxed_itself() -> None:
    found = licence(
        "upfront: 20, withholding: {rate: 15%, gross_up: true}", markets=NOTHING, parties=parties()
    )
    gross = 20 / (1 - 0.15)
    assert found.paid("payments.withholding", kind="gross_up") == pytest.approx([gross - 20, 0, 0])
    assert withheld(found) == pytest.approx([0.15 * gross, 0, 0])
    assert found.npv("a") == pytest.approx(20)
    assert found.npv("b") == pytest.approx(-gross)


def test_of_a_sale_only_the_earn_out_is_taxed_at_the_border() -> None:
    terms = "upfront: 20, milestones: {one: {pay: 5, at: effective}}, royalty: {rate: 10%}, withholding: {rate: 15%}"
    found = deal(f"{SALE}, payments: {{{terms}}}", parties=parties())
    assert withheld(found) == pytest.approx([0.15 * 10, 0.15 * 20, 0.15 * 30])


def test_shares_of_profit_are_not_taxed_at_the_border() -> None:
    shared = "kind: collaboration, partner: b, grant: {territory: worldwide}, cost_share: {a: 0%, b: 100%}, profit_share: {a: 40%, b: 60%}"
    found = deal(f"{shared}, payments: {{withholding: {{rate: 15%}}}}", parties=parties())
    assert withheld(found) == [0, 0, 0]


# credit for foreign tax


def credited(rate: str, own: str, royalty: str = "10%") -> Worked:
    """A royalty from abroad, withheld on at *rate*, taxed at home at *own*, unused credit carried forward a year."""
    terms = f"royalty: {{rate: {royalty}}}, withholding: {{rate: {rate}}}"
    carried = "foreign_tax_credit: {carry_forward: 1 years}"
    return licence(terms, parties=parties(a=f"tax_rate: {own}, losses: offset, {carried}"))


def test_foreign_tax_is_credited_against_tax_at_home() -> None:
    found = credited("15%", "25%")
    assert taxed(found, "a") == pytest.approx([(0.25 - 0.15) * income for income in (10, 20, 30)])
    assert found.structure.parties["a"].leakage == pytest.approx(0)


def test_no_more_is_credited_than_the_tax_on_foreign_income() -> None:
    found = credited("15%", "10%")
    assert taxed(found, "a") == pytest.approx([0, 0, 0])
    assert found.structure.parties["a"].leakage == pytest.approx((0.15 - 0.10) * (10 + 20 + 30))


def test_costs_of_foreign_income_lower_the_limit() -> None:
    terms = "upfront: 40, milestones: {back: {pay: 30, at: effective, payer: a}}, withholding: {rate: 15%}"
    found = licence(
        terms,
        FREE,
        markets=NOTHING,
        parties=parties(a="tax_rate: 20%, losses: offset, foreign_tax_credit: {carry_forward: 1 years}"),
    )
    assert taxed(found, "a")[0] == pytest.approx(0.20 * (40 - 30) - min(0.15 * 40, 0.20 * (40 - 30)))


@pytest.mark.parametrize(("years", "tax"), [(1, 0.20 * 40 - 6), (2, 0.20 * 40 - min(6 + 6, 0.20 * 40))])
def test_unused_credit_waits_for_later_years_and_lapses(years: int, tax: float) -> None:
    terms = (
        "milestones: {one: {pay: 40, at: 2026-03-01}, back: {pay: 40, at: 2026-03-01, payer: a},"
        " three: {pay: 40, at: 2028-03-01}}, withholding: {rate: 15%}"
    )
    own = f"tax_rate: 20%, losses: offset, foreign_tax_credit: {{carry_forward: {years} years}}"
    found = licence(terms, markets=NOTHING, parties=parties(a=own))
    assert taxed(found, "a") == pytest.approx([0, 0, tax])
    assert found.structure.parties["a"].leakage == pytest.approx(0.15 * 80 - (0.20 * 40 - tax))


# losses


LAUNCH = sales(100, 200, 300, costs="{launch: 150}")


def kept(losses: str) -> Worked:
    """The owner sells: a loss of 50, then profits of 200 and 300, taxed at 20%."""
    return deal(
        "kind: retain",
        markets=LAUNCH,
        parties=f"{{a: {{discount_rate: 0%, tax_rate: 20%, losses: {losses}}}}}",
    )


def domestic(found: Worked) -> list[float]:
    """Income tax of the owner, of no country, by year."""
    paid = found.paid("parties.a.tax_rate", payer="a")
    return [p - b for p, b in zip(paid, found.paid("parties.a.tax_rate", payer="authority"), strict=True)]


def test_a_loss_may_be_credited_at_once() -> None:
    assert domestic(kept("offset")) == pytest.approx([-0.2 * 50, 0.2 * 200, 0.2 * 300])


def test_a_loss_may_be_lost() -> None:
    assert domestic(kept("none")) == pytest.approx([0, 0.2 * 200, 0.2 * 300])


def test_a_loss_may_be_carried_forward() -> None:
    assert domestic(kept("carry_forward")) == pytest.approx([0, 0.2 * (200 - 50), 0.2 * 300])


def test_losses_carried_forward_have_an_opening_balance_and_a_limit() -> None:
    found = domestic(kept("{carry_forward: {opening: 190, limit: 60%}}"))
    assert found == pytest.approx([0, 0.2 * (200 - 0.6 * 200), 0.2 * (300 - min(0.6 * 300, 190 + 50 - 120))])


def test_losses_expire_the_oldest_is_used_first() -> None:
    found = domestic(kept("{carry_forward: {opening: 400, expires: 2 years}}"))
    assert found == pytest.approx([0, 0.2 * (200 - 200), 0.2 * (300 - 50)])


# what the payer deducts


def deducted(more: str, terms: str = "upfront: 30", markets: str = NOTHING, **top: str) -> list[float]:
    """Tax that the licensee gets back in each of four years, at 20% and with losses offset."""
    top = {"parties": at_home(b="tax_rate: 20%, losses: offset"), **top}
    found = deal(f"{LICENCE}, payments: {{{terms}}}{more and ', ' + more}", years=4, markets=markets, **top)
    return [-tax for tax in taxed(found, "b")]


def test_the_price_of_rights_is_deducted_in_a_straight_line() -> None:
    assert deducted("tax: {amortise_over: 3 years}") == pytest.approx([0.2 * 10, 0.2 * 10, 0.2 * 10, 0])


def test_the_line_starts_on_the_day_of_payment() -> None:
    terms = "instalments: {one: {pay: 30, at: 2026-07-01}}"
    assert deducted("tax: {amortise_over: 3 years}", terms) == pytest.approx(
        [0.2 * 5, 0.2 * 10, 0.2 * 10, 0.2 * 5]
    )


def test_it_may_be_deducted_at_once() -> None:
    assert deducted(FREE) == pytest.approx([0.2 * 30, 0, 0, 0])


def test_royalties_and_recurring_fees_are_deducted_at_once() -> None:
    found = deducted(
        "",
        "royalty: {rate: 10%}, fees: {f: {pay: 3, every: 1 years}}",
        sales(100, 100, 100, 100, costs="{goods: 100%}"),
    )
    assert found == pytest.approx([0.2 * (10 + 3)] * 4)


def test_what_is_left_is_deducted_in_the_year_of_failure() -> None:
    assets = "{x: {development: {trial: {duration: 18 months, success: 40%}}}}"
    found = deducted("tax: {amortise_over: 3 years}", markets=sales(0, launch="approval"), assets=assets)
    fails, goes_on = [0.2 * 10, 0.2 * 20, 0, 0], [0.2 * 10, 0.2 * 10, 0.2 * 10, 0]
    assert found == pytest.approx([0.6 * f + 0.4 * g for f, g in zip(fails, goes_on, strict=True)])


def test_what_is_left_is_deducted_in_the_year_in_which_the_rights_return() -> None:
    missed = "diligence: {late: {achieve: first sale, by: 2027-06-30, remedy: revert}}"
    found = deducted(f"tax: {{amortise_over: 3 years}}, {missed}", markets=sales(0, launch="2029-01-01"))
    assert found == pytest.approx([0.2 * 10, 0.2 * 10, 0.2 * 10, 0])
    early = missed.replace("2027-06-30", "2026-12-31")
    found = deducted(f"tax: {{amortise_over: 3 years}}, {early}", markets=sales(0, launch="2029-01-01"))
    assert found == pytest.approx([0.2 * 10, 0.2 * 20, 0, 0])


def test_a_sum_that_falls_on_the_day_of_failure_is_deducted_in_the_year_of_that_day() -> None:
    """Sales of 2026 make 30 due as the year ends; on 1 January the trial fails, and nothing of it has been deducted."""
    found = licence(
        "milestones: {level: {pay: 30, when: {annual_net_sales: 50}}}",
        assets="{x: {development: {trial: {duration: 1 years, cost: 0, success: 0%}}}}",
        parties=at_home(b="tax_rate: 30%, losses: offset"),
    )
    assert taxed(found, "b") == pytest.approx([0.30 * 100, -0.30 * 30, 0])


def test_a_sum_paid_after_failure_is_deducted_at_once() -> None:
    assets = "{x: {development: {trial: {duration: 6 months, success: 0%}}}}"
    terms = "instalments: {late: {pay: 30, at: 2027-03-01}}"
    found = deducted("tax: {amortise_over: 3 years}", terms, sales(0, launch="approval"), assets=assets)
    assert found == pytest.approx([0, 0.2 * 30, 0, 0])


def test_what_the_licensor_pays_is_no_price_of_rights() -> None:
    terms = "milestones: {back: {pay: 30, at: effective, payer: a}}"
    found = deal(
        f"{LICENCE}, payments: {{{terms}}}, tax: {{amortise_over: 3 years}}", markets=NOTHING,
        parties=at_home(a="tax_rate: 20%, losses: offset"),
    )  # fmt: skip
    assert taxed(found, "a") == pytest.approx([-0.2 * 30, 0, 0])


def test_a_partner_deducts_what_it_pays_at_once() -> None:
    shared = "kind: collaboration, partner: b, grant: {territory: worldwide}, cost_share: {a: 0%, b: 100%}, profit_share: {a: 0%, b: 100%}"
    found = deal(
        f"{shared}, payments: {{upfront: 30}}",
        markets=NOTHING,
        parties=at_home(b="tax_rate: 20%, losses: offset"),
    )
    assert taxed(found, "b") == pytest.approx([-0.2 * 30, 0, 0])


def test_tax_is_paid_at_the_end_of_the_calendar_year() -> None:
    found = deal(
        "kind: retain", years=1, grid="quarter", markets=sales(100),
        parties="{a: {discount_rate: 10%, tax_rate: 20%}}",
    )  # fmt: skip
    assert found.pv("parties.a.tax_rate", "a", payer="a") == pytest.approx(-0.2 * 100 / 1.1)


def test_working_capital_is_no_income() -> None:
    found = deal(
        "kind: retain",
        years=2,
        markets=sales(100, 0, working_capital="50%"),
        parties="{a: {discount_rate: 0%, tax_rate: 20%}}",
    )
    assert found.paid("parties.a.tax_rate", payer="a") == pytest.approx([0.2 * 100, 0])


# of a sale: price and earn-out


EARN_OUT = (
    "upfront: 20, fees: {upkeep: {pay: 2, every: 1 years}}, royalty: {rate: 10%, buy_out: {price: 35, at: first sale + 1 years, take: always}}, "
    "withholding: {rate: 15%}"
)
"""A price of 20, 2 a year, and 10% of 100 before what is left is bought out for 35."""


def _sold(tax: str, a: str, b: str = "") -> Worked:
    return deal(
        f"{SALE}, payments: {{{EARN_OUT}}}, tax: {{{tax}, amortise_over: none}}", parties=parties(a, b)
    )


def test_what_buys_an_earn_out_out_is_income_like_the_earn_out() -> None:
    found = _sold(
        "treat_as: capital, seller_rate: 10%", "tax_rate: 30%, foreign_tax_credit: {carry_forward: 0 years}"
    )
    income = [2 + 10, 2 + 35, 2]
    credited = 0.15 * 10
    assert withheld(found) == pytest.approx([credited, 0, 0]), "only the earn-out crosses the border taxed"
    assert taxed(found, "a") == pytest.approx(
        [0.10 * 20 + 0.30 * income[0] - credited, 0.30 * income[1], 0.30 * income[2]]
    )


def test_a_price_taxed_at_its_own_rate_makes_no_room_for_foreign_tax() -> None:
    """1.5 is withheld on the earn-out; of it 10% on the 2 + 10 of other foreign income is credited, not 10% on 32."""
    found = _sold(
        "treat_as: capital, seller_rate: 10%", "tax_rate: 10%, foreign_tax_credit: {carry_forward: 0 years}"
    )
    room = 0.10 * (2 + 10)
    assert room < 0.15 * 10 < 0.10 * (20 + 2 + 10)
    assert taxed(found, "a")[0] == pytest.approx(0.10 * 20 + 0.10 * 12 - room)


def test_where_the_price_is_a_royalty_to_the_payers_country_so_is_what_buys_the_earn_out_out() -> None:
    found = _sold("treat_as: income, seller_rate: 10%", "")
    assert withheld(found) == pytest.approx([0.15 * (20 + 2 + 10), 0.15 * (2 + 35), 0.15 * 2])


# an IP box


RECOUPED = "royalty: {rate: 10%, minimum: {amount: 25 per year, carry_forward: true}}"
"""Of sales of 100, 200 and 300: 15 and 5 topped up, 5 of it returned in the third year."""


def test_a_minimum_returned_is_less_royalty_for_the_licensor_and_none_for_the_licensee() -> None:
    box = "tax_rate: 30%, royalty_tax_rate: 10%"
    found = licence(RECOUPED, parties=at_home(box, box))
    received, sold = [25, 25, 30 - 5], [100, 200, 300]
    assert found.paid("payments.royalty.minimum", payer="a") == pytest.approx([0, 0, 5])
    assert taxed(found, "a") == pytest.approx([0.10 * r for r in received])
    assert taxed(found, "b") == pytest.approx([0.30 * (s - r) for s, r in zip(sold, received, strict=True)])


def test_a_rate_for_royalties_needs_no_other_rate() -> None:
    found = licence("upfront: 20, royalty: {rate: 10%}", parties=at_home("royalty_tax_rate: 5%"))
    assert taxed(found, "a") == pytest.approx([0.05 * 10, 0.05 * 20, 0.05 * 30])


def test_no_more_royalty_is_taxed_at_its_own_rate_than_there_is_income() -> None:
    found = licence(
        "royalty: {rate: 10%}, fees: {back: {pay: 14, every: 1 years, payer: a}}",
        parties=at_home("tax_rate: 30%, royalty_tax_rate: 5%, losses: none"),
    )
    assert taxed(found, "a") == pytest.approx([0, 0.05 * (20 - 14), 0.05 * (30 - 14)])
