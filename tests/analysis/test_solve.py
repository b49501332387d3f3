"""A number is solved for: hand-worked deals, several answers, leaps, no value, wholes, sheets that would have an error."""

from __future__ import annotations

from pathlib import Path as File

import pytest

from dealcraft import load, replace
from dealcraft.analysis.levers import lever, read
from dealcraft.analysis.solve import Solution, solve
from dealcraft.analysis.study import How, Study
from dealcraft.analysis.targets import read_target
from dealcraft.engine.value import value
from dealcraft.errors import UnknownPath, UsageError
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from tests.engine.worked import LICENCE, SALE, SHARED, sales, sheet

EXAMPLES = File(__file__).parents[2] / "examples"
TOO_FAR = load(EXAMPLES / "royalty_too_far" / "royalty_too_far.deal.yaml")
RATE = "structures.at_18.payments.royalty.rate"
SIMPLE = sheet(
    f"licence: {{{LICENCE}, payments: {{upfront: 30, royalty: {{rate: 10%}}}}}}, "
    f"sale: {{{SALE}, payments: {{upfront: 75}}}}"
)
"""Sales of 100, 200 and 300, nothing discounted: the licence is worth 30 + 60 to a, the sale 75."""
TRIAL = sheet(
    f"deal: {{{LICENCE}, payments: {{royalty: {{rate: 10%}}}}}}", markets=sales(300, launch="approval"),
    assets="{x: {development: {trial: {duration: 1 years, cost: 30, success: 60%, spend: start}}}}",
)  # fmt: skip
"""b spends 30, and in 60% of cases sells for 300."""


def solved(of: Sheet, path: str, target: str, *between: float, run: str = "expected") -> Solution:
    term = Path.parse(path)
    own = str(term[1]) if term[0] == "structures" else None
    bracket = (between[0], between[1]) if between else None
    return solve(of, term, read_target(target, of, structure=own), bracket=bracket, how=How(run))  # type: ignore[arg-type]


def test_an_upfront_that_makes_up_for_a_target() -> None:
    found = solved(SIMPLE, "structures.licence.payments.upfront", "npv(a) = 100")
    (met,) = found.solutions
    assert met.value == pytest.approx(40, rel=1e-12)  # 100 less a tenth of 600
    assert met.npv == {"licence": {"a": pytest.approx(100), "b": pytest.approx(500)}}
    assert (found.now.value, found.now.left, found.now.right) == (30, pytest.approx(90), 100)
    assert found.bracket == (0, 300)


def test_a_price_at_which_two_structures_are_worth_the_same() -> None:
    found = solved(SIMPLE, "structures.sale.payments.upfront", "npv(a) = npv(a, licence)")
    assert [met.value for met in found.solutions] == pytest.approx([90], rel=1e-12)
    assert set(found.now.npv) == {"sale", "licence"}


def test_a_price_is_looked_for_from_above_nothing() -> None:
    """Sales of 600 at a price of 10 are 60 units; 120 pay 120 where each pays 1, at a price of 5. None is sold at 0."""
    units = sheet(
        f"licence: {{{LICENCE}, payments: {{royalty: {{base: units, per_unit: 1}}}}}}",
        markets=sales(100, 200, 300, price="10"),
    )
    found = solved(units, "markets.world.sales.price", "npv(a, licence) = 120")
    assert [met.value for met in found.solutions] == pytest.approx([5], rel=1e-12)
    assert found.bracket == (1, 100)


def test_a_tax_that_the_payer_bears_is_looked_for_below_all_of_it() -> None:
    """Of 30 net at 25% b pays 30 / 0.75 = 40; at 100% nothing would be enough."""
    borne = sheet(
        f"licence: {{{LICENCE}, payments: {{upfront: 30, withholding: {{rate: 10%, gross_up: true}}}}}}",
        parties="{a: {discount_rate: 0%, country: KR}, b: {discount_rate: 0%, country: JP}}",
    )
    found = solved(borne, "structures.licence.payments.withholding.rate", "npv(b, licence) = 560")
    assert [met.value for met in found.solutions] == pytest.approx([0.25], rel=1e-9)
    assert found.bracket == (0, pytest.approx(0.91))


def test_no_solution_says_between_what_the_figure_lies() -> None:
    found = solved(SIMPLE, "structures.licence.payments.upfront", "npv(a) = 100", 0, 20)
    assert (found.solutions, found.leaps, found.unsound) == ((), (), ())
    assert found.between == pytest.approx((60, 80))
    gap = solved(SIMPLE, "structures.licence.payments.upfront", "npv(a) = npv(a, sale)", 20, 30)
    assert gap.between == pytest.approx((5, 15))


