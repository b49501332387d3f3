"""Where sides can agree: edges, shares and frontiers are what the sheets with those numbers are worth."""

from __future__ import annotations

from pathlib import Path as File

import pytest

from dealcraft import load
from dealcraft.analysis.counter import counter
from dealcraft.analysis.frontier import frontier
from dealcraft.analysis.outside import outside
from dealcraft.analysis.study import How
from dealcraft.analysis.zone import zone
from dealcraft.engine.result import Valuation
from dealcraft.engine.value import value
from dealcraft.errors import UnknownPath, UsageError
from dealcraft.terms import paths
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from tests.engine.worked import LICENCE, sheet

HB12 = load(File(__file__).parents[2] / "examples" / "hb12" / "hb12.deal.yaml")
UPFRONT = Path.parse("structures.licence.payments.upfront")
PIVOTAL = Path.parse("structures.licence.payments.milestones.pivotal.pay")
LAUNCH = Path.parse("structures.licence.payments.milestones.us_launch.pay")
RATE = Path.parse("structures.licence.payments.royalty.tiers[1].rate")
BASE = How("base")


def npv(sheet: Sheet, party: str) -> float:
    return value(sheet, run="base", structures=["licence"]).structures["licence"].parties[party].npv


def gain(sheet: Sheet, party: str) -> float:
    """Over what the party has without the deal."""

    def valued(of: Sheet, names: tuple[str, ...]) -> Valuation:
        return value(of, run="base", structures=names)

    return npv(sheet, party) - outside(sheet, valued(sheet, ("licence", "keep")), value=valued)[party].npv


def test_at_the_edge_of_the_zone_one_side_gains_nothing() -> None:
    found = zone(HB12, UPFRONT, structure="licence", how=BASE)
    ((low, high),) = found.zone
    assert low == 0.0
    assert gain(paths.replace(HB12, UPFRONT, high), "rhein") == pytest.approx(0.0, abs=1e-3)
    assert gain(paths.replace(HB12, UPFRONT, high), "hanbit") > 0.0
    assert gain(paths.replace(HB12, UPFRONT, high + 1e5), "rhein") < 0.0


def test_a_side_that_pays_a_sum_at_signing_gives_up_its_value_after_tax() -> None:
    found = zone(HB12, UPFRONT, structure="licence", how=BASE)
    by_value = {point.value: point for point in found.across}
    (a, first), (b, second) = sorted(by_value.items())[:2]
    # 10% is withheld at once, and credited against 22% of tax at the end of the year, at 13%
    assert second.gain["hanbit"] - first.gain["hanbit"] == pytest.approx(
        (b - a) * (1 - 0.10 - 0.12 / 1.13), rel=1e-9
    )


def test_at_equal_gain_both_sides_gain_the_same() -> None:
    found = zone(HB12, UPFRONT, structure="licence", how=BASE)
    assert found.equal_gain is not None
    changed = paths.replace(HB12, UPFRONT, found.equal_gain.value)
    assert gain(changed, "hanbit") == pytest.approx(gain(changed, "rhein"), rel=1e-9)


def test_no_value_of_the_zone_has_a_larger_product_of_gains_than_the_nash_point() -> None:
    found = zone(HB12, UPFRONT, structure="licence", how=BASE)
    assert found.nash is not None
    best = found.nash.gain["hanbit"] * found.nash.gain["rhein"]
    assert all(point.gain["hanbit"] * point.gain["rhein"] <= best for point in found.across)
    # both gains fall in a straight line: the product a b of a + c x and b - d x is largest at (b/d - a/c) / 2
    (x0, p), (x1, q) = ((point.value, point.gain) for point in found.across[:2])
    c, d = (q["hanbit"] - p["hanbit"]) / (x1 - x0), (p["rhein"] - q["rhein"]) / (x1 - x0)
    a, b = p["hanbit"] - c * x0, p["rhein"] + d * x0
    assert found.nash.value == pytest.approx((b / d - a / c) / 2, rel=2e-3)


def test_the_nash_point_is_that_of_the_whole_run_and_not_of_its_sketch() -> None:
    """What b pays at signing a receives, so that the product is largest where both gain the same: few points miss it."""
    phases = ", ".join(f"t{i}: {{duration: 3 months, cost: 1, success: 90%}}" for i in range(6))
    peak = "peak: {lognormal: {mean: 400, sd: 800}}, time_to_peak: 1 years"
    made = sheet(
        f"deal: {{{LICENCE}, payments: {{upfront: 30, royalty: {{tiers: [{{rate: 5%, up_to: 300}}, {{rate: 25%}}]}}}}}}",
        years=6, assets=f"{{x: {{development: {{{phases}}}}}}}",
        markets=f"{{world: {{territory: worldwide, launch: approval, sales: {{{peak}}}}}}}",
        parties="{a: {discount_rate: 10%, capability: {sales: 5%}}, b: {discount_rate: 5%}}",
    )  # fmt: skip
    found = zone(made, Path.parse("structures.deal.payments.upfront"), structure="deal")
    assert found.nash is not None
    assert found.equal_gain is not None
    assert found.nash.value == pytest.approx(found.equal_gain.value, rel=2e-3)


