"""Published examples of single terms: tiers, minimums, offsets, units, gross-ups, taxes, equivalents of a lump sum."""

from __future__ import annotations

import pytest

from tests.engine.worked import LICENCE, SALE, Worked, deal, licence, sales, sheet, valued

ROYALTY = "payments.royalty"


def _at_end(payments: str, rate: str, *by_year: object, a: str = "", b: str = "", **more: str) -> Worked:
    """A licence whose years are discounted from their ends, at one rate for both sides."""
    parties = f"{{a: {{discount_rate: {rate}{a}}}, b: {{discount_rate: {rate}{b}}}}}"
    return licence(
        payments, years=len(by_year), timing="end", parties=parties, markets=sales(*by_year, **more)
    )


def test_tiers_of_avance_and_of_decipad() -> None:
    """Avance Basel, "Why royalties are up-tiered" (avance.ch/avance_on_tiered_royalties.html, 2008): 10% up to 200,
    12% above, sales 300: 20 + 12 = 32. Decipad documentation (2022): four tiers, minimum 5,000, at most 500,000,
    amount 120,000: 8,000. Exact.
    """
    avance = licence("royalty: {tiers: [{rate: 10%, up_to: 200}, {rate: 12%}]}", markets=sales(300))
    assert avance.npv("a") == pytest.approx(32, abs=1e-6)
    decipad = licence(
        "royalty: {tiers: [{rate: 5%, up_to: 50000}, {rate: 7%, up_to: 100000}, {rate: 10%, up_to: 150000}, {rate: 15%}], "
        "cap: {per_year: 500000}, minimum: {amount: 5000 per year}}",
        years=1, markets=sales(120000),
    )  # fmt: skip
    assert decipad.npv("a") == pytest.approx(8000, abs=1e-6)


def test_recoupment_of_short_workings() -> None:
    """Finance Numericals, "Recoupment of short workings of royalty" (financenumericals.blogspot.com, August 2018),
    worked table: 0.60 a ton, a rising minimum, shortfalls recouped over the whole lease out of what exceeds the
    minimum. Exact.
    """
    found = licence(
        "royalty: {base: units, per_unit: 0.60, minimum: {ladder: [900, 1200, 1800, 2500, 3000], carry_forward: true}}",
        years=5, markets=sales(1200, 1800, 2600, 4900, 5700, price="1"),
    )  # fmt: skip
    earned = found.paid(ROYALTY)
    shortfall = found.paid("payments.royalty.minimum")
    recouped = found.paid("payments.royalty.minimum", payer="a")
    assert earned == pytest.approx([720, 1080, 1560, 2940, 3420], abs=1e-6)
    assert shortfall == pytest.approx([180, 120, 240, 0, 0], abs=1e-6)
    assert recouped == pytest.approx([0, 0, 0, 440, 100], abs=1e-6)
    paid = [e + s - r for e, s, r in zip(earned, shortfall, recouped, strict=True)]
    assert paid == pytest.approx([900, 1200, 1800, 2500, 3320], abs=1e-6)


def test_a_stacked_rate() -> None:
    """Sustainable Enterprise Project, "Royalty stacking provisions" (seproject.org, 23 June 2008): 10% less 2% owed to a
    third party is 8%. Exact.
    """
    found = licence(
        "royalty: {rate: 10%, adjust: [{stacking: 100%}]}",
        assets="{x: {third_party: {t: {rate: 2%}}}}",
        markets=sales(100),
    )
    assert found.npv("a") / 100 == pytest.approx(0.08, abs=1e-9)


def test_a_guaranteed_minimum_tops_up() -> None:
    """Easy Royalties, "Minimum guaranteed royalties" (easyroyaltiesusa.com, July 2011): 10,000 against 8,000 earned:
    2,000 more. Exact.
    """
    found = licence("royalty: {rate: 10%, minimum: {amount: 10000 per year}}", years=1, markets=sales(80000))
    assert found.paid("payments.royalty.minimum") == pytest.approx([2000], abs=1e-9)


def test_the_higher_of_minimum_and_earned() -> None:
    """Your Article Library (yourarticlelibrary.com/?p=73025, 2014): 12,000, or 2 a ton on 4,000 and 8,000 tons: 12,000 and
    16,000. Exact.
    """
    found = licence(
        "royalty: {base: units, per_unit: 2, minimum: {amount: 12000 per year}}",
        years=2,
        markets=sales(4000, 8000, price="1"),
    )
    total = [r + m for r, m in zip(found.paid(ROYALTY), found.paid("payments.royalty.minimum"), strict=True)]
    assert total == pytest.approx([12000, 16000], abs=1e-9)


def test_half_of_all_royalties_as_the_price_of_an_assignment() -> None:
    """D. Pressman, "Patent It Yourself" (yumpu.com archive, p. 466): half of 20 years of 150,000 units at 0.50 and 5%:
    37,500. Exact.
    """
    found = licence("royalty: {rate: 5%}", years=20, markets=sales(*[150_000 * 0.50] * 20))
    assert found.npv("a") / 2 == pytest.approx(37500, abs=1e-9)