def test_both_rates_at_which_a_licensor_is_worth_the_same_are_found() -> None:
    """Beyond 18% the licensee stops in more and more cases, so that value falls and rises again between the leaps."""
    found = solved(TOO_FAR, RATE, "npv(verdant) = 25m", 0.0, 0.4)
    assert len(found.solutions) == 2
    assert len(found.leaps) == 2
    for met in found.solutions:
        changed = replace(TOO_FAR, {RATE: found.lever.spelled(met.value)})
        worth = value(changed, structures=["at_18"]).structures["at_18"].parties["verdant"].npv
        assert worth == pytest.approx(25e6, rel=1e-9)
    leap = found.leaps[0]
    assert found.solutions[0].value < leap.at < found.solutions[1].value
    assert leap.before > 0 > leap.after


def test_two_solutions_between_neighbouring_looks_are_both_found() -> None:
    # on sales of T = S + 500: 10% up to a cap of 90, against 43 and 5%: equal at T = 860, and at T = 940 beyond the cap
    capped = f"capped: {{{LICENCE}, payments: {{royalty: {{rate: 10%, cap: {{lifetime: 90}}}}}}}}"
    plain = f"plain: {{{LICENCE}, payments: {{upfront: 43, royalty: {{rate: 5%}}}}}}"
    two = sheet(f"{capped}, {plain}")
    found = solved(two, "markets.world.sales.by_year[0]", "npv(a, capped) = npv(a, plain)", 0, 10_000)
    assert [met.value for met in found.solutions] == pytest.approx([360.0, 440.0])
    assert len(found.looks) == 42, "the course is shown at equal steps and as it stands"


def test_a_chance_leaps_and_is_not_met() -> None:
    found = solved(TRIAL, "structures.deal.payments.royalty.rate", "chance_of_loss(b) = 70%")
    assert found.solutions == ()
    (leap,) = found.leaps  # up to 90% of 300 there is something left of the 30 spent
    assert leap.at == pytest.approx(0.9, rel=1e-6)
    assert (leap.before + 0.7, leap.after + 0.7) == pytest.approx((0.4, 1.0))


def test_a_rate_of_return_where_there_is_one() -> None:
    found = solved(TRIAL, "structures.deal.payments.royalty.rate", "irr(b) = 20%")
    (met,) = found.solutions  # 30 become (1 - rate) 60% 300 a year later
    assert met.value == pytest.approx(1 - 1.2 * 30 / 180, rel=1e-9)
    none = solved(SIMPLE, "structures.sale.payments.upfront", "irr(a) = 20%")
    assert (none.solutions, none.between) == ((), None)


def test_shares_of_a_whole_move_together() -> None:
    shared = sheet(f"deal: {{{SHARED}, cost_share: {{a: 40%, b: 60%}}, profit_share: {{a: 40%, b: 60%}}}}")
    found = solved(shared, "structures.deal.profit_share.a", "npv(a) = 270")
    (met,) = found.solutions
    assert met.value == pytest.approx(0.45, rel=1e-12)
    assert met.npv["deal"]["b"] == pytest.approx(330)
    assert set(map(str, found.lever.case(met.value))) == {
        "structures.deal.profit_share.a",
        "structures.deal.profit_share.b",
    }


def test_what_would_be_a_sheet_with_an_error_is_no_solution() -> None:
    tiers = "tiers: [{rate: 6%, up_to: 100}, {rate: 8%, up_to: 200}, {rate: 10%}]"
    tiered = sheet(f"deal: {{{LICENCE}, payments: {{royalty: {{{tiers}}}}}}}")
    path = "structures.deal.payments.royalty.tiers[0].up_to"
    (met,) = solved(tiered, path, "npv(a) = 42").solutions
    assert met.value == pytest.approx(150)  # 6, then 9 + 4, then 9 + 4 + 10
    low = value(replace(tiered, {path: "200"}), run="base").structures["deal"].parties["a"].npv
    found = solved(tiered, path, f"npv(a) = {low - 1:.3f}")
    assert found.solutions == ()
    assert [one.wrong for one in found.unsound]
    assert all(one.at > 200 for one in found.unsound)


def test_an_uncertain_number_is_replaced_by_a_certain_one() -> None:
    uncertain = sheet(f"deal: {{{LICENCE}, payments: {{upfront: {{uniform: [20, 40]}}}}}}")
    found = solved(uncertain, "structures.deal.payments.upfront", "npv(a) = 33")
    assert found.lever.uncertain
    assert found.now.left == pytest.approx(30, abs=0.1)
    (met,) = found.solutions
    assert met.value == pytest.approx(33, rel=1e-12)
    again = replace(uncertain, {str(found.lever.path): found.lever.spelled(met.value)})
    assert value(again).structures["deal"].parties["a"].npv == pytest.approx(33, rel=1e-9)


