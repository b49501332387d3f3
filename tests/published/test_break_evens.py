"""Break-evens that others published, solved for instead of tried."""

from __future__ import annotations

import pytest

from dealcraft.analysis.solve import solve
from dealcraft.analysis.targets import read_target
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from tests.engine.worked import LICENCE, SALE, sales, sheet
from tests.published.test_projects import globapharm
from tests.published.test_rates_and_terms import BREAK_EVEN, COST_SHARING


def met(of: Sheet, path: str, target: str, *between: float) -> float:
    """The only value at *path* that meets *target*."""
    bracket = (between[0], between[1]) if between else None
    (found,) = solve(of, Path.parse(path), read_target(target, of, structure=None), bracket=bracket).solutions
    return found.value


def test_the_chance_of_phase_2_that_earns_back_a_larger_trial() -> None:
    """McKinsey practice case GlobaPharm (mckinsey.com/careers/interviewing/globapharm): 150 spent before phase 1 are earned
    back where phase 2 succeeds in 80%, 40 points more. Within 0.5 points.
    """
    candidate = sheet(
        "today: {kind: retain}", years=5, assets=globapharm(phase_2=40, extra=150),
        markets=sales(1200, launch="approval"), parties="{a: {discount_rate: 0%}}",
    )  # fmt: skip
    chance = met(candidate, "assets.x.development.two.success", "npv(a, today) = 151.2")
    assert 100 * chance == pytest.approx(80, abs=0.5)
    assert 100 * chance - 40 == pytest.approx(40, abs=0.5)


@pytest.mark.parametrize("inventor", list(BREAK_EVEN))
def test_the_sales_at_which_two_offers_are_equal(inventor: str) -> None:
    """J. White, K. Case, D. Pratt (qammunity.org/3098319: 9,458); a course problem (drjackthetutor.com/questions/1134656:
    7,765). Within one unit a year. Level sales are a peak reached at once.
    """
    lump, fee, royalty, rate, published = BREAK_EVEN[inventor]
    terms = (
        f"fees: {{yearly: {{pay: {fee}, every: 1 years, from: effective + 1 years}}}}, "
        f"royalty: {{base: units, per_unit: {royalty}, until: first sale + 10 years}}"
    )
    offers = sheet(
        f"licence: {{{LICENCE}, payments: {{{terms}}}}}, sale: {{{SALE}, payments: {{upfront: {lump}}}}}",
        years=11, timing="end", parties=f"{{a: {{discount_rate: {rate}}}, b: {{discount_rate: {rate}}}}}",
        markets="{world: {territory: worldwide, launch: effective, sales: {peak: 1000, time_to_peak: 0 years, price: 1}}}",
    )  # fmt: skip
    units = met(offers, "markets.world.sales.peak", "npv(a, licence) = npv(a, sale)", 0, 20000)
    assert units == pytest.approx(published, abs=1)


def test_the_royalty_equivalent_to_a_lump_sum() -> None:
    """26 CFR 1.482-4(f)(6)(iii), Example (law.cornell.edu/cfr/text/26/1.482-4): 500,000 at the start for five years is a
    royalty of 5% at 10%, sales discounted from year ends. Within 0.01 points.
    """
    rights = sheet(
        f"licence: {{{LICENCE}, payments: {{royalty: {{rate: 3%}}}}}}", years=5, timing="end",
        markets=sales(2500000, 2600000, 2700000, 2700000, 2750000),
        parties="{a: {discount_rate: 10%}, b: {discount_rate: 10%}}",
    )  # fmt: skip
    rate = met(rights, "structures.licence.payments.royalty.rate", "npv(a, licence) = 500000")
    assert 100 * rate == pytest.approx(5.0, abs=0.01)


def test_the_instalments_that_leave_cost_sharing_worth_a_licence_after_tax() -> None:
    """26 CFR 1.482-7(g)(4)(viii), Examples 4 and 6 (law.cornell.edu/cfr/text/26/1.482-7): platform payments of 196, 215 and
    236 leave cost sharing at 15% worth as much after tax as a licence fee at 12.5%. Within 0.51, the rounding of the text.
    """
    rights = sheet(
        COST_SHARING, timing="end", markets=sales(1000, 1100, 1210, costs="{selling: 50%}"),
        parties="{a: {discount_rate: 15%}, b: {discount_rate: 12.5%, tax_rate: 25%, losses: offset}}",
    )  # fmt: skip
    path = "structures.cost_sharing.payments.funding.one.pay"
    assert met(rights, path, "npv(b, cost_sharing) = npv(b, licence)") == pytest.approx(196, abs=0.51)


def test_the_price_at_which_a_deduction_pays_for_its_share() -> None:
    """Opagio, "What is the Tax Amortisation Benefit" (opag.io/reference/faq/tax-amortisation-benefit-calculation): 25%,
    fifteen years straight line, 12%, year ends: an asset worth 100 without the deduction is worth 113 with it. Within 0.5.
    """
    purchase = sheet(
        f"sale: {{{SALE}, tax: {{amortise_over: 15 years}}, payments: {{upfront: 50}}}}", years=16, timing="end",
        markets=sales(0), parties="{a: {discount_rate: 12%}, b: {discount_rate: 12%, tax_rate: 25%, losses: offset}}",
    )  # fmt: skip
    assert met(purchase, "structures.sale.payments.upfront", "npv(b, sale) = -100") == pytest.approx(
        113, abs=0.5
    )