@pytest.mark.parametrize(("rate", "published"), [("5%", 90.7), ("11%", 81.2)])
def test_a_hundred_in_two_years(rate: str, published: float) -> None:
    """R. Villiger, "IP valuation in life sciences" (fdocuments.us, Budapest slides): 100 in two years at 5% and at 11%.
    Within 0.05.
    """
    found = _at_end("instalments: {late: {pay: 100, at: 2028-01-01}}", rate, 0, 0, 0)
    assert found.npv("a") == pytest.approx(published, abs=0.05)


def test_a_trademark_licence_at_a_quarter_of_the_extra_profit() -> None:
    """China, national self-taught examination, Asset Appraisal 00158, April 2012, question 42
    (51zhishang.com/shiti/tk-st-419533.html): extra profit of 10 a piece, a quarter of it for eight years, 25% tax, 10%:
    517.26. Within 0.06 (yearly fees 0.005).
    """
    extra = [500, 550, 540, 520, 510, 500, 500, 500]
    found = _at_end("royalty: {rate: 25%, base: profit}", "10%", *extra, a=", tax_rate: 25%")
    after_tax = [0.75 * fee for fee in found.paid(ROYALTY)]
    assert after_tax == pytest.approx([93.75, 103.125, 101.25, 97.5, 95.625, 93.75, 93.75, 93.75], abs=0.005)
    assert found.npv("a") == pytest.approx(517.26, abs=0.06)


def test_a_patent_licence_at_two_per_cent_of_sales() -> None:
    """China, self-taught examination, Asset Appraisal (gaojiufeng.cn/?id=997594): 2% of sales at a margin of 10% and a
    profit of 460 is 20% of profit; 69 a year after 25% tax; 310 over eight years at 15%. Within 0.5.
    """
    found = _at_end("royalty: {rate: 2%}", "15%", *[4600] * 8, a=", tax_rate: 25%")
    assert 100 * found.paid(ROYALTY)[0] / 460 == pytest.approx(20, abs=0.5)
    assert 0.75 * found.paid(ROYALTY)[0] == pytest.approx(69, abs=0.5)
    assert found.npv("a") == pytest.approx(310, abs=0.5)


def test_a_trademark_licence_at_a_quarter_of_net_profit() -> None:
    """China, CPV daily question (m.yinshua168.com.cn): 300,000 pieces at 120 with a margin of 30%, a quarter of the profit
    for three years at 10%: 671.46 (with a four-figure annuity factor). Within 0.02.
    """
    found = _at_end("royalty: {rate: 25%, base: profit}", "10%", *[30 * 120] * 3, costs="{selling: 70%}")
    assert found.npv("a") == pytest.approx(671.46, abs=0.02)


BREAK_EVEN = {"Chelesvig": (35000, 1200, 0.40, "7%", 9458), "Ashley": (30000, 1000, 0.50, "10%", 7765)}


@pytest.mark.parametrize("inventor", list(BREAK_EVEN))
def test_the_sales_at_which_a_licence_is_worth_a_lump_sum(inventor: str) -> None:
    """J. White, K. Case, D. Pratt, engineering economy (qammunity.org/3098319: 9,458); a course problem
    (drjackthetutor.com/questions/1134656: 7,765): a lump sum, or a yearly fee and a royalty a unit, ten years. Within one
    unit a year.
    """
    lump, fee, royalty, rate, published = BREAK_EVEN[inventor]

    def worth(units: int) -> float:
        return licence(
            f"fees: {{yearly: {{pay: {fee}, every: 1 years, from: effective + 1 years}}}}, royalty: {{base: units, per_unit: {royalty}, "
            "until: first sale + 10 years}",
            years=11, timing="end", parties=f"{{a: {{discount_rate: {rate}}}, b: {{discount_rate: {rate}}}}}",
            markets=sales(*[units] * 10, price="1"),
        ).npv("a")  # fmt: skip

    assert worth(published - 1) < lump < worth(published + 1)


def test_a_royalty_to_be_received_net_of_tax() -> None:
    """Arinjay Academy, "Income payable net of tax", section 195A of India's Income-tax Act (arinjayacademy.com/net-of-tax):
    90,000 net of 10% is 100,000 gross, 10,000 of it tax. Exact.
    """
    found = licence(
        "royalty: {rate: 10%}, withholding: {rate: 10%, gross_up: true}", years=1, markets=sales(900000),
        parties="{a: {discount_rate: 0%, country: US}, b: {discount_rate: 0%, country: IN}}",
    )  # fmt: skip
    gross_up = found.paid("payments.withholding", kind="gross_up")
    tax = found.paid("payments.withholding", payer="a", kind="withholding")
    assert found.paid(ROYALTY)[0] + gross_up[0] == pytest.approx(100000, abs=1e-6)
    assert tax == pytest.approx([10000], abs=1e-6)
    assert found.npv("a") == pytest.approx(90000, abs=1e-6)