def test_without_zone_it_is_said_how_much_each_side_gains_at_most() -> None:
    found = zone(HB12, UPFRONT, structure="licence", bracket=(80e6, 90e6), how=BASE)
    assert found.zone == ()
    assert found.nash is None
    assert found.short["rhein"] == pytest.approx(gain(paths.replace(HB12, UPFRONT, 80e6), "rhein"), rel=1e-9)
    assert found.short["rhein"] < 0.0


def test_at_one_discount_rate_the_sheet_says_the_same() -> None:
    found = zone(HB12, UPFRONT, structure="licence", how=BASE)
    assert found.common is not None
    assert found.nash is not None
    same = paths.replace_all(
        HB12, {Path.parse("parties.rhein.discount_rate"): "13%", UPFRONT: found.nash.value}
    )
    assert found.common.common == pytest.approx(gain(same, "hanbit") + gain(same, "rhein"), rel=1e-9)
    assert found.common.own == pytest.approx(sum(found.nash.gain.values()), rel=1e-12)


@pytest.mark.parametrize("how", [BASE, How("expected")], ids=["base", "expected"])
def test_every_pair_of_the_frontier_leaves_the_owner_as_well_off(how: How) -> None:
    found = frontier(HB12, (UPFRONT, PIVOTAL), structure="licence", points=5, how=how)
    assert len(found.pairs) > 2
    for pair in found.pairs[:2]:
        changed = paths.replace_all(HB12, dict(zip((UPFRONT, PIVOTAL), pair.values, strict=True)))
        worth = value(changed, run=how.run, structures=["licence"]).structures["licence"].parties
        assert worth["hanbit"].npv == pytest.approx(found.worth, rel=1e-9)
        assert worth["rhein"].npv == pytest.approx(pair.npv["rhein"], rel=1e-9)
        assert worth["hanbit"].distribution.chance_of_loss == pytest.approx(pair.chance_of_loss, abs=1e-9)
        assert worth["hanbit"].distribution.p5 == pytest.approx(pair.p5, rel=1e-9)


def test_the_sheet_itself_lies_on_the_frontier() -> None:
    found = frontier(
        HB12, (UPFRONT, RATE), structure="licence", brackets=((30e6, 40e6), None), points=3, how=BASE
    )
    now = next(pair for pair in found.pairs if pair.values[0] == 35e6)
    assert now.values[1] == pytest.approx(0.07, rel=1e-9)


def test_a_counter_offer_restores_what_was_conceded() -> None:
    concession = {UPFRONT: "25m"}
    conceded = paths.replace_all(HB12, dict(concession))
    found = counter(HB12, conceded, concession, [PIVOTAL, LAUNCH], structure="licence", how=BASE)
    assert found.together is not None
    for offer in (found.together, *(offer for offer in found.alone.values() if offer is not None)):
        restored = paths.replace_all(conceded, dict(offer.terms))
        assert npv(restored, "hanbit") == pytest.approx(npv(HB12, "hanbit"), rel=1e-9)


def test_no_other_change_to_the_same_terms_is_smaller() -> None:
    concession = {UPFRONT: "33m"}
    conceded = paths.replace_all(HB12, dict(concession))
    found = counter(HB12, conceded, concession, [PIVOTAL, LAUNCH], structure="licence", how=BASE)
    assert found.together is not None

    def size(terms: dict[Path, float]) -> float:
        return sum((terms[path] / now - 1.0) ** 2 for path, now in ((PIVOTAL, 55e6), (LAUNCH, 110e6)))

    together = size(dict(found.together.terms))
    assert all(together < size(dict(offer.terms)) for offer in found.alone.values() if offer is not None)
    # milestones are worth so much for each 1: in proportion to that the two must move
    worths = [
        npv(paths.replace(conceded, path, 1.01 * now), "hanbit")
        for path, now in ((PIVOTAL, 55e6), (LAUNCH, 110e6))
    ]
    slopes = [worth - npv(conceded, "hanbit") for worth in worths]
    moves = [found.together.terms[PIVOTAL] / 55e6 - 1.0, found.together.terms[LAUNCH] / 110e6 - 1.0]
    assert moves[0] / moves[1] == pytest.approx(slopes[0] / slopes[1], rel=1e-2)


def test_a_path_that_is_not_there_and_one_that_is_no_number_are_refused() -> None:
    with pytest.raises(UnknownPath):
        zone(HB12, Path.parse("structures.licence.payments.upfornt"), structure="licence", how=BASE)
    with pytest.raises(UsageError):
        zone(HB12, Path.parse("structures.licence.payments.milestones"), structure="licence", how=BASE)