def test_what_cannot_be_asked_for_is_told() -> None:
    with pytest.raises(UnknownPath, match="did you mean"):
        solved(SIMPLE, "structures.sale.payments.upfrnt", "npv(a) = 3")
    with pytest.raises(UsageError, match="no number of the sheet"):
        solved(SIMPLE, "structures.sale.payments", "npv(a) = 3")
    with pytest.raises(UsageError, match="nothing lies between"):
        solved(SIMPLE, "structures.sale.payments.upfront", "npv(a) = 3", 20, 10)
    with pytest.raises(UsageError, match="cannot be"):
        solved(SIMPLE, "structures.licence.payments.royalty.rate", "npv(a) = 3", -0.5, 0.5)


@pytest.mark.parametrize(("text", "number"), [("5%", 0.05), ("50bp", 0.005)])
def test_an_end_is_read_as_the_sheet_would(text: str, number: float) -> None:
    rate = lever(SIMPLE, Path.parse("structures.licence.payments.royalty.rate"))
    assert read(SIMPLE, rate, text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["EUR 3m", "abc", "5", "-5%", ""])
def test_an_end_that_cannot_stand_there_is_refused(text: str) -> None:
    rate = lever(SIMPLE, Path.parse("structures.licence.payments.royalty.rate"))
    with pytest.raises(UsageError, match="cannot stand at"):
        read(SIMPLE, rate, text)


def test_an_end_may_name_the_currency_that_a_bare_amount_is_in() -> None:
    upfront = lever(SIMPLE, Path.parse("structures.licence.payments.upfront"))
    assert read(SIMPLE, upfront, "1.5m") == read(SIMPLE, upfront, "USD 1.5m") == 1.5e6
    with pytest.raises(UsageError, match=r"EUR 3m is in EUR, and structures.licence.payments.upfront in USD"):
        read(SIMPLE, upfront, "EUR 3m")


def test_a_bare_amount_of_a_market_is_in_the_currency_of_the_market() -> None:
    market = "{territory: worldwide, launch: effective, currency: EUR, sales: {by_year: [100]}}"
    abroad = sheet(f"deal: {{{LICENCE}}}", markets=f"{{world: {market}}}", fx="{EUR: 1.1}")
    sales = lever(abroad, Path.parse("markets.world.sales.by_year[0]"))
    assert read(abroad, sales, "EUR 5m") == read(abroad, sales, "5m") == 5e6
    with pytest.raises(UsageError, match=r"is in USD, and .* in EUR"):
        read(abroad, sales, "USD 5m")


def test_a_structure_that_a_term_does_not_move_is_valued_once() -> None:
    path = Path.parse("structures.licence.payments.upfront")
    study = Study(SIMPLE, [path], structures=["licence", "sale"])
    assert study.moved_by({path: 10.0}) == ("licence",)
    assert study.moved_by({Path.parse("parties.a.discount_rate"): 0.1}) == study.structures
    assert study.moved_by({}) == ()
    low, high = study.worths([{path: 0.0}, {path: 10.0}])
    assert (low.npv("a", "licence"), high.npv("a", "licence")) == pytest.approx((60, 70))
    assert low.npv("a", "sale") == high.npv("a", "sale") == pytest.approx(75)


def test_where_inputs_are_drawn_a_sketch_says_where_to_look_and_the_run_decides() -> None:
    """Nothing of the course of a sketch stays in a solution: it is that of the run, valued by itself."""
    hb12 = load(EXAMPLES / "hb12" / "hb12.deal.yaml")
    path = "structures.licence.payments.upfront"
    found = solved(hb12, path, "npv(hanbit) = 40m", 0.0, 30e6)
    (met,) = found.solutions
    again = value(replace(hb12, {path: found.lever.spelled(met.value)}), structures=["licence"])
    assert again.structures["licence"].parties["hanbit"].npv == pytest.approx(40e6, rel=1e-9)
    none = solved(hb12, path, "npv(hanbit) = 90m", 0.0, 30e6)
    ends = [
        value(replace(hb12, {path: end}), structures=["licence"]).structures["licence"].parties["hanbit"].npv
        for end in ("0m", "30m")
    ]
    assert none.solutions == ()
    assert none.between == pytest.approx(tuple(ends), rel=1e-9)