def test_the_tax_amortisation_benefit_of_a_purchase() -> None:
    """Opagio, "What is the Tax Amortisation Benefit" (opag.io/reference/faq/tax-amortisation-benefit-calculation): 25%,
    fifteen years straight line, 12%, year ends: factor 1.13. Within 0.005. A price of 100 costs the buyer 100 / factor.
    """
    found = deal(
        f"{SALE}, tax: {{amortise_over: 15 years}}, payments: {{upfront: 100}}", years=16, timing="end", markets=sales(0),
        parties="{a: {discount_rate: 12%}, b: {discount_rate: 12%, tax_rate: 25%, losses: offset}}",
    )  # fmt: skip
    assert -100 / found.npv("b") == pytest.approx(1.13, abs=0.005)


def test_the_royalty_equivalent_to_a_lump_sum() -> None:
    """26 CFR 1.482-4(f)(6)(iii), Example (law.cornell.edu/cfr/text/26/1.482-4): 500,000 paid at the start for five years is
    5% of sales worth 10,000,000 at 10% (discounted from year ends, as the example does); 125,000, 130,000, 135,000,
    135,000 and 137,500 a year. Within 5,000 of the sales, 0.01 points of the rate.
    """
    sold = (2500000, 2600000, 2700000, 2700000, 2750000)
    found = _at_end("royalty: {rate: 5%}", "10%", *sold)
    value_of_sales = found.npv("a") / 0.05
    assert value_of_sales == pytest.approx(10000000, abs=5000)
    assert 100 * 500000 / value_of_sales == pytest.approx(5.0, abs=0.01)
    assert found.paid(ROYALTY) == pytest.approx([125000, 130000, 135000, 135000, 137500], abs=1)


COST_SHARING = f"""
    licence: {{{LICENCE}, payments: {{royalty: {{rate: 40%}}}}}},
    before_platform_payments: {{{LICENCE}, discount_rates: {{b: 15%}}, payments: {{royalty: {{rate: 20%}}}}}},
    cost_sharing: {{{LICENCE}, discount_rates: {{b: 15%}}, payments: {{royalty: {{rate: 20%}}, funding: {{
        one: {{pay: 196 per year, until: 2027-01-01}},
        two: {{pay: 215 per year, from: 2027-01-01, until: 2028-01-01}},
        three: {{pay: 236 per year, from: 2028-01-01}}}}}}}}
"""
"""40% of sales as the licence fee; 20% as cost contributions, without and with the platform payments of each year."""


def _cost_sharing(name: str, tax: str = "25%") -> Worked:
    """Sales of 1,000, 1,100 and 1,210, operating costs of half, over three years discounted from their ends."""
    text = sheet(
        COST_SHARING, timing="end", markets=sales(1000, 1100, 1210, costs="{selling: 50%}"),
        parties=f"{{a: {{discount_rate: 15%}}, b: {{discount_rate: 12.5%, tax_rate: {tax}, losses: offset}}}}",
    )  # fmt: skip
    return valued(text, name=name)


def _net(found: Worked) -> list[float]:
    return list(found.structure.parties["b"].net_by_year.values())


def test_a_licence_and_cost_sharing_worth_the_same_after_tax() -> None:
    """26 CFR 1.482-7(g)(4)(viii), Examples 4, 5 and 6 (law.cornell.edu/cfr/text/26/1.482-7): after-tax and pre-tax values
    of a licence fee of 40% of sales at 12.5% and of cost sharing at 15%, platform payments of 196, 215 and 236. Within
    0.51, the rounding of the text. Its pre-tax values are after-tax ones over 1 - 25%.
    """
    licence_, before, shared = (
        _cost_sharing(name) for name in ("licence", "before_platform_payments", "cost_sharing")
    )
    assert licence_.npv("b") / 0.75 == pytest.approx(261, abs=0.51)
    assert licence_.npv("b") == pytest.approx(196, abs=0.51)
    assert before.npv("b") / 0.75 == pytest.approx(749, abs=0.51)
    assert before.npv("b") == pytest.approx(562, abs=0.51)
    assert _net(licence_) == pytest.approx([75, 82, 91], abs=0.51)
    assert _net(before) == pytest.approx([225, 248, 272], abs=0.51)
    assert _net(shared) == pytest.approx([78, 86, 95], abs=0.51)
    assert shared.npv("b") == pytest.approx(196, abs=0.51)
    paid = -sum(shared.pv(f"payments.funding.{name}", "b") for name in ("one", "two", "three"))
    assert paid == pytest.approx(488, abs=0.51)
    assert before.npv("b") - licence_.npv("b") == pytest.approx(366, abs=0.51), (
        "after tax, what may be paid for the platform"
    )
